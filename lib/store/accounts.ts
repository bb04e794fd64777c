import * as z from 'zod';
import type { PlainDate } from '../domain/dates.ts';
import type { AccountId, UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import type { Management, Resale } from '../domain/resellers/relation.ts';
import type { VatCheck } from '../domain/tax/vat-check.ts';
import { locales } from '../messages/locales.ts';
import { keys, LISTED_ACCOUNTS } from './keys.ts';
import { get, type Item, type Key, putOnce, queryListing, type Write } from './table.ts';

export const billingSchema = z.object({
  legalName: z.string().optional(),
  address: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  country: z.string().optional(),
  vatNumber: z.string().optional(),
  taxNumber: z.string().optional(),
  contactEmail: z.string().optional(),
  language: z.enum(locales).optional(),
});

/** What was found out about the VAT number; see {@link VatCheck}. (T3) */
const vatCheckSchema: z.ZodType<VatCheck> = z.object({
  number: z.string(),
  country: z.string(),
  answer: z.enum(['valid', 'invalid', 'unavailable']),
  source: z.enum(['form', 'vies']),
  at: z.string(),
  consultation: z.string().optional(),
  requestDate: z.string().optional(),
});

const accountItem = z.object({
  type: z.literal('account'),
  v: z.literal(1),
  id: z.custom<AccountId>(),
  organisation: z.string(),
  plan: z.string(),
  /** Absent where a reseller opened it and none of its people was made the owner since. (R2) */
  owner: z.custom<UserId>().optional(),
  locale: z.enum(locales),
  billing: billingSchema,
  vatCheck: vatCheckSchema.optional(),
  externalId: z.string().optional(),
  activatedOn: z.custom<PlainDate>().optional(),
  /** There while the account is a reseller. (R1) */
  reseller: z.custom<Resale>().optional(),
  /** There once a reseller manages it; whether that one still does says `manages`. (R2) */
  managedBy: z.custom<Management>().optional(),
  createdAt: z.string(),
  /** Counts edits; the ETag. */
  version: z.number(),
});

/** A customer organisation. Its credit lives apart, in its head. */
export type Account = Omit<z.infer<typeof accountItem>, 'type' | 'v'>;

export function accountToItem(account: Account): Item {
  return {
    ...keys.account(account.id),
    type: 'account',
    v: 1,
    listing: LISTED_ACCOUNTS,
    listed: account.id,
    ...account,
  };
}

export function accountFromItem(item: Item): Account {
  const { type: _type, v: _v, ...account } = accountItem.parse(item);
  return account;
}

export async function loadAccount(id: AccountId): Promise<Account | undefined> {
  const item = await get(keys.account(id));
  return item === undefined ? undefined : accountFromItem(item);
}

/** Errors: `account.not-found`. */
export async function requireAccount(id: AccountId): Promise<Account> {
  const account = await loadAccount(id);
  if (account === undefined) throw new Refused('account.not-found');
  return account;
}

export function putNewAccount(account: Account): Write {
  return putOnce('account', accountToItem(account));
}

/** Keeps an external id for one account; fails with the label `external-id` when another account has it. */
export function claimExternalId(externalId: string, account: AccountId): Write {
  return putOnce('external-id', { ...keys.externalId(externalId), type: 'external-id', v: 1, account });
}

export function releaseExternalId(externalId: string): Write {
  return { label: 'external-id', Delete: { Key: keys.externalId(externalId) } };
}

/** Replaces an account as it was read; fails with the label `account` when somebody else changed it since. */
export function replaceAccount(before: Account, after: Omit<Account, 'version'>): Write {
  return {
    label: 'account',
    Put: {
      Item: accountToItem({ ...after, version: before.version + 1 }),
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

export interface AccountPage {
  readonly accounts: Account[];
  readonly last: Key | undefined;
}

/** Accounts in the order of creation, for staff. */
export async function listAccounts(limit: number, after?: Key): Promise<AccountPage> {
  const { items, last } = await queryListing(LISTED_ACCOUNTS, limit, after);
  return { accounts: items.map(accountFromItem), last };
}

export async function findByExternalId(externalId: string): Promise<AccountId | undefined> {
  const item = await get(keys.externalId(externalId));
  return item?.['account'] as AccountId | undefined;
}

/** The account names the plan that its subscription is on; nothing to write where it does already. */
export async function moveToPlan(id: AccountId, plan: string): Promise<Write[]> {
  const account = await loadAccount(id);
  return account === undefined || account.plan === plan ? [] : [replaceAccount(account, { ...account, plan })];
}
