import { pointingElsewhere, type Refused } from '../../lib/domain/refusal.ts';
import { message } from '../../lib/messages/messages.ts';
import { formProblem, orRefused } from '../../lib/pages/form-problem.ts';
import { type PageReply, type PageRequest, page } from '../../lib/pages/http.ts';
import { toSignIn } from '../../lib/pages/redirects.ts';
import {
  type CustomerFilters,
  type CustomersView,
  customerFilters,
  customersView,
} from '../../lib/pages/views/customers.ts';
import { listCustomers } from '../resellers/list-customers.ts';
import { requireResellerOf } from './reseller-view.ts';

/** A reseller's customers, filtered and page by page. (R5) */
export const showCustomers = page('showCustomers', async (request): Promise<PageReply> => {
  const { query, identity, locale } = request;
  const account = query['account'] ?? '';
  if (identity.user === undefined) return toSignIn('/customers', { account });
  const reseller = await requireResellerOf(request, account);
  const filters = filtersOf(request);
  const found = await orRefused(() => listed(request, account, filters));
  const problem = found.refused && formProblem(inFields(found.refused), locale);
  const view: CustomersView = {
    reseller,
    plans: request.catalogue.plans,
    filters,
    rows: found.value?.items ?? [],
    next: found.value?.next_cursor ?? null,
    isFirstPage: query['cursor'] === undefined,
    news: query['news'] === 'given-up' ? message(locale, 'page.customers.given-up') : undefined,
    problem,
  };
  return { html: customersView(request, view), status: problem?.status ?? 200 };
});

function filtersOf({ query }: PageRequest): CustomerFilters {
  const filled = customerFilters.map((name) => [name, (query[name] ?? '').trim()] as const);
  return Object.fromEntries(filled.filter(([, text]) => text !== ''));
}

/** The mistakes with the filters they are in, which the API has in the query. */
function inFields(refused: Refused): Refused {
  return pointingElsewhere(refused, (pointer) => pointer.replace(/^\/query/, ''));
}

async function listed(request: PageRequest, account: string, filters: CustomerFilters) {
  const cursor = request.query['cursor'];
  const query = { ...filters, ...(cursor === undefined ? {} : { cursor }) };
  const { body } = await listCustomers.call({ ...request.caller, path: { account }, query });
  return body;
}
