import type { Term, TermPlan } from '../../lib/domain/catalogue.ts';
import { MAX_QUANTITY, type TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { type Mistake, Refused } from '../../lib/domain/refusal.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import type { PageReply, PageRequest } from '../../lib/pages/http.ts';
import { sha256 } from '../../lib/runtime/hashes.ts';
import { placeOrder } from '../orders/place.ts';
import { previewOrder } from '../orders/preview.ts';
import { accountReply } from './account-page.ts';
import { chosenMethod } from './payment-choice.ts';

interface Wanted {
  readonly items: readonly TermItem[];
  readonly term?: Term;
}

/** Shows what licences and modules cost, or orders them. Sent twice from one page it is one order. (L4) */
export async function buyLicences(request: PageRequest, account: string, plan: TermPlan): Promise<PageReply> {
  const { form: entered, locale } = request;
  const { value, refused } = await orRefused(async () => {
    const wanted = requireWanted(entered, plan);
    if (entered['do'] === 'buy') return { url: await order(request, account, wanted) };
    const { body } = await previewOrder.call({ ...request.caller, path: { account }, body: wanted });
    return { preview: body };
  });
  if (refused !== undefined) {
    const problem = formProblem(refused, locale, { values: { most: MAX_QUANTITY } });
    return accountReply(request, account, { problem, licences: { entered, problem } });
  }
  if ('url' in value) return { redirect: value.url };
  return accountReply(request, account, { licences: { entered, preview: value.preview } });
}

/** What the form asks for. Errors: `request.invalid` for what is no number, and for nothing at all. */
function requireWanted(form: Readonly<Record<string, string>>, plan: TermPlan): Wanted {
  const types = plan.licenceTypes.map(({ id }) => ({ type: id, text: (form[`licence-${id}`] ?? '').trim() }));
  const filled = types.filter(({ text }) => !/^0*$/.test(text));
  const errors = filled.flatMap(({ type, text }): Mistake[] =>
    isQuantity(text) ? [] : [{ pointer: `/licence-${type}`, detail: 'must be a number' }],
  );
  if (errors.length > 0) throw new Refused('request.invalid', { errors });
  const items: TermItem[] = [
    ...filled.map(({ type, text }) => ({ kind: 'licence' as const, type, quantity: Number(text) })),
    ...plan.modules
      .filter(({ id }) => form[`module-${id}`] === 'yes')
      .map(({ id }) => ({ kind: 'module' as const, module: id })),
  ];
  if (items.length === 0) throw nothingWanted(plan);
  const term = plan.terms.find((months) => String(months) === form['term']);
  return { items, ...(term === undefined ? {} : { term }) };
}

function isQuantity(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= MAX_QUANTITY;
}

function nothingWanted({ licenceTypes }: TermPlan): Refused {
  const first = licenceTypes.find(({ retired }) => !retired);
  const errors = [{ pointer: first === undefined ? '/items' : `/licence-${first.id}`, detail: 'is missing' }];
  return new Refused('request.invalid', { errors, extra: { reason: 'none' } });
}

/** Where the customer pays. What is wanted and how it is paid is part of the key, so that choosing otherwise is another order. */
async function order(request: PageRequest, account: string, wanted: Wanted): Promise<string> {
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
