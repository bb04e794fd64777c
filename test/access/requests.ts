import type { Operation, Route } from '../../functions/manifest.ts';
import { contracts } from '../../lib/contract/all.ts';
import type { Contract } from '../../lib/contract/contract.ts';
import { signUpBody, someone } from '../people/support.ts';
import { isOfReseller } from './callers.ts';
import type { Ids } from './full-account.ts';

const NOWHERE = '00000000000000000000000000';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const license = { kind: 'licence', type: 'seat', quantity: 1 };
const customer = {
  organisation: 'Example Customer',
  plan: 'suite',
  licences: [{ type: 'seat', quantity: 1 }],
  term: 1,
};
const token = `${'a'.repeat(26)}.${'b'.repeat(43)}`;

/** What a request may need beside what is in its path. */
export type Sample = Ids & { readonly account: string; readonly slot: string };

/** For each operation that takes a body, one that its contract takes, and that does something where the caller may. */
const bodies: Partial<Record<Operation, (sample: Sample) => unknown>> = {
  signUp: () => signUpBody(someone(), { plan: 'suite' }),
  confirmSignUp: () => ({ token }),
  renewLink: () => ({ token }),
  signIn: () => ({ email: someone(), password: 'not the password' }),
  requestPasswordReset: () => ({ email: someone() }),
  confirmPasswordReset: () => ({ token, password: 'some other green lanterns' }),
  createAccount: () => ({ organisation: 'Another', plan: 'suite', owner: { email: someone() } }),
  editAccount: () => ({ organisation: 'Renamed', billing: { city: 'Elsewhere' } }),
  addMember: () => ({ email: someone(), licences: ['seat'] }),
  editMember: () => ({ name: 'Renamed', role: 'admin' }),
  invite: () => ({ emails: [someone()], licences: ['seat'] }),
  resendInvitation: () => ({ ends_discount: true }),
  acceptInvitation: () => ({ token, password: 'some other green lanterns' }),
  previewCredit: () => ({ amount: eur(1000) }),
  adjustCredit: () => ({ amount: eur(1000), reason: 'A present' }),
  editLicence: () => ({ auto_renew: false }),
  setLicenceMinimum: () => ({ minimum: 1 }),
  editSubscription: () => ({ renews: false }),
  previewSubscriptionChange: () => ({ remove_module: 'sales' }),
  changeSubscription: () => ({ remove_module: 'sales' }),
  previewOrder: () => ({ items: [license] }),
  placeOrder: () => ({ items: [license] }),
  createCreditNote: () => ({ reason: 'A mistake' }),
  recordPayment: () => ({ amount: eur(1000), bank_reference: 'matrix-1' }),
  importStatement: () => '<nothing/>',
  assignPayment: ({ account, order }) => ({ account, order }),
  receiveGatewayWebhook: () => ({}),
  replaceCatalogue: () => ({}),
  createApiKey: () => ({ name: 'another', scopes: ['operator'] }),
  reportUsage: () => ({ meter: 'companies', quantity: 1, event_id: 'matrix-1' }),
  openTicket: () => ({ subject: 'Another question', text: 'Why?' }),
  editTicket: () => ({ state: 'closed' }),
  replyToTicket: () => ({ text: 'Nevertheless' }),
  editTraining: () => ({ state: 'cancelled' }),
  offerTrainingSlots: () => ({ slots: [{ starts_at: '2026-04-01T09:00:00Z' }] }),
  bookTraining: ({ slot }) => ({ slot }),
  makeReseller: ({ account }) => ({ account, discount_percent: '30' }),
  editReseller: () => ({ discount_percent: '50' }),
  createCustomer: () => customer,
  previewCustomer: () => customer,
};

const queries: Partial<Record<Operation, string>> = { listJournal: '?month=2026-01', exportJournal: '?month=2026-01' };

export interface Wanted {
  readonly path: string;
  /** Absent where the operation takes none; text for what is not JSON. */
  readonly body?: unknown;
}

export function takesBody({ body }: Contract): boolean {
  return body.def.type !== 'undefined';
}

export function contractOf({ operation }: Route): Contract {
  const contract = contracts.get(operation as Operation);
  if (contract === undefined) throw new Error(`${operation} has no contract`);
  return contract;
}

/** A request that does what the operation is for. */
export function requestFor(route: Route, sample: Sample): Wanted {
  const operation = route.operation as Operation;
  const path = `${fillIn(route.path, sample)}${queries[operation] ?? ''}`;
  if (!takesBody(contractOf(route))) return { path };
  const body = bodies[operation];
  if (body === undefined) throw new Error(`test/access/requests.ts has no body for ${operation}`);
  return { path, body: body(sample) };
}

/** The same operation, asked so that it does as little as it can: of nothing in particular, and with nothing to do. */
export function idleRequestFor(route: Route, sample: Sample): Wanted {
  const { account, reseller } = sample;
  const ids = { ...nowhere, account, ...(reseller === undefined ? {} : { reseller }), user: sample['user'] ?? '' };
  const path = fillIn(route.path, route.method === 'GET' ? sample : ids);
  const contract = contractOf(route);
  if (!takesBody(contract)) return { path: `${path}${queries[route.operation as Operation] ?? ''}` };
  return { path, body: contract.consumes === undefined ? {} : '<nothing/>' };
}

/** Ids of nothing. */
export const nowhere: Ids = {
  account: `acc_${NOWHERE}`,
  reseller: `acc_${NOWHERE}`,
  member: `mem_${NOWHERE}`,
  user: `usr_${NOWHERE}`,
  order: `ord_${NOWHERE}`,
  invoice: `doc_${NOWHERE}`,
  payment: `pay_${NOWHERE}`,
  invitation: `inv_${NOWHERE}`,
  licence: `lic_${NOWHERE}`,
  change: `chg_${NOWHERE}`,
  ticket: `tkt_${NOWHERE}`,
  training: `trn_${NOWHERE}`,
  key: `key_${NOWHERE}`,
};
/** What is in paths beside ids. */
const words: Ids = { type: 'seat', add_on: 'calls', gateway: 'sandbox' };

/** Below /v1/resellers the account is the reseller. */
export function fillIn(path: string, ids: Ids): string {
  const ofReseller = isOfReseller({ path });
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = { ...words, ...ids }[name === 'account' && ofReseller ? 'reseller' : name];
    if (value === undefined) throw new Error(`test/access/requests.ts has no ${name} for ${path}`);
    return value;
  });
}

export interface Answer {
  readonly status: number;
  /** Of a problem. */
  readonly code: string | undefined;
  /** The body, but for the id of the request. */
  readonly text: string;
}

/** Sends a request as the API takes it. */
export async function ask(url: string, route: Route, wanted: Wanted, bearer: string | undefined): Promise<Answer> {
  const { path, body } = wanted;
  const isText = contractOf(route).consumes !== undefined;
  const response = await fetch(`${url}${path}`, {
    method: route.method,
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': isText ? 'application/xml' : 'application/json' }),
      ...(route.money === true ? { 'idempotency-key': `matrix-${path}` } : {}),
    },
    ...(body === undefined ? {} : { body: isText ? String(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  if (!isProblem) return { status: response.status, code: undefined, text };
  const { request_id: _, ...problem } = JSON.parse(text) as { request_id: string; code: string };
  return { status: response.status, code: problem.code, text: JSON.stringify(problem) };
}
