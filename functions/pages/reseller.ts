import { businessDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import type { ResellerView } from '../../lib/pages/views/reseller.ts';
import { getAccountReseller } from '../resellers/show-of-account.ts';
import { withdrawReseller } from '../resellers/withdraw.ts';
import { accountReply } from './account-page.ts';
import { requireStanding, type Standing } from './standing.ts';

/** The reseller that manages an account; undefined for one without. */
export async function resellerView(
  request: PageRequest,
  { account, acting }: Standing,
): Promise<ResellerView | undefined> {
  if (account.managedBy === undefined) return undefined;
  const call = { ...request.caller, path: { account: account.id as AccountId } };
  const { value, refused } = await orRefused(() => getAccountReseller.call(call));
  if (refused !== undefined && refused.code !== 'reseller.none') throw refused;
  if (value === undefined) return undefined;
  const since = businessDate(value.body.since, request.catalogue.billingTimeZone);
  return { reseller: value.body, since, isActing: acting !== undefined };
}

/** The customer ends the access of its reseller, or the reseller gives the customer up. (R5) */
export const submitResellerWithdrawal = page('submitResellerWithdrawal', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const { acting } = await requireStanding(request, account);
  const { refused } = await orRefused(() => withdrawReseller.call({ ...request.caller, path: { account } }));
  if (refused !== undefined) return accountReply(request, account, { problem: formProblem(refused, request.locale) });
  if (acting !== undefined) return goTo(request, '/customers', { account: acting.reseller, news: 'given-up' });
  return goTo(request, '/account', { account, news: 'reseller-withdrawn' });
});
