import type { PrepaidPlan } from '../../lib/domain/catalogue.ts';
import type { Money } from '../../lib/domain/money.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { readAmount } from '../../lib/pages/amounts.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { PageReply, PageRequest } from '../../lib/pages/http.ts';
import type { Preview } from '../../lib/pages/views/buy.ts';
import { placeOrder } from '../orders/place.ts';
import { previewOrder } from '../orders/preview.ts';
import { accountReply } from './account-page.ts';
import { chosenMethod } from './payment-choice.ts';

/** Shows what an amount buys and costs, or orders it. Sent twice from one page it is one order. (P6, P8) */
export async function buyCredit(request: PageRequest, account: string, plan: PrepaidPlan): Promise<PageReply> {
  const { form, locale } = request;
  const entered = form['preset'] ?? form['amount'] ?? '';
  const { value, refused } = await orRefused(async () => {
    const amount = requireAmount(entered, plan);
    if (form['do'] !== 'buy') return { preview: await preview(request, account, amount) };
    return { url: await order(request, account, amount) };
  });
  if (refused !== undefined) {
    const problem = formProblem(asAmountMistake(refused), locale, { values: { example: '144.00' } });
    return accountReply(request, account, { problem, buy: { entered, problem } });
  }
  return 'url' in value ? { redirect: value.url } : accountReply(request, account, { buy: value });
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

async function preview(request: PageRequest, account: string, amount: Money): Promise<Preview> {
  const body = { items: itemsFor(amount), payment_method: chosenMethod(request) };
  const { body: found } = await previewOrder.call({ ...request.caller, path: { account }, body });
  return { amount, bill: found, days: found.days, expiresOn: found.expires_on };
}

/** Where the customer pays. Amount and way are part of the key, so that going back and choosing otherwise is another order. */
async function order(request: PageRequest, account: string, amount: Money): Promise<string> {
  const method = chosenMethod(request);
  const { body } = await placeOrder.call({
    ...request.caller,
    path: { account },
    body: { items: itemsFor(amount), payment_method: method },
    idempotencyKey: `page-${request.form['order_key'] ?? ''}-${amount.minor}-${method}`,
  });
  return body.payment_url ?? `/account?${new URLSearchParams({ account, order: body.id })}`;
}
