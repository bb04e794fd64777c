import type * as z from 'zod';
import type { customerSchema } from '../../contract/resellers.ts';
import type { Plan } from '../../domain/catalogue.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, field, notice, select } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';
import { stateBadge, states } from './subscription.ts';

export type CustomerJson = z.output<typeof customerSchema>;

/** The filters of the list, named as the API names them. */
export const customerFilters = ['organisation', 'plan', 'state', 'renews_before'] as const;
export type CustomerFilters = Partial<Record<(typeof customerFilters)[number], string>>;

export interface CustomersView {
  readonly reseller: { readonly account: string; readonly organisation: string; readonly discount_percent: string };
  readonly plans: readonly Plan[];
  readonly filters: CustomerFilters;
  readonly rows: readonly CustomerJson[];
  /** Where the next page begins. */
  readonly next: string | null;
  readonly isFirstPage: boolean;
  readonly news?: string | undefined;
  readonly problem?: FormProblem | undefined;
}

/** A reseller's customers with what it must not miss of each, and the way to act on them. (R2, R5) */
export function customersView(frame: Frame, view: CustomersView): Html {
  const { locale } = frame;
  const { account, organisation, discount_percent: percent } = view.reseller;
  const title = message(locale, 'page.customers.of', { reseller: organisation });
  return layout(frame, {
    title: view.problem === undefined ? title : message(locale, 'page.title-mistake', { title }),
    width: 'wide',
    main: html`${errorSummary(view.problem?.summary)}
      ${notice(view.news)}
      <div class="heading">
        <div><h1>${title}</h1>
          <p class="soft"><a href="/account?account=${account}">${message(locale, 'page.customers.to-account', { reseller: organisation })}</a></p></div>
        <a class="button" href="/customers/new?account=${account}">${message(locale, 'page.customers.new')}</a>
      </div>
      <p>${message(locale, 'page.customers.intro', { percent })}</p>
      ${filterForm(locale, view)}
      <section class="panel" id="customers" aria-labelledby="customers-title">
        <h2 id="customers-title">${message(locale, 'page.customers.title')}</h2>
        ${view.rows.length === 0 ? html`<p class="soft">${message(locale, isFiltered(view) ? 'page.customers.none-found' : 'page.customers.none')}</p>` : table(locale, view)}
        ${pages(locale, view)}
      </section>`,
  });
}

function isFiltered({ filters }: CustomersView): boolean {
  return Object.keys(filters).length > 0;
}

function filterForm(locale: Locale, view: CustomersView): Html {
  const { filters, problem, reseller } = view;
  const plans = view.plans.map(({ id, name }) => ({ value: id, label: name }));
  const any = (key: 'page.customers.any-plan' | 'page.customers.any-state') => ({
    value: '',
    label: message(locale, key),
  });
  const chosen = (name: (typeof customerFilters)[number]) => ({
    name,
    value: filters[name] ?? '',
    mistake: problem?.mistakes[name],
    optional: true,
  });
  return html`<form method="get" action="/customers" class="panel" aria-label="${message(locale, 'page.customers.filter')}">
      <input type="hidden" name="account" value="${reseller.account}">
      <div class="row">
        ${field({ ...chosen('organisation'), label: message(locale, 'page.customers.organisation'), hint: message(locale, 'page.customers.organisation-hint'), autocomplete: 'off', maxLength: 120 })}
        ${select({ ...chosen('plan'), label: message(locale, 'page.customers.plan'), options: [any('page.customers.any-plan'), ...plans] })}
        ${select({ ...chosen('state'), label: message(locale, 'page.customers.state'), options: [any('page.customers.any-state'), ...states.map((value) => ({ value, label: message(locale, `page.subscription.state.${value}`) }))] })}
        ${field({ ...chosen('renews_before'), type: 'date', label: message(locale, 'page.customers.renews-before') })}
        <button type="submit" class="second">${message(locale, 'page.customers.filter-submit')}</button>
        ${isFiltered(view) && html`<a class="second" href="/customers?account=${reseller.account}">${message(locale, 'page.customers.filter-all')}</a>`}
      </div>
    </form>`;
}

function table(locale: Locale, { rows, plans }: CustomersView): Html {
  const head = {
    organisation: message(locale, 'page.customers.organisation'),
    plan: message(locale, 'page.customers.plan'),
    state: message(locale, 'page.customers.state'),
    renewal: message(locale, 'page.customers.renewal'),
    licences: message(locale, 'page.customers.licences'),
  };
  return html`<table class="members">
        <caption class="visually-hidden">${message(locale, 'page.customers.caption')}</caption>
        <thead><tr>${Object.values(head).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => {
          const plan = plans.find(({ id }) => id === row.plan);
          return html`
          <tr>
            <td data-head="${head.organisation}"><a href="/account?account=${row.account}">${row.organisation}</a></td>
            <td data-head="${head.plan}">${plan?.name ?? row.plan}</td>
            <td data-head="${head.state}">${stateBadge(locale, row.state)}</td>
            <td data-head="${head.renewal}">${renewal(locale, row)}</td>
            <td data-head="${head.licences}"><span>${licences(locale, row, plan)}</span></td>
          </tr>`;
        })}
        </tbody>
      </table>`;
}

function renewal(locale: Locale, { renews, renews_on: date }: CustomerJson): string {
  if (date === null) return message(locale, 'page.customers.no-renewal');
  return renews ? dateText(locale, date) : message(locale, 'page.customers.ends-on', { date: dateText(locale, date) });
}

function licences(locale: Locale, { licences: pools }: CustomerJson, plan: Plan | undefined): Html {
  const types = plan?.kind === 'term' ? plan.licenceTypes : [];
  const texts = pools
    .filter(({ total }) => total > 0)
    .map(({ type, in_use: used, total }) =>
      message(locale, 'page.customers.licence', {
        used,
        total,
        type: types.find(({ id }) => id === type)?.name ?? type,
      }),
    );
  if (texts.length === 0) return html`${message(locale, 'page.customers.no-licences')}`;
  return html`${texts.map((text, index) => html`${index > 0 && html`<br>`}${text}`)}`;
}

function pages(locale: Locale, { reseller, filters, next, isFirstPage }: CustomersView): Html {
  const link = (more: Record<string, string>, key: 'page.customers.more' | 'page.customers.first') =>
    html`<p><a href="/customers?${String(new URLSearchParams({ account: reseller.account, ...filters, ...more }))}">${message(locale, key)}</a></p>`;
  return html`${!isFirstPage && link({}, 'page.customers.first')}
    ${next !== null && link({ cursor: next }, 'page.customers.more')}`;
}
