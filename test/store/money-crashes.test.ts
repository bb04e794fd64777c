import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRenewal } from '../../functions/rollover/open-renewal.ts';
import { handler as rolloverWorker } from '../../functions/rollover/worker.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import licenceTypes from '../../lib/catalogue/vendors/licence-types-crm.json' with { type: 'json' };
import type { Actor } from '../../lib/domain/actor.ts';
import type { TermPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId, PaymentId } from '../../lib/domain/ids.ts';
import { type Money, money, subtract } from '../../lib/domain/money.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Allocation, allocateToOrder, recordRefund } from '../../lib/store/allocations.ts';
import { commitAssignment } from '../../lib/store/assignments.ts';
import { commitCatalogue } from '../../lib/store/catalogue.ts';
import { commitCreditNote, type WantedCreditNote } from '../../lib/store/credit-notes.ts';
import { dueBy } from '../../lib/store/due.ts';
import { RepeatedRequest, recallReply, rememberReply } from '../../lib/store/idempotency.ts';
import { listInvoices } from '../../lib/store/invoices.ts';
import { loadPool } from '../../lib/store/licences.ts';
import { loadOrder, type Order } from '../../lib/store/orders.ts';
import { commitPayment, type IncomingPayment, requireOrder } from '../../lib/store/payments.ts';
import { loadPayment, paymentId } from '../../lib/store/received.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import type { Write } from '../../lib/store/table.ts';
import { aCustomer, creditOrder, licenceOrder, paymentOf } from '../support/buying.ts';
import { type Act, dieAtEveryWrite } from '../support/crashes.ts';
import { momentOn, openAccount } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

const parsed = parseCatalogue(licenceTypes);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const { document } = parsed;
const vendor = toCatalogue(document, 1);
const type = (vendor.plans[0] as TermPlan).licenceTypes[0]?.id ?? '';

const JANUARY = momentOn('2026-01-10');
const START = momentOn('2026-04-01', vendor);
const NEXT_DAY = momentOn('2026-04-02', vendor);
const END = momentOn('2026-05-01', vendor);
const LATER = momentOn('2026-05-04', vendor);
const AFTER_NEXT = momentOn('2026-06-02', vendor);
const actor: Actor = { kind: 'operator', id: 'key_TEST' };

let table: Awaited<ReturnType<typeof useOwnTable>>;
beforeAll(async () => {
  table = await useOwnTable();
  await commitCatalogue(document, 0, START.now);
});
afterAll(() => table.clean());

interface Paying {
  readonly account: AccountId;
  readonly order: Order;
  readonly payments: readonly IncomingPayment[];
}

const licences = (quantity: number) => [{ kind: 'licence' as const, type, quantity }];
const transfer = (order: Order, amount: Money): IncomingPayment =>
  paymentOf(order, { gateway: 'bank', reference: newId('chk'), amount });

async function payAll({ payments }: Paying, moment = START): Promise<void> {
  for (const payment of payments) await commitPayment(payment, moment);
}

/** A third and the rest, in two transfers. */
function inParts(order: Order): IncomingPayment[] {
  const part = money(Math.floor(order.total.minor / 3), order.total.currency);
  return [transfer(order, part), transfer(order, subtract(order.total, part))];
}

async function buying(quantity: number): Promise<Paying> {
  const { account } = await aCustomer(START);
  const order = await licenceOrder(account, START, licences(quantity));
  return { account, order, payments: [paymentOf(order)] };
}

/** A renewal that is billed and not paid: of one licence, which its owner has. */
async function owing(): Promise<Paying> {
  const { account, owner } = await aCustomer(START);
  await commitPayment(paymentOf(await licenceOrder(account, START, licences(1))), START);
  await commitAssignment({ account, member: owner, type, actor: { kind: 'system', id: 'test' } }, START);
  await rollOver(account, END, openRenewal(END));
  const { unpaid } = await requireSubscription(account);
  if (unpaid === undefined) throw new Error('nothing is owed');
  const order = await requireOrder({ account, order: unpaid.order });
  return { account, order, payments: [paymentOf(order)] };
}

describe('L4, P8: a purchase, when the process dies before or after any write', () => {
  it('of credit ends alike', async () => {
    const prepare = async () => {
      const account = await openAccount(JANUARY);
      const order = await creditOrder(account, JANUARY, 5000);
      return { account, order, payments: [paymentOf(order)] };
    };
    expect(await dieAtEveryWrite({ prepare, run: (paying) => payAll(paying, JANUARY) })).toBe(1);
  });

  it('of credit, paid in two transfers and once more than it comes to, ends alike', async () => {
    const prepare = async () => {
      const account = await openAccount(JANUARY);
      const order = await creditOrder(account, JANUARY, 5000);
      const payments = [...inParts(order), transfer(order, order.total)];
      return { account, order, payments };
    };
    expect(await dieAtEveryWrite({ prepare, run: (paying) => payAll(paying, JANUARY) })).toBe(3);
  });

  it('of 100 licences, delivered in three steps, ends alike', async () => {
    const act: Act<Paying> = { prepare: () => buying(100), run: (paying) => payAll(paying) };
    expect(await dieAtEveryWrite(act)).toBe(3);
  });

  it('of 100 licences, paid in two transfers with something over, ends alike', async () => {
    const prepare = async (): Promise<Paying> => {
      const bought = await buying(100);
      const [part, rest] = inParts(bought.order);
      if (part === undefined || rest === undefined) throw new Error('two parts');
      const more = { ...rest, amount: money(rest.amount.minor + 777, rest.amount.currency) };
      return { ...bought, payments: [part, more] };
    };
    expect(await dieAtEveryWrite({ prepare, run: (paying) => payAll(paying) })).toBe(4);
  });
});

describe('L6, L13: a renewal, when the process dies before or after any write', () => {
  it('that drops 75 licences and bills the one that is left ends alike', async () => {
    const prepare = async () => {
      const { account, owner } = await aCustomer(START);
      await commitPayment(paymentOf(await licenceOrder(account, START, licences(76))), START);
      await commitAssignment({ account, member: owner, type, actor: { kind: 'system', id: 'test' } }, START);
      return { account };
    };
    const run = ({ account }: { account: AccountId }) => rollOver(account, END, openRenewal(END));
    expect(await dieAtEveryWrite({ prepare, run })).toBe(4);
  });

  it('that is paid by card ends alike', async () => {
    expect(await dieAtEveryWrite({ prepare: owing, run: (paying) => payAll(paying, END) })).toBe(1);
  });

  it('that is paid by transfer, a part before the first reminder and the rest after it, ends alike', async () => {
    const prepare = async (): Promise<Paying> => {
      const owed = await owing();
      return { ...owed, payments: inParts(owed.order) };
    };
    const run = async ({ account, payments: [part, rest] }: Paying) => {
      if (part === undefined || rest === undefined) throw new Error('two parts');
      await commitPayment(part, END);
      await rollOver(account, LATER, openRenewal(LATER));
      await commitPayment(rest, LATER);
    };
    expect(await dieAtEveryWrite({ prepare, run })).toBe(3);
  });

  it('that is paid when its period is over settles the invoice, brings nothing back, and ends alike', async () => {
    const prepare = async (): Promise<Paying> => {
      const owed = await owing();
      await rollOver(owed.account, AFTER_NEXT, openRenewal(AFTER_NEXT));
      return { ...owed, payments: [transfer(owed.order, owed.order.total)] };
    };
    const run = (paying: Paying) => payAll(paying, AFTER_NEXT);
    expect(await dieAtEveryWrite({ prepare, run })).toBe(1);
    const paid = await prepare();
    await run(paid);
    expect((await requireSubscription(paid.account)).state).toBe('ended');
    expect((await requireOrder({ account: paid.account, order: paid.order.id })).status).toBe('paid');
  });
});

describe('T4: money for an order whose price no longer holds, when the process dies before or after any write', () => {
  /** Two orders that would each begin the subscription; the first one is paid, the second one only in part. */
  async function lapsing(parts: (order: Order) => readonly IncomingPayment[]): Promise<Paying> {
    const { account } = await aCustomer(START);
    const [first, order] = [
      await licenceOrder(account, START, licences(1)),
      await licenceOrder(account, START, licences(60)),
    ];
    const payments = parts(order);
    for (const early of payments.slice(0, -1)) await commitPayment(early, START);
    await commitPayment(paymentOf(first), START);
    return { account, order, payments: payments.slice(-1) };
  }

  it('is unallocated, and ends alike', async () => {
    const prepare = () => lapsing((order) => [paymentOf(order)]);
    expect(await dieAtEveryWrite({ prepare, run: (paying) => payAll(paying) })).toBe(1);
  });

  it('is unallocated together with the part that came before, and ends alike', async () => {
    expect(await dieAtEveryWrite({ prepare: () => lapsing(inParts), run: (paying) => payAll(paying) })).toBe(1);
    const { account, order, payments } = await lapsing(inParts);
    const [rest] = payments;
    if (rest === undefined) throw new Error('a rest');
    expect(await commitPayment(rest, START)).toMatchObject({ outcome: 'unallocated' });
    expect(await loadOrder(account, order.id)).toMatchObject({
      status: 'pending',
      closed: 'outdated',
      received: { minor: 0 },
      payments: [],
    });
    expect((await loadPool(account, type)).pool.total).toBe(1);
  });
});

/** As a request with an Idempotency-Key does it: its answer is written with what it did, and given again from then on. */
async function once<T extends object>(key: string, carryOut: (also: (result: unknown) => Write[]) => Promise<T>) {
  const request = { actor: 'staff', key, requestHash: 'the same', at: START.now };
  if ((await recallReply(request)) !== undefined) return;
  try {
    await carryOut(() => [rememberReply(request, { status: 201, body: {} })]);
  } catch (error) {
    if (!(error instanceof RepeatedRequest)) throw error;
  }
}

describe('T1: a credit note, when the process dies before or after any write', () => {
  interface Crediting {
    readonly account: AccountId;
    readonly wanted: readonly WantedCreditNote[];
  }

  async function crediting(account: AccountId, ...steps: readonly WantedCreditNote['lines'][]): Promise<Crediting> {
    const [invoice] = (await listInvoices(account, 1, { kind: 'system', id: 'test' })).invoices;
    if (invoice === undefined) throw new Error('nothing is billed');
    const { id } = invoice.document;
    return { account, wanted: steps.map((lines) => ({ account, invoice: id, lines, reason: 'A mistake', actor })) };
  }

  const credit =
    (moment = START) =>
    async ({ wanted }: Crediting) => {
      for (const [index, note] of wanted.entries())
        await once(`${note.invoice} ${index}`, async (also) => ({
          id: await commitCreditNote({ ...note, also }, moment),
        }));
    };

  it('for a whole purchase of credit takes the credit back, and ends alike', async () => {
    const prepare = () => openAccount(JANUARY, { boughtMinor: 5000 }).then((account) => crediting(account, []));
    expect(await dieAtEveryWrite({ prepare, run: credit(JANUARY) })).toBe(1);
  });

  it('for a line of a paid invoice, then for the rest, ends alike', async () => {
    const prepare = async () => {
      const { account, payments } = await buying(7);
      for (const payment of payments) await commitPayment(payment, START);
      return crediting(account, [{ line: 1, amount: money(1234, 'EUR') }], []);
    };
    expect(await dieAtEveryWrite({ prepare, run: credit() })).toBe(2);
  });

  it('for an open renewal settles it, and ends alike', async () => {
    const prepare = async () => crediting((await owing()).account, []);
    expect(await dieAtEveryWrite({ prepare, run: credit(END) })).toBe(1);
    const credited = await prepare();
    await credit(END)(credited);
    expect(await requireSubscription(credited.account)).toMatchObject({ state: 'active', unpaid: undefined });
  });

  it('for more than is left of a renewal that is paid in part frees what was paid too much, and ends alike', async () => {
    const prepare = async () => {
      const { account, order } = await owing();
      const [part] = inParts(order);
      if (part === undefined) throw new Error('a part');
      await commitPayment(part, END);
      return crediting(account, [{ line: 1, amount: money(2900, 'EUR') }]);
    };
    expect(await dieAtEveryWrite({ prepare, run: credit(END) })).toBe(1);
  });
});

describe('T4: unallocated money, when the process dies before or after any write', () => {
  interface Putting {
    readonly account: AccountId;
    readonly order: Order;
    readonly payment: PaymentId;
  }

  /** Money that came without a word, and an order for licences that it pays for, with 5.00 over. */
  async function found(): Promise<Putting> {
    const { account, order } = await buying(100);
    const reference = newId('chk');
    const amount = money(order.total.minor + 500, order.total.currency);
    const arrival = { for: undefined, gateway: 'bank', reference, amount, at: START.now };
    await commitPayment(arrival, START);
    return { account, order, payment: paymentId('bank', reference) };
  }

  const put = ({ account, order, payment }: Putting, amount?: Money) =>
    once(`put ${payment} ${amount?.minor}`, (also) =>
      allocateToOrder({ payment, amount, actor, also } satisfies Allocation, { account, order: order.id }, START),
    );

  /** What the next day's roll-over does for this account. */
  async function rollOverNextDay({ account }: Putting): Promise<void> {
    const due = [];
    for await (const key of dueBy(NEXT_DAY.today)) if (key.pk.endsWith(account)) due.push(key);
    const bodies = due.map((key) => JSON.stringify({ date: NEXT_DAY.today, ...key, catalogue: 1 }));
    const Records = bodies.map((body, index) => ({ messageId: String(index), body })) as never;
    expect(await rolloverWorker({ Records })).toEqual({ batchItemFailures: [] });
  }

  it('that goes to an order of 100 licences ends alike by the next roll-over', async () => {
    expect(await dieAtEveryWrite({ prepare: found, run: (putting) => put(putting), later: rollOverNextDay })).toBe(3);
    const putting = await found();
    await put(putting);
    expect((await loadPool(putting.account, type)).pool.total).toBe(100);
    expect((await loadPayment(putting.payment))?.unallocated.minor).toBe(500);
  });

  it('is not needed for an order that costs nothing: one that was left undelivered is gone on with', async () => {
    const { account } = await aCustomer(START);
    const free = { bill: undefined, total: money(0, 'EUR') };
    const order = await licenceOrder(account, START, [{ kind: 'licence', type, quantity: 50 }], free);
    const payment = paymentId('none', order.id);
    for (let run = 0; run < 2; run += 1) await rollOverNextDay({ account, order, payment });
    expect((await loadPool(account, type)).pool.total).toBe(50);
    expect(await requireOrder({ account, order: order.id })).toMatchObject({ status: 'paid', payments: [payment] });
    expect((await listInvoices(account, 10, { kind: 'system', id: 'test' })).invoices).toEqual([]);
  });

  it('that goes to an order in two steps, and is refunded where it is over, ends alike', async () => {
    const run = async (putting: Putting) => {
      const { payment } = putting;
      await put(putting, money(10_000, 'EUR'));
      await put(putting);
      await once(`refund ${payment}`, (also) =>
        recordRefund({ payment, actor, also } satisfies Allocation, 'OUT-1', START),
      );
    };
    expect(await dieAtEveryWrite({ prepare: found, run, later: rollOverNextDay })).toBe(5);
    const putting = await found();
    await run(putting);
    const payment = await loadPayment(putting.payment);
    expect(payment?.uses).toMatchObject([
      { kind: 'order', order: putting.order.id, amount: putting.order.total },
      { kind: 'refund', amount: { minor: 500 } },
    ]);
  });
});
