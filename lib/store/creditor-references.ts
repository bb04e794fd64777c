import type { AccountId, OrderId } from '../domain/ids.ts';
import { keys } from './keys.ts';
import { get, putOnce, type Write } from './table.ts';

/** Keeps a creditor reference for one order for ever; fails with the label `reference` when it is taken. */
export function claimReference(reference: string, account: AccountId, order: OrderId): Write {
  return putOnce('reference', {
    ...keys.creditorReference(reference),
    type: 'creditor-reference',
    v: 1,
    account,
    order,
  });
}

/** The order that a transfer's reference means, whoever sent it. */
export async function findByReference(
  reference: string,
): Promise<{ readonly account: AccountId; readonly order: OrderId } | undefined> {
  const item = await get(keys.creditorReference(reference));
  if (item === undefined) return undefined;
  return { account: item['account'] as AccountId, order: item['order'] as OrderId };
}
