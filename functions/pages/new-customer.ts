import type { TermPlan } from '../../lib/domain/catalogue.ts';
import { MAX_QUANTITY, type TermItem } from '../../lib/domain/licences/price-term-order.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { message } from '../../lib/messages/messages.ts';
import { type FormProblem, formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { toSignIn } from '../../lib/pages/redirects.ts';
import { type NewCustomerView, newCustomerView } from '../../lib/pages/views/new-customer.ts';
import { randomSecret } from '../../lib/runtime/ids.ts';
import { createCustomer } from '../resellers/create-customer.ts';
import { previewCustomer } from '../resellers/preview-customer.ts';
import { withCountryNames } from './billing.ts';
import { chosenMethod, paymentChoice } from './payment-choice.ts';
import { requireResellerOf } from './reseller-view.ts';
import { inFields, requireWanted, type Wanted } from './term-order-form.ts';

export const showNewCustomer = page('showNewCustomer', async (request): Promise<PageReply> => {
  const { account = '', plan } = request.query;
  if (request.identity.user === undefined)
    return toSignIn('/customers/new', { account, ...(plan === undefined ? {} : { plan }) });
  return reply(request, account, plan);
});

/** Shows what a customer's first order costs, or adds the customer. Sent twice from one page it is one customer. (R1) */
export const submitNewCustomer = page('submitNewCustomer', async (request): Promise<PageReply> => {
  const { form: entered } = request;
  const { account = '', plan } = entered;
  const { value, refused } = await orRefused(() => previewOrAdd(request, account));
  if (refused !== undefined) return reply(request, account, plan, { entered, problem: problemOf(request, refused) });
  if (typeof value === 'string') return { redirect: value };
  return reply(request, account, plan, { entered, preview: value });
});

function resoldPlans({ catalogue }: PageRequest): TermPlan[] {
  return catalogue.plans.filter((plan): plan is TermPlan => plan.kind === 'term' && plan.resale && !plan.retired);
}

/** Errors: as the route's own, each with the field of this form that it is about. */
async function previewOrAdd(request: PageRequest, account: string) {
  const { form, caller } = request;
  const plan = resoldPlans(request).find(({ id }) => id === form['plan']);
  if (plan === undefined) throw new Refused('plan.not-for-resale');
  const wanted = requireWanted(form, plan);
  const body = bodyOf(request, plan, wanted);
  try {
    if (form['do'] !== 'buy') return (await previewCustomer.call({ ...caller, path: { account }, body })).body;
    const idempotencyKey = `page-${form['order_key'] ?? ''}`;
    const { customer, order } = (await createCustomer.call({ ...caller, path: { account }, body, idempotencyKey }))
      .body;
    return order.payment_url ?? `/account?${new URLSearchParams({ account: customer.id, order: order.id })}`;
  } catch (error) {
    throw error instanceof Refused ? inFields(error, wanted, plan) : error;
  }
}

function bodyOf(request: PageRequest, plan: TermPlan, { wishes, term }: Wanted) {
  const { form } = request;
  const items = wishes.map(({ item }) => item);
  const filled = ['country', 'vat_number'].map((name) => [name, (form[name] ?? '').trim()] as const);
  return {
    organisation: form['organisation'] ?? '',
    plan: plan.id,
    licences: ofKind(items, 'licence').map(({ type, quantity }) => ({ type, quantity })),
    modules: ofKind(items, 'module').map(({ module }) => module),
    packs: ofKind(items, 'pack').map(({ kind: _, ...pack }) => pack),
    ...(term === undefined ? {} : { term }),
    ...Object.fromEntries(filled.filter(([, text]) => text !== '')),
    payment_method: chosenMethod(request),
  };
}

function ofKind<K extends TermItem['kind']>(items: readonly TermItem[], kind: K) {
  return items.filter((item): item is Extract<TermItem, { kind: K }> => item.kind === kind);
}

/** A form that was sent, corrected and sent again must not add the customer twice. */
function problemOf({ locale, form }: PageRequest, refused: Refused): FormProblem {
  const problem = formProblem(withCountryNames(refused, locale), locale, { values: { most: MAX_QUANTITY } });
  if (refused.code !== 'idempotency.key-reused') return problem;
  const link = { href: `/customers?account=${form['account'] ?? ''}`, label: message(locale, 'page.customers.title') };
  const detail = message(locale, 'page.new-customer.again');
  return { ...problem, summary: { title: message(locale, 'page.new-customer.again-title'), detail, link } };
}

async function reply(
  request: PageRequest,
  account: string,
  wantedPlan: string | undefined,
  extras: Pick<NewCustomerView, 'entered' | 'preview' | 'problem'> = {},
): Promise<PageReply> {
  const reseller = await requireResellerOf(request, account);
  const plans = resoldPlans(request);
  const html = newCustomerView(request, {
    reseller,
    plans,
    plan: plans.find(({ id }) => id === wantedPlan) ?? plans[0],
    payment: paymentChoice(request),
    assumedCountry: request.catalogue.seller.country,
    // A form that comes back is still the same one, so that it adds one customer however often it is sent.
    orderKey: request.form['order_key'] ?? randomSecret(),
    runningTerm: undefined,
    modules: [],
    packs: [],
    today: request.today,
    ...extras,
  });
  return { html, status: extras.problem?.status ?? 200 };
}
