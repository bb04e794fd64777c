import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../functions/resellers/create-customer.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import resoldLicences from '../../lib/catalogue/vendors/resold-licences.json' with { type: 'json' };
import type { AccountId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Identity } from '../../lib/runtime/authenticate.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { requireAccount } from '../../lib/store/accounts.ts';
import { commitCatalogue } from '../../lib/store/catalogue.ts';
import { listCustomers } from '../../lib/store/customers-list.ts';
import { isOutdated } from '../../lib/store/deliveries.ts';
import { loadPool } from '../../lib/store/licences.ts';
import { listOrders } from '../../lib/store/orders.ts';
import { deliverDue, requireOrder } from '../../lib/store/payments.ts';
import { appointReseller, changeDiscount, endReseller, requireReseller } from '../../lib/store/resellers.ts';
import { documentClient, transact } from '../../lib/store/table.ts';
import { aCustomer } from '../support/buying.ts';
import { dieAtEveryWrite } from '../support/crashes.ts';
import { injectFaults } from '../support/faults.ts';
import { momentOn } from '../support/heads.ts';
import { useOwnTable } from '../support/own-dynamodb.ts';

const parsed = parseCatalogue(resoldLicences);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const { document } = parsed;
const START = momentOn('2026-01-15', toCatalogue(document, 1));
const operator = { kind: 'operator', id: 'key_TEST' } as const;

let table: Awaited<ReturnType<typeof useOwnTable>>;
beforeAll(async () => {
  table = await useOwnTable();
  replaceClock({ nowMs: () => Date.parse(START.now) });
  await commitCatalogue(document, 0, START.now);
});
afterAll(() => table.clean());

interface Opening {
  /** The reseller's until the customer's is known. */
  account: AccountId;
  readonly reseller: AccountId;
  readonly identity: Identity;
}

async function aReseller(discount = 2000): Promise<Opening> {
  const { account, owner } = await aCustomer(START);
  const { writes } = appointReseller(await requireAccount(account), discount, { actor: operator, now: START.now });
  await transact(writes);
  return { account, reseller: account, identity: { actor: { kind: 'user', id: `usr_${owner.slice(4)}` } } };
}

async function open(opening: Opening, idempotencyKey = 'once', changes: object = {}) {
  const body = { organisation: 'Example', plan: 'business', licences: [{ type: 'member', quantity: 3 }], ...changes };
  const { identity, reseller } = opening;
  const call = { identity, path: { account: reseller }, body, idempotencyKey, sourceIp: '192.0.2.1' };
  const reply = await createCustomer.call(call);
  opening.account = reply.body.customer.id;
  return reply;
}

async function customersOf({ reseller }: Opening): Promise<string[]> {
  const wanted = { limit: 100, filter: {}, catalogue: START.catalogue };
  const { customers } = await listCustomers(await requireReseller(reseller), wanted);
  return customers.map(({ account }) => account.id);
}

/** Does something just before a request is sent to the table, once. */
function meanwhile(operation: string, work: () => Promise<unknown>): () => void {
  let isDone = false;
  documentClient().middlewareStack.add(
    (next, context) => async (args) => {
      if (!isDone && context.commandName === operation) {
        isDone = true;
        await work();
      }
      return next(args);
    },
    { step: 'initialize', name: 'meanwhile' },
  );
  return () => {
    documentClient().middlewareStack.remove('meanwhile');
  };
}

describe('R1: a customer is opened once, when the process dies before or after any write', () => {
  it('in one write: account, order and all', async () => {
    expect(await dieAtEveryWrite({ prepare: () => aReseller(), run: (opening) => open(opening) })).toBe(1);
  });

  it('in two where it costs nothing and is delivered at once', async () => {
    const writes = await dieAtEveryWrite({
      prepare: () => aReseller(10_000),
      run: (opening) => open(opening),
      later: async ({ account }) => {
        const { licences } = await delivered(account);
        expect(licences).toBe(3);
      },
    });
    expect(writes).toBe(2);
  });

  it('whose answer is lost, and asked for again, is the same customer', async () => {
    const opening = await aReseller();
    const stop = injectFaults(({ write }) => (write === 1 ? 'lost-response' : 'none'));
    const first = await open(opening).finally(stop);
    const again = await open(opening);
    expect(again.body).toEqual(first.body);
    expect(again.headers).toEqual({ 'idempotency-replayed': 'true' });
    expect(await customersOf(opening)).toEqual([first.body.customer.id]);
  });
});

/** What a free order left undelivered when the process died, the roll-over brings. */
async function delivered(account: AccountId): Promise<{ licences: number }> {
  const { orders } = await listOrders(account, 10, async (order) => order);
  for (const { id } of orders) await deliverDue({ account, order: id }, START);
  return { licences: (await loadPool(account, 'member')).pool.total };
}

describe('R1: customers that are opened at once', () => {
  it('with one key are one: the others get its answer, or are told to wait', async () => {
    const opening = await aReseller();
    const replies = await Promise.allSettled(Array.from({ length: 6 }, () => open({ ...opening })));
    const ids = replies.flatMap((reply) => (reply.status === 'fulfilled' ? [reply.value.body.customer.id] : []));
    for (const reply of replies)
      if (reply.status === 'rejected') expect((reply.reason as Refused).code).toBe('idempotency.in-flight');
    expect(ids.length).toBeGreaterThan(0);
    expect(await customersOf(opening)).toEqual([...new Set(ids)]);
    expect(new Set(ids).size).toBe(1);
  });

  it('with keys of their own are as many', async () => {
    const opening = await aReseller();
    const replies = await Promise.all(['a', 'b', 'c', 'd'].map((key) => open({ ...opening }, key)));
    expect((await customersOf(opening)).toSorted()).toEqual(replies.map(({ body }) => body.customer.id).toSorted());
  });

  it('with one external id: the one that is later is refused', async () => {
    const opening = { ...(await aReseller()), identity: { actor: operator } };
    const tries = ['a', 'b'].map((key) => open({ ...opening }, key, { external_id: 'crm-1' }));
    const replies = await Promise.allSettled(tries);
    const codes = replies.map((reply) => (reply.status === 'rejected' ? (reply.reason as Refused).code : 'opened'));
    expect(codes.toSorted()).toEqual(['account.external-id-taken', 'opened']);
    expect(await customersOf(opening)).toHaveLength(1);
  });

  it('with the same key for another customer are refused', async () => {
    const opening = await aReseller();
    await open(opening);
    const other = open(opening, 'once', { organisation: 'Example Other' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency.key-reused' });
    expect(await customersOf(opening)).toHaveLength(1);
  });
});

describe('R1, R5: a reseller that changes while it opens a customer', () => {
  it('opens none once it was ended', async () => {
    const opening = await aReseller();
    const end = async () => {
      stop();
      await transact(endReseller(await requireReseller(opening.reseller), { actor: operator, now: START.now }));
    };
    const stop = meanwhile('TransactWriteItemsCommand', end);
    const refused = await open(opening).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).code).toBe('reseller.not-found');
  });

  it('orders at a discount that no longer holds, and so is asked to order anew', async () => {
    const opening = await aReseller();
    const change = async () => {
      stop();
      const reseller = await requireReseller(opening.reseller);
      await transact(changeDiscount(reseller, 1000, { actor: operator, now: START.now }).writes);
    };
    const stop = meanwhile('TransactWriteItemsCommand', change);
    const { body } = await open(opening);
    expect(await isOutdated(await requireOrder({ account: body.customer.id, order: body.order.id }))).toBe(true);
  });
});
