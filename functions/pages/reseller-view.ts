import { id } from '../../lib/contract/shared.ts';
import { businessDate } from '../../lib/domain/dates.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { orRefused } from '../../lib/pages/form-problem.ts';
import type { PageRequest } from '../../lib/pages/http.ts';
import type { ResellerView } from '../../lib/pages/views/reseller.ts';
import { getReseller } from '../resellers/show.ts';
import { getAccountReseller } from '../resellers/show-of-account.ts';
import type { Standing } from './standing.ts';

/** The reseller whose page is asked for. Errors: `account.not-found`, also for what cannot be an account; as {@link getReseller}'s. */
export async function requireResellerOf({ caller }: PageRequest, account: string | undefined) {
  const parsed = id('acc').safeParse(account);
  if (!parsed.success) throw new Refused('account.not-found');
  const { body } = await getReseller.call({ ...caller, path: { account: parsed.data } });
  return body;
}

/** The reseller that manages an account; undefined for one without. */
export async function resellerView(
  request: PageRequest,
  { account, acting }: Standing,
): Promise<ResellerView | undefined> {
  if (account.managedBy === undefined) return undefined;
  const call = { ...request.caller, path: { account: account.id } };
  const { value, refused } = await orRefused(() => getAccountReseller.call(call));
  if (refused !== undefined && refused.code !== 'reseller.none') throw refused;
  if (value === undefined) return undefined;
  const since = businessDate(value.body.since, request.catalogue.billingTimeZone);
  return { reseller: value.body, since, isActing: acting !== undefined };
}
