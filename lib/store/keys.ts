/** Every key of the table is made here; README.md beside this file says which question each one answers. */
import { monthOf, type PlainDate, type PlainMonth } from '../domain/dates.ts';
import type {
  AccountId,
  ApiKeyId,
  InvitationId,
  InvoiceId,
  JournalEntryId,
  LicenceId,
  MemberId,
  OrderId,
  PaymentId,
  SignUpId,
  TicketId,
  TrainingId,
  UserId,
} from '../domain/ids.ts';
import type { TicketState } from '../domain/support/ticket.ts';
import type { TrainingState } from '../domain/training/training.ts';
import { environment } from '../runtime/environment.ts';
import { sha256 } from '../runtime/hashes.ts';
import type { Key } from './table.ts';

/** Sort keys of credit entries are padded, so that they sort by number. */
const ENTRY_DIGITS = 10;

/** Which of the deployment's credit partitions an account's head lies in; the night's work is divided by them. */
export function shardOf(account: AccountId): number {
  return Number.parseInt(sha256(account).slice(0, 8), 16) % environment().CREDIT_SHARDS;
}

function shardName(shard: number): string {
  return shard.toString(16).padStart(2, '0');
}

/** The heads of one shard whose nights are charged. */
export function creditPartition(shard: number): string {
  return `CREDIT#${shardName(shard)}`;
}

/** A place in a series of invoices. */
export interface InvoiceNumber {
  readonly series: string;
  readonly year: string;
  readonly number: number;
}

/** The invoices of a series and year by number. */
export function registerPartition(series: string, year: string): string {
  return `INVOICES#${series}#${year}`;
}

/** How many partitions a month of the journal has, so that none is written to more often than one may be. */
export const JOURNAL_SHARDS = 16;

export function journalPartition(month: PlainMonth, shard: number): string {
  return `JOURNAL#${month}#${shard}`;
}

export const keys = {
  account: (account: AccountId): Key => ({ pk: `ACC#${account}`, sk: 'ACCOUNT' }),
  member: (account: AccountId, member: MemberId): Key => ({ pk: `ACC#${account}`, sk: `MEMBER#${member}` }),
  invitation: (account: AccountId, id: InvitationId): Key => ({ pk: `ACC#${account}`, sk: `INVITATION#${id}` }),
  /** One pending invitation for an address and account, beside the address, so that a person's can all be found. */
  invited: (email: string, account: AccountId): Key => ({ pk: `EMAIL#${email}`, sk: `INVITED#${account}` }),
  /** What was paid for a member who left, so that coming back the same day costs nothing twice. */
  removedMember: (account: AccountId, member: MemberId): Key => ({ pk: `ACC#${account}`, sk: `REMOVED#${member}` }),
  /** How many members use each module. */
  moduleUsers: (account: AccountId): Key => ({ pk: `ACC#${account}`, sk: 'MODULE-USERS' }),
  subscription: (account: AccountId): Key => ({ pk: `ACC#${account}`, sk: 'SUBSCRIPTION' }),
  /** The counts of a licence type. */
  pool: (account: AccountId, type: string): Key => ({ pk: `ACC#${account}`, sk: `POOL#${type}` }),
  licence: (account: AccountId, type: string, id: LicenceId): Key => ({
    pk: `ACC#${account}`,
    sk: `LICENCE#${type}#${id}`,
  }),
  order: (account: AccountId, order: OrderId): Key => ({ pk: `ACC#${account}`, sk: `ORDER#${order}` }),
  training: (account: AccountId, training: TrainingId): Key => ({ pk: `ACC#${account}`, sk: `TRAINING#${training}` }),
  /** A payment, known or not whose; its id follows from the bank's or gateway's own reference. */
  payment: (payment: PaymentId): Key => ({ pk: `PAYMENT#${payment}`, sk: 'PAYMENT' }),
  /** That a payment went to an account's order. */
  paymentUse: (account: AccountId, payment: PaymentId, order: OrderId): Key => ({
    pk: `ACC#${account}`,
    sk: `PAYMENT#${payment}#${order}`,
  }),
  /** Which order a creditor reference is of. */
  creditorReference: (reference: string): Key => ({ pk: `REFERENCE#${reference}`, sk: 'REFERENCE' }),
  /** Which payment staff recorded under a reference of the bank's. */
  bankReference: (reference: string): Key => ({ pk: `BANK-REFERENCE#${sha256(reference)}`, sk: 'BANK-REFERENCE' }),
  invoice: (account: AccountId, id: InvoiceId): Key => ({ pk: `ACC#${account}`, sk: `INVOICE#${id}` }),
  invoiceXml: (account: AccountId, id: InvoiceId): Key => ({ pk: `ACC#${account}`, sk: `INVOICE-XML#${id}` }),
  /** The last number of a series of invoices in a year. */
  series: ({ series, year }: Pick<InvoiceNumber, 'series' | 'year'>): Key => ({
    pk: `SERIES#${series}#${year}`,
    sk: 'SERIES',
  }),
  /** The invoice that has a number. */
  registered: ({ series, year, number }: InvoiceNumber): Key => ({
    pk: registerPartition(series, year),
    sk: String(number).padStart(ENTRY_DIGITS, '0'),
  }),
  journal: (on: PlainDate, id: JournalEntryId): Key => ({
    pk: journalPartition(monthOf(on), Number.parseInt(sha256(id).slice(0, 8), 16) % JOURNAL_SHARDS),
    sk: `${on}#${id}`,
  }),
  creditEntry: (account: AccountId, number: number): Key => ({
    pk: `ACC#${account}`,
    sk: `ENTRY#${String(number).padStart(ENTRY_DIGITS, '0')}`,
  }),
  statement: (account: AccountId, month: PlainMonth): Key => ({ pk: `ACC#${account}`, sk: `STATEMENT#${month}` }),
  history: (account: AccountId, id: string): Key => ({ pk: `ACC#${account}`, sk: `HISTORY#${id}` }),
  /** That an account is a customer of a reseller, in the reseller's partition. */
  customer: (reseller: AccountId, customer: AccountId): Key => ({ pk: `ACC#${reseller}`, sk: `CUSTOMER#${customer}` }),
  /** That an account is a reseller, to list them all. */
  reseller: (account: AccountId): Key => ({ pk: `RESELLER#${account}`, sk: 'RESELLER' }),
  /** That unpaid renewals are to be billed anew since a reseller's access ended. */
  rebilling: (account: AccountId): Key => ({ pk: `ACC#${account}`, sk: 'REBILLING' }),
  externalId: (externalId: string): Key => ({ pk: `EXTERNAL#${externalId}`, sk: 'ACCOUNT' }),
  /** The head of an account whose nights are charged. */
  credit: (account: AccountId): Key => ({ pk: creditPartition(shardOf(account)), sk: account }),
  /** The head of an account that cannot be charged: not activated, or suspended. */
  idleCredit: (account: AccountId): Key => ({ pk: `CREDIT-IDLE#${shardName(shardOf(account))}`, sk: account }),
  user: (user: UserId): Key => ({ pk: `USER#${user}`, sk: 'USER' }),
  membership: (user: UserId, account: AccountId): Key => ({ pk: `USER#${user}`, sk: `MEMBERSHIP#${account}` }),
  session: (user: UserId, hash: string): Key => ({ pk: `USER#${user}`, sk: `SESSION#${hash}` }),
  email: (email: string): Key => ({ pk: `EMAIL#${email}`, sk: 'EMAIL' }),
  signUp: (id: SignUpId): Key => ({ pk: `SIGN-UP#${id}`, sk: 'SIGN-UP' }),
  link: (hash: string): Key => ({ pk: `LINK#${hash}`, sk: 'LINK' }),
  attempts: (scope: string): Key => ({ pk: `ATTEMPTS#${sha256(scope)}`, sk: 'ATTEMPTS' }),
  captcha: (challenge: string): Key => ({ pk: `CAPTCHA#${sha256(challenge)}`, sk: 'CAPTCHA' }),
  idempotency: (actor: string, key: string): Key => ({ pk: `IDEMPOTENCY#${actor}#${sha256(key)}`, sk: 'IDEMPOTENCY' }),
  mail: (id: string): Key => ({ pk: `MAIL#${id}`, sk: 'MAIL' }),
  suppressed: (email: string): Key => ({ pk: `SUPPRESSED#${sha256(email)}`, sk: 'SUPPRESSED' }),
  apiKey: (hash: string): Key => ({ pk: `API-KEY#${hash}`, sk: 'API-KEY' }),
  /** The deployment's API keys by id, to list and revoke them. */
  apiKeyById: (id: ApiKeyId): Key => ({ pk: API_KEYS, sk: id }),
  /** That a date's work of a job was handed out. */
  planned: (job: string, date: PlainDate): Key => ({ pk: `PLANNED#${job}#${date}`, sk: 'PLANNED' }),
  catalogue: (): Key => ({ pk: 'CATALOGUE', sk: 'CURRENT' }),
  catalogueVersion: (version: number): Key => ({ pk: 'CATALOGUE', sk: `VERSION#${String(version).padStart(6, '0')}` }),
  deploymentKey: (): Key => ({ pk: 'DEPLOYMENT', sk: 'KEY' }),
  checkout: (id: string): Key => ({ pk: `CHECKOUT#${id}`, sk: 'CHECKOUT' }),
  ticket: (account: AccountId, ticket: TicketId): Key => ({ pk: `ACC#${account}`, sk: `TICKET#${ticket}` }),
  ticketMessage: (account: AccountId, ticket: TicketId, number: number): Key => ({
    pk: `ACC#${account}`,
    sk: `TICKET-MESSAGE#${ticket}#${String(number).padStart(ENTRY_DIGITS, '0')}`,
  }),
  /** Puts a ticket among those of its assignee, or of nobody. */
  ticketOfAssignee: (account: AccountId, ticket: TicketId): Key => ({
    pk: `ASSIGNED#${account}`,
    sk: `TICKET#${ticket}`,
  }),
  /** A ticket that a person opened. */
  ownTicket: (user: UserId, account: AccountId, ticket: TicketId): Key => ({
    pk: `USER#${user}`,
    sk: `TICKET#${account}#${ticket}`,
  }),
  /** A ticket of somebody else that a person wrote into. */
  joinedTicket: (user: UserId, account: AccountId, ticket: TicketId): Key => ({
    pk: `USER#${user}`,
    sk: `JOINED-TICKET#${account}#${ticket}`,
  }),
  /** What a request with this reference of its sender's made. */
  ticketReference: (scope: string, reference: string): Key => ({
    pk: `TICKET-REFERENCE#${sha256(`${scope}#${reference}`)}`,
    sk: 'TICKET-REFERENCE',
  }),
  /** What was used of a meter: in a period, by its first day; in the trial; or for good. */
  usage: (account: AccountId, meter: string, countedFor: string): Key => ({
    pk: `ACC#${account}`,
    sk: `USAGE#${meter}#${countedFor}`,
  }),
  /** A part of that count, in a partition of its own. */
  usageShard: (account: AccountId, meter: string, countedFor: string, shard: number): Key => ({
    pk: `USAGE#${account}#${meter}#${countedFor}#${shard}`,
    sk: 'USAGE-SHARD',
  }),
  /** That an event was counted. */
  usageEvent: (account: AccountId, eventId: string): Key => ({
    pk: `USAGE-EVENT#${account}#${sha256(eventId)}`,
    sk: 'USAGE-EVENT',
  }),
  gatewayEvent: (gateway: string, id: string): Key => ({ pk: `GATEWAY-EVENT#${gateway}#${id}`, sk: 'GATEWAY-EVENT' }),
} as const;

export const prefixes = {
  member: 'MEMBER#',
  pool: 'POOL#',
  licence: 'LICENCE#',
  invitation: 'INVITATION#',
  invited: 'INVITED#',
  order: 'ORDER#',
  training: 'TRAINING#',
  invoice: 'INVOICE#',
  creditEntry: 'ENTRY#',
  statement: 'STATEMENT#',
  history: 'HISTORY#',
  customer: 'CUSTOMER#',
  membership: 'MEMBERSHIP#',
  session: 'SESSION#',
  ticket: 'TICKET#',
  joinedTicket: 'JOINED-TICKET#',
} as const;

/** Partition of all API keys. */
export const API_KEYS = 'API-KEYS';
export const LISTED_ACCOUNTS = 'ACCOUNTS';
export const LISTED_RESELLERS = 'RESELLERS';
/** Payments of which some money is not put to a bill yet. */
export const LISTED_UNALLOCATED = 'UNALLOCATED';

/** Training sessions of all accounts that are in a state. */
export function listedTrainings(state: TrainingState): string {
  return `TRAININGS#${state}`;
}

/** Tickets in a state, of all accounts; with an assignee theirs only, or nobody's. */
export function listedTickets(state: TicketState, assignee?: ApiKeyId | 'none'): string {
  return assignee === undefined ? `TICKETS#${state}` : `TICKETS#${state}#${assignee}`;
}

/** How many partitions of the index of due dates there are; fixed, like every part of a key. */
export const DUE_SHARDS = 16;

/** Keys of the index of due dates: what has to be looked at on a date, or at any time after it. */
export function dueKeys(on: PlainDate, item: Key): { readonly dueShard: string; readonly due: string } {
  const shard = Number.parseInt(sha256(item.pk).slice(0, 8), 16) % DUE_SHARDS;
  return { dueShard: duePartition(shard), due: `${on}#${item.pk}#${item.sk}` };
}

export function duePartition(shard: number): string {
  return `DUE#${shard}`;
}
