import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { MAX_QUANTITY } from '../../lib/domain/licences/price-term-order.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { PageReply, PageRequest } from '../../lib/pages/http.ts';
import { sha256 } from '../../lib/runtime/hashes.ts';
import { placeOrder } from '../orders/place.ts';
import { previewOrder } from '../orders/preview.ts';
import { accountReply } from './account-page.ts';
import { chosenMethod } from './payment-choice.ts';
import { inFields, requireWanted } from './term-order-form.ts';

/** Shows what licences, modules and packs cost, or orders them. Sent twice from one page it is one order. (L4, U1) */
export async function buyLicences(request: PageRequest, account: string, plan: TermPlan): Promise<PageReply> {
  const { form: entered, locale } = request;
  const { value, refused } = await orRefused(() => previewOrBuy(request, account, plan));
  if (refused !== undefined) {
    const problem = formProblem(refused, locale, { values: { most: MAX_QUANTITY } });
    return accountReply(request, account, { problem, licences: { entered, problem } });
  }
  if ('url' in value) return { redirect: value.url };
  return accountReply(request, account, { licences: { entered, preview: value.preview } });
}

/** Errors: as the order's own, each with the field of this form that it is about. */
async function previewOrBuy(request: PageRequest, account: string, plan: TermPlan) {
  const { form } = request;
  const wanted = requireWanted(form, plan);
  const { wishes, ...term } = wanted;
  const body = { items: wishes.map(({ item }) => item), ...term };
  try {
    if (form['do'] === 'buy') return { url: await order(request, account, body) };
    return { preview: (await previewOrder.call({ ...request.caller, path: { account }, body })).body };
  } catch (error) {
    throw error instanceof Refused ? inFields(error, wanted, plan) : error;
  }
}

/** Where the customer pays. What is wanted and how it is paid is part of the key, so that choosing otherwise is another order. */
async function order(request: PageRequest, account: string, wanted: object): Promise<string> {
  const body = { ...wanted, payment_method: chosenMethod(request) };
  const key = sha256(JSON.stringify(body)).slice(0, 32);
  const reply = await placeOrder.call({
    ...request.caller,
    path: { account },
    body,
    idempotencyKey: `page-${request.form['order_key'] ?? ''}-${key}`,
  });
  const { id, payment_url: url } = reply.body;
  return url ?? `/account?${new URLSearchParams({ account, order: id })}`;
}
