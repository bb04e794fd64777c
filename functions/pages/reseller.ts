import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { withdrawReseller } from '../resellers/withdraw.ts';
import { accountReply } from './account-page.ts';
import { requireStanding } from './standing.ts';

/** The customer ends the access of its reseller, or the reseller gives the customer up. (R5) */
export const submitResellerWithdrawal = page('submitResellerWithdrawal', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const { acting } = await requireStanding(request, account);
  const { refused } = await orRefused(() => withdrawReseller.call({ ...request.caller, path: { account } }));
  if (refused !== undefined) return accountReply(request, account, { problem: formProblem(refused, request.locale) });
  if (acting !== undefined) return goTo(request, '/customers', { account: acting.reseller, news: 'given-up' });
  return goTo(request, '/account', { account, news: 'reseller-withdrawn' });
});
