import type * as z from 'zod';
import * as contract from '../../lib/contract/resellers.ts';
import type { PlainDate } from '../../lib/domain/dates.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { type Customer, type CustomerFilter, listCustomers as load } from '../../lib/store/customers-list.ts';
import { requireReseller } from '../../lib/store/resellers.ts';
import type { Key } from '../../lib/store/table.ts';

export const listCustomers = route(contract.listCustomers, async ({ path, query, catalogue }) => {
  const { organisation, plan, state, renews_before: renewsBefore, limit } = query;
  const filter: CustomerFilter = { organisation, plan, state, renewsBefore: renewsBefore as PlainDate | undefined };
  const list = `customers:${path.account}:${JSON.stringify(filter)}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  const reseller = await requireReseller(path.account);
  const { customers, last } = await load(reseller, { limit, filter, catalogue }, after);
  return { body: { items: customers.map(customerJson), next_cursor: await encodeCursor(list, last) } };
});

function customerJson({ account, since, subscription, pools }: Customer): z.input<typeof contract.customerSchema> {
  return {
    account: account.id,
    organisation: account.organisation,
    plan: subscription?.plan ?? account.plan,
    state: subscription?.state ?? 'none',
    term: subscription?.term ?? null,
    renews: subscription?.renews ?? false,
    renews_on: subscription?.period?.end ?? null,
    licences: pools.map(({ type, total, inUse }) => ({ type, total, in_use: inUse, free: total - inUse })),
    unpaid_order: subscription?.unpaid?.order ?? null,
    since,
  };
}
