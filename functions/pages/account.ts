import { id } from '../../lib/contract/shared.ts';
import { type MessageKey, message } from '../../lib/messages/messages.ts';
import { notice } from '../../lib/pages/components.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo, toSignIn } from '../../lib/pages/redirects.ts';
import { numberText } from '../../lib/pages/views/buyer.ts';
import { orderNews } from '../../lib/pages/views/order-news.ts';
import { activateAccount } from '../accounts/activate.ts';
import { getOrder } from '../orders/read.ts';
import { accountReply } from './account-page.ts';
import { buyCredit } from './buy-credit.ts';
import { buyLicences } from './buy-licences.ts';
import { buyerView } from './buyer-view.ts';
import { planOf, standingIn } from './standing.ts';

export const showAccount = page('showAccount', async (request): Promise<PageReply> => {
  const { query, identity } = request;
  const { account: chosen, ticket } = query;
  // The e-mails about a ticket lead here.
  if (chosen !== undefined && ticket !== undefined && isTicket(ticket))
    return goTo(request, `/account/support/${ticket}`, { account: chosen });
  if (identity.user === undefined) {
    return toSignIn('/account', chosen === undefined ? {} : { account: chosen });
  }
  return accountReply(request, chosen, { news: await newsOf(request, chosen) });
});

const isTicket = (text: string) => id('tkt').safeParse(text).success;

const news: Readonly<Record<string, MessageKey>> = {
  activated: 'page.activate.done',
  'trial-started': 'page.trial.done',
  'renewal-off': 'page.renewal.switched-off',
  'renewal-on': 'page.renewal.switched-on',
  cancelled: 'page.cancellation.done',
  'cancellation-undone': 'page.cancellation.undone',
  'removal-scheduled': 'page.removal.scheduled',
  'change-undone': 'page.removal.undone',
  'change-gone': 'page.removal.gone',
  'member-added': 'page.members.added',
  'member-changed': 'page.members.changed',
  'reseller-withdrawn': 'page.reseller.withdrawn',
  'training-booked': 'page.trainings.booked',
  'training-cancelled': 'page.trainings.booking-cancelled',
  'invitation-accepted': 'page.invitation.done-signed-in',
  'invitation-accepted-inactive': 'page.invitation.done-inactive',
};

async function newsOf(request: PageRequest, account: string | undefined): Promise<Html | undefined> {
  const { query, locale } = request;
  const key = news[query['news'] ?? ''];
  if (key !== undefined) return notice(message(locale, key));
  if (account === undefined) return undefined;
  if (query['news'] === 'billing-saved') return billingNews(request, account, 'page.billing.saved');
  if (query['news'] === 'vat-number-checked') return billingNews(request, account, 'page.vat-number.checked');
  return newsOfOrder(request, account, query['order']);
}

async function newsOfOrder(request: PageRequest, account: string, order: string | undefined) {
  if (order === undefined) return undefined;
  const { value } = await orRefused(() => getOrder.call({ ...request.caller, path: { account, order } }));
  if (value === undefined) return undefined;
  const { body } = value;
  return orderNews(request, body);
}

/** What was done, and for a VAT number what that brought. (T3) */
async function billingNews(request: PageRequest, account: string, key: MessageKey): Promise<Html | undefined> {
  const { locale } = request;
  const standing = await standingIn(request, account);
  if (standing === undefined) return undefined;
  const buyer = buyerView(request, standing.account, planOf(request, standing));
  const { state } = buyer.number;
  const text = message(locale, key);
  if (state === 'none') return notice(text);
  return notice(`${text} ${numberText(locale, buyer)}`, state === 'valid' ? 'good' : 'warning');
}

export const submitActivation = page('submitActivation', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const { refused } = await orRefused(() => activateAccount.call({ ...request.caller, path: { account } }));
  if (refused === undefined) {
    const { kind } = planOf(request, await standingIn(request, account));
    return goTo(request, '/account', { account, news: kind === 'term' ? 'trial-started' : 'activated' });
  }
  return accountReply(request, account, { problem: formProblem(refused, request.locale) });
});

export const submitPurchase = page('submitPurchase', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const plan = planOf(request, await standingIn(request, account));
  return plan.kind === 'term' ? buyLicences(request, account, plan) : buyCredit(request, account, plan);
});
