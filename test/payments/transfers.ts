import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { type ApiClient, RequestRefused } from '../../infra/local/api-client.ts';
import { type Deployed, deploy } from '../catalogue/deploy.ts';

export const IBAN = 'IT60X0542811101000000123456';
export const TODAY = '2026-01-15';
export const eur = (amount: number) => ({ amount, currency: 'EUR' });

export interface PaymentJson {
  id: string;
  account: string | null;
  amount: { amount: number };
  unallocated: { amount: number };
  uses: { kind: string; order?: string; invoice?: string | null; amount: { amount: number } }[];
  text: string | null;
}
export interface Recorded {
  outcome: string;
  payment: PaymentJson;
}
export interface Order {
  id: string;
  status: string;
  total: { amount: number };
  received: { amount: number };
  due: { amount: number };
  invoice: string | null;
  transfer: { reference: string };
}
export interface Imported {
  entries: { key: string; outcome: string; reason: string | null; payment: string | null; order: string | null }[];
  totals: Record<string, unknown>;
}

export let deployed: Deployed;
export let operator: ApiClient;

/** A deployment whose vendor is paid by transfer, for the tests of a file. */
export function useBank(catalogueFile?: string): void {
  beforeAll(async () => {
    deployed = await deploy({
      clock: `${TODAY}T08:00:00Z`,
      ...(catalogueFile === undefined ? {} : { catalogueFile }),
    });
    operator = deployed.operator;
  });
  afterAll(() => deployed.deployment.stop());
}

export const once = () => ({ 'idempotency-key': randomUUID() });
let transfers = 0;
export const bankReference = () => {
  transfers += 1;
  return `BANK-${transfers}`;
};

export async function openAccount(): Promise<string> {
  const body = {
    organisation: 'Example Ltd',
    plan: 'cloud',
    activate: true,
    owner: { email: `${randomUUID()}@example.com` },
  };
  return (await operator.send<{ id: string }>('POST', '/v1/accounts', body)).id;
}

export async function orderCredit(account: string, amount = 10_000): Promise<Order> {
  const body = { items: [{ kind: 'credit', amount: eur(amount) }], payment_method: 'bank-transfer' };
  return operator.send<Order>('POST', `/v1/accounts/${account}/orders`, body, once());
}

/** An account of its own with an order of 100.00 EUR before tax, to be paid by transfer. */
export async function ordered() {
  const account = await openAccount();
  return { account, order: await orderCredit(account) };
}

export const orderOf = (account: string, order: string) =>
  operator.send<Order>('GET', `/v1/accounts/${account}/orders/${order}`);
export const balanceOf = async (account: string) =>
  (await operator.send<{ balance: { amount: number } }>('GET', `/v1/accounts/${account}/credit`)).balance.amount;
export const record = (body: object, headers = once()) =>
  operator.send<Recorded>('POST', '/v1/payments', body, headers);

export async function problemOf(request: Promise<unknown>) {
  const error = await request.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof RequestRefused)) throw new Error(`It was not refused: ${error}`);
  return error.problem;
}

export interface Line {
  readonly amount: string;
  readonly reference?: string;
  readonly bank?: string;
  readonly direction?: string;
  /** When the bank booked it; today without it. */
  readonly date?: string;
  /** What the payer called it. */
  readonly endToEnd?: string;
}

export function statement(lines: readonly Line[], { id = randomUUID().slice(0, 30), iban = IBAN } = {}): string {
  const entries = lines.map(
    ({ amount, reference = '', bank, direction = 'CRDT', date = TODAY, endToEnd = 'NOTPROVIDED' }) =>
      `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${date}</Dt></BookgDt>
       ${bank === undefined ? '' : `<AcctSvcrRef>${bank}</AcctSvcrRef>`}<NtryDtls><TxDtls>
       <Refs><EndToEndId>${endToEnd}</EndToEndId></Refs><RltdPties><Dbtr><Nm>Example payer</Nm></Dbtr></RltdPties><RmtInf><Ustrd>${reference}</Ustrd></RmtInf>
       </TxDtls></NtryDtls></Ntry>`,
  );
  const account = `<Acct><Id><IBAN>${iban}</IBAN></Id></Acct>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
    <BkToCstmrStmt><Stmt><Id>${id}</Id>${account}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
}

export async function sendStatement(
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/xml' },
) {
  const response = await fetch(`${deployed.deployment.url}/v1/payments/statements`, {
    method: 'POST',
    headers: { authorization: 'Bearer operator-key-of-this-test', ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Imported & { code: string } };
}

export const importFile = async (body: string) => {
  const { status, answer } = await sendStatement(body);
  expect(status, JSON.stringify(answer)).toBe(200);
  return answer;
};
export const decimal = (minor: number) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
export const outcomes = ({ entries }: Imported) => entries.map(({ outcome }) => outcome);
