import { findPlan, type Plan, type PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { Money } from '../../lib/domain/money.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { type MessageKey, message } from '../../lib/messages/messages.ts';
import { readAmount } from '../../lib/pages/amounts.ts';
import { notice } from '../../lib/pages/components.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { Html } from '../../lib/pages/html.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { goTo } from '../../lib/pages/redirects.ts';
import { orderNews } from '../../lib/pages/views/order-news.ts';
import { activateAccount } from '../accounts/activate.ts';
import { placeOrder } from '../orders/place.ts';
import { previewOrder } from '../orders/preview.ts';
import { getOrder } from '../orders/read.ts';
import { accountReply, membershipsOf } from './account-page.ts';
import { buyLicences } from './buy-licences.ts';

export const showAccount = page('showAccount', async (request): Promise<PageReply> => {
  const { query, identity } = request;
  const chosen = query['account'];
  if (identity.user === undefined) {
    const parameters = new URLSearchParams(chosen === undefined ? {} : { account: chosen }).toString();
    const next = parameters === '' ? '/account' : `/account?${parameters}`;
    return { redirect: `/sign-in?${new URLSearchParams({ next })}` };
  }
  return accountReply(request, chosen, { news: await newsOf(request, chosen) });
});

const news: Readonly<Record<string, MessageKey>> = {
  activated: 'page.activate.done',
  'trial-started': 'page.trial.done',
  'invitation-accepted': 'page.invitation.done-signed-in',
  'invitation-accepted-inactive': 'page.invitation.done-inactive',
};

async function newsOf(request: PageRequest, account: string | undefined): Promise<Html | undefined> {
  const { query, locale } = request;
  const key = news[query['news'] ?? ''];
  if (key !== undefined) return notice(message(locale, key));
  const order = query['order'];
  if (account === undefined || order === undefined) return undefined;
  const { value } = await orRefused(() => getOrder.call({ ...request.caller, path: { account, order } }));
  return value && orderNews(request, value.body);
}

export const submitActivation = page('submitActivation', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const { refused } = await orRefused(() => activateAccount.call({ ...request.caller, path: { account } }));
  if (refused === undefined) {
    const { kind } = await planOf(request, account);
    return goTo(request, '/account', { account, news: kind === 'term' ? 'trial-started' : 'activated' });
  }
  return accountReply(request, account, { problem: formProblem(refused, request.locale) });
});

export const submitPurchase = page('submitPurchase', async (request): Promise<PageReply> => {
  const account = request.form['account'] ?? '';
  const plan = await planOf(request, account);
  return plan.kind === 'term' ? buyLicences(request, account, plan) : buyCredit(request, account, plan);
});

/** Shows what an amount buys, or orders it. Sent twice from one page it is one order. (P6, P8) */
async function buyCredit(request: PageRequest, account: string, plan: PrepaidPlan): Promise<PageReply> {
  const { form, locale } = request;
  const entered = form['preset'] ?? form['amount'] ?? '';
  const { value, refused } = await orRefused(async () => {
    const amount = requireAmount(entered, plan);
    if (form['do'] !== 'buy') return preview(request, account, amount);
    return { url: await order(request, account, amount) };
  });
  if (refused !== undefined) {
    const problem = formProblem(asAmountMistake(refused), locale, undefined, { example: '144.00' });
    return accountReply(request, account, { problem, buy: { entered, problem } });
  }
  return 'url' in value ? { redirect: value.url } : accountReply(request, account, { buy: { preview: value } });
}

async function planOf(request: PageRequest, account: string): Promise<Plan> {
  const found = (await membershipsOf(request)).find((membership) => membership.account.id === account);
  const plan = found && findPlan(request.catalogue, found.account.plan);
  if (plan === undefined) throw new Refused('account.not-found');
  return plan;
}

function requireAmount(entered: string, plan: PrepaidPlan): Money {
  const amount = readAmount(entered, plan.currency);
  if (amount !== undefined) return amount;
  throw new Refused('request.invalid', { errors: [{ pointer: '/amount', detail: 'must be an amount' }] });
}

/** Whatever is wrong with the amount belongs to its field. */
function asAmountMistake(refused: Refused): Refused {
  if (refused.code !== 'credit.amount-out-of-range') return refused;
  return new Refused(refused.code, { ...refused.facts, errors: [{ pointer: '/amount', detail: 'is out of range' }] });
}

const itemsFor = ({ minor, currency }: Money) => [{ kind: 'credit', amount: { amount: minor, currency } }];

async function preview(request: PageRequest, account: string, amount: Money) {
  const body = { items: itemsFor(amount) };
  const { body: found } = await previewOrder.call({ ...request.caller, path: { account }, body });
  return { amount, days: found.days, expiresOn: found.expires_on };
}

/** Where the customer pays. The amount is part of the key, so that going back and choosing another one is another order. */
async function order(request: PageRequest, account: string, amount: Money): Promise<string> {
  const reply = await placeOrder.call({
    ...request.caller,
    path: { account },
    body: { items: itemsFor(amount), payment_method: 'card' },
    idempotencyKey: `page-${request.form['order_key'] ?? ''}-${amount.minor}`,
  });
  const { id, payment_url: url } = reply.body;
  return url ?? `/account?${new URLSearchParams({ account: account as AccountId, order: id })}`;
}
