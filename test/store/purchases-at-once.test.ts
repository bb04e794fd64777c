import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import licenceTypes from '../../lib/catalogue/vendors/licence-types-crm.json' with { type: 'json' };
import type { TermPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Moment } from '../../lib/store/credit.ts';
import { loadHead } from '../../lib/store/credit-head.ts';
import { loadPool } from '../../lib/store/licences.ts';
import { commitPayment, type IncomingPayment } from '../../lib/store/payments.ts';
import { TableBusy } from '../../lib/store/table.ts';
import { aCustomer, creditOrder, licenceOrder, paymentOf } from '../support/buying.ts';
import { type Fault, injectFaults, seeded } from '../support/faults.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { expectBooksBalance, readBooks } from '../support/journal.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

const parsed = parseCatalogue(licenceTypes);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const vendor = toCatalogue(parsed.document, 1);
const type = (vendor.plans[0] as TermPlan).licenceTypes[0]?.id ?? '';
const CREDIT = momentOn('2026-04-10');
const LICENCES = momentOn('2026-04-10', vendor);

/** Accounts of each kind, and purchases of each account. */
const ACCOUNTS = 20;
const EACH = 5;
const PURCHASES = 2 * ACCOUNTS * EACH;

const cleanUps: (() => unknown)[] = [];
const secondsWith = new Map<number, number>();
afterEach(async () => {
  for (let cleanUp = cleanUps.pop(); cleanUp !== undefined; cleanUp = cleanUps.pop()) await cleanUp();
});
afterAll(() => {
  const [one = 0, four = 0] = [secondsWith.get(1), secondsWith.get(4)];
  const rates = [one, four].map((seconds) => `${Math.round(PURCHASES / seconds)}/s`);
  process.stdout.write(
    `${PURCHASES} purchases at once: ${rates[0]} with 1 series, ${rates[1]} with 4; ratio ${(one / four).toFixed(1)}\n`,
  );
});

interface Purchase {
  readonly payment: IncomingPayment;
  readonly moment: Moment;
}

interface Crowd {
  readonly purchases: readonly Purchase[];
  /** What each account has to have in the end: minor units of credit, or licences. */
  readonly credit: ReadonlyMap<AccountId, number>;
  readonly licences: ReadonlyMap<AccountId, number>;
}

/** Accounts on two plans, each with orders that all wait for their payment. */
async function gather(): Promise<Crowd> {
  const purchases: Purchase[] = [];
  const credit = new Map<AccountId, number>();
  const licences = new Map<AccountId, number>();
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const prepaid = await openAccount(CREDIT);
    const before = (await loadHead(prepaid))?.head.balance.minor ?? Number.NaN;
    credit.set(prepaid, before + EACH * 1000 + (EACH * (EACH - 1)) / 2);
    const { account: seated } = await aCustomer(LICENCES);
    await commitPayment(paymentOf(await order(seated, 1)), LICENCES);
    licences.set(seated, 1 + (EACH * (EACH + 1)) / 2);
    for (let nth = 0; nth < EACH; nth += 1) {
      purchases.push({ payment: paymentOf(await creditOrder(prepaid, CREDIT, 1000 + nth)), moment: CREDIT });
      purchases.push({ payment: paymentOf(await order(seated, nth + 1)), moment: LICENCES });
    }
  }
  return { purchases, credit, licences };
}

const order = (account: AccountId, quantity: number) =>
  licenceOrder(account, LICENCES, [{ kind: 'licence', type, quantity }]);

/** Three in ten transactions meet another one, and one in ten answers is lost. */
function roughWeather(seed: number): () => void {
  const random = seeded(seed);
  return injectFaults((): Fault => {
    const dice = random();
    if (dice < 0.3) return 'conflict';
    return dice < 0.4 ? 'lost-response' : 'none';
  });
}

/** As a gateway does: a report that is not taken is sent again, and all of them are sent at the same time. */
async function reportAll(purchases: readonly Purchase[]): Promise<void> {
  let left = purchases;
  for (let round = 1; left.length > 0; round += 1) {
    expect(round, 'rounds of reports').toBeLessThan(20);
    const answers = await Promise.allSettled(left.map(({ payment, moment }) => commitPayment(payment, moment)));
    left = left.filter((_, index) => {
      const answer = answers[index];
      if (answer?.status !== 'rejected') return false;
      if (!isBusy(answer.reason)) throw answer.reason;
      return true;
    });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof TableBusy || (error instanceof Refused && error.code === 'edit.conflict');
}

describe(`T1, P8: ${PURCHASES} purchases at once, in rough weather`, () => {
  it.each([1, 4])(
    'are each billed and credited once, with %i series of invoices',
    async (series) => {
      const table = await useOwnTable({ INVOICE_SERIES: String(series) });
      cleanUps.push(() => table.clean());
      const { purchases, credit, licences } = await gather();
      const clear = roughWeather(series);
      cleanUps.push(clear);
      const started = performance.now();
      await reportAll(purchases);
      secondsWith.set(series, (performance.now() - started) / 1000);
      clear();
      const again = await Promise.all(purchases.map(({ payment, moment }) => commitPayment(payment, moment)));
      expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['already-recorded']));
      for (const [account, minor] of credit) expect((await loadHead(account))?.head.balance.minor).toBe(minor);
      for (const [account, count] of licences) expect((await loadPool(account, type)).pool.total).toBe(count);
      const { invoices, orders, payments, last } = await readBooks();
      // The purchases that began the subscriptions are among them.
      expect([invoices.length, payments.length]).toEqual([PURCHASES + ACCOUNTS, PURCHASES + ACCOUNTS]);
      expect(orders.every(({ status, invoice }) => status === 'paid' && invoice !== undefined)).toBe(true);
      expect(Object.values(last).reduce((sum, number) => sum + number, 0)).toBe(PURCHASES + ACCOUNTS);
      expect(Object.keys(last).length).toBe(series);
      await expectBooksBalance();
    },
    600_000,
  );
});
