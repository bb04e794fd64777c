import type * as z from 'zod';
import type { MoneyJson } from '../../contract/shared.ts';
import type { getSubscription } from '../../contract/subscription.ts';
import type { getUsage } from '../../contract/usage.ts';
import type { Catalogue, TermPlan } from '../../domain/catalogue.ts';
import { addDays, type PlainDate } from '../../domain/dates.ts';
import type { PaymentMethod } from '../../domain/invoices/invoice.ts';
import { isUnpaid } from '../../domain/licences/subscription.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { submit } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';
import { packText } from './held-packs.ts';
import { type InvoiceJson, invoiceFile } from './invoices.ts';
import { renewalControls } from './renewal-controls.ts';
import { scheduledChanges } from './scheduled-changes.ts';

export type SubscriptionJson = z.output<typeof getSubscription.response.schema>;

export interface SubscriptionView {
  readonly subscription: SubscriptionJson;
  readonly plan: TermPlan;
  /** Names of the plans that changes lead to. */
  readonly plans: Catalogue['plans'];
  readonly unpaid: UnpaidRenewal | undefined;
  /** Undefined where no period runs. */
  readonly atEnd: AtEnd | undefined;
  /** Users of modules, and what else is counted. */
  readonly users: UsageJson['modules'];
  readonly meters: UsageJson['meters'];
  /** A removal that was refused: what was entered, and the words beside it. */
  readonly removal: {
    readonly entered: Readonly<Record<string, string>>;
    readonly mistakes: Readonly<Record<string, string>>;
  };
}

type UsageJson = z.output<typeof getUsage.response.schema>;

/** What the period's end brings to a subscription that goes on: the roll-over's own decision. (L6) */
export interface AtEnd {
  readonly on: PlainDate;
  /** The day before: the last one that is paid. */
  readonly lastDay: PlainDate;
  /** Whether it ends all the same, since nothing of it would go on. */
  readonly closes: boolean;
  /** Whether it drops licences that nobody holds. (L6) */
  readonly drops: boolean;
  /** Those that go on. */
  readonly modules: readonly string[];
}

/** A renewal that waits for its payment: its invoice, what is due of it, and where it is paid. */
export interface UnpaidRenewal {
  readonly invoice: InvoiceJson | undefined;
  readonly due: MoneyJson;
  /** The ways there are, with words for each; a single one needs none. */
  readonly ways: readonly { readonly method: PaymentMethod | undefined; readonly url: string }[];
}

/** The way to try the plan before buying. (L12) */
export function trialPanel(frame: Frame, account: string, { subscription, plan }: SubscriptionView): Html | undefined {
  if (subscription.state !== 'none' || plan.trial === undefined) return undefined;
  const { locale } = frame;
  const form = html`<input type="hidden" name="account" value="${account}">${submit(message(locale, 'page.trial.submit'))}`;
  return html`<section class="panel call" aria-labelledby="trial-title">
      <h2 id="trial-title">${message(locale, 'page.trial.title')}</h2>
      <p>${message(locale, 'page.trial.detail', { days: plan.trial.days })}</p>
      ${postForm(frame, '/account/activate', form)}
    </section>`;
}

/** A renewal that waits for its payment, and what it leads to. (L13) */
export function unpaidPanel({ locale }: Frame, { subscription, unpaid: renewal }: SubscriptionView): Html | undefined {
  const { state, unpaid } = subscription;
  if (unpaid === null || !isUnpaid(state)) return undefined;
  const date = dateText(locale, state === 'past-due' ? unpaid.suspended_on : unpaid.since);
  return html`<section class="panel alarm" aria-labelledby="unpaid-title">
      <h2 id="unpaid-title">${message(locale, `page.subscription.${state}-title`)}</h2>
      ${renewal && unpaidInvoice(locale, renewal)}
      <p>${message(locale, `page.subscription.${state}-detail`, { date })}</p>
      ${renewal === undefined && html`<p>${message(locale, 'page.subscription.with-reseller')}</p>`}
      ${renewal && waysToPay(locale, renewal)}
    </section>`;
}

function unpaidInvoice(locale: Locale, { invoice, due }: UnpaidRenewal): Html {
  const amount = jsonMoneyText(locale, due);
  if (invoice === undefined)
    return html`<p><strong>${message(locale, 'page.subscription.due', { amount })}</strong></p>`;
  return html`<p><strong>${message(locale, 'page.subscription.due', { amount })}</strong><br>
      <a href="${invoiceFile(invoice, 'pdf')}">${message(locale, 'page.subscription.invoice', { number: invoice.number })}</a>
      ${message(locale, 'page.subscription.invoiced-on', { date: dateText(locale, invoice.issued_on) })}</p>`;
}

function waysToPay(locale: Locale, { ways }: UnpaidRenewal): Html {
  return html`<p class="buttons">${ways.map(
    ({ method, url }, index) =>
      html`<a class="${index === 0 ? 'button' : 'second'}" href="${url}">${message(locale, method === undefined ? 'page.subscription.pay' : `page.subscription.pay-by.${method}`)}</a> `,
  )}</p>`;
}

const tones: Readonly<Record<SubscriptionJson['state'], string>> = {
  none: 'not-activated',
  trial: 'active',
  active: 'active',
  'past-due': 'suspended',
  suspended: 'suspended',
  cancelling: 'not-activated',
  ended: 'suspended',
};

export const states = Object.keys(tones) as SubscriptionJson['state'][];

export function stateBadge(locale: Locale, state: SubscriptionJson['state']): Html {
  return html`<span class="badge ${tones[state]}">${message(locale, `page.subscription.state.${state}`)}</span>`;
}

/** The plan's state and period, and what happens next, in words. */
export function subscriptionPanel(frame: Frame, view: SubscriptionView): Html {
  const { locale } = frame;
  const { subscription } = view;
  const { state, term } = subscription;
  return html`<section class="panel" id="subscription" aria-labelledby="subscription-title">
      <div class="panel-title">
        <h2 id="subscription-title">${message(locale, 'page.subscription.title')}</h2>
        <span class="badge ${tones[state]}"><span class="visually-hidden">${message(locale, 'page.subscription.state')}: </span>${message(locale, `page.subscription.state.${state}`)}</span>
      </div>
      <p>${nextText(locale, view)}</p>
      <dl class="facts">
        <div class="main-fact"><dt>${message(locale, state === 'trial' ? 'page.subscription.free-through' : 'page.subscription.paid-through')}</dt><dd>${paidThrough(locale, subscription)}</dd></div>
        ${term !== null && html`<div><dt>${message(locale, 'page.subscription.billed')}</dt><dd>${message(locale, 'page.subscription.billed-every', { months: term })}</dd></div>`}
        ${subscription.period !== null && html`<div><dt>${message(locale, 'page.subscription.period')}</dt><dd>${periodText(locale, subscription.period)}</dd></div>`}
        ${view.plan.modules.length > 0 && html`<div><dt>${message(locale, 'page.subscription.modules')}</dt><dd>${modules(locale, view)}</dd></div>`}
        ${subscription.packs.length > 0 && html`<div><dt>${message(locale, 'page.packs.title')}</dt><dd>${packs(locale, view)}</dd></div>`}
      </dl>
      ${scheduledChanges(frame, view)}
      ${renewalControls(frame, view)}
    </section>`;
}

export function periodText(locale: Locale, { start, end }: { readonly start: string; readonly end: string }): string {
  const last = addDays(end as PlainDate, -1);
  return message(locale, 'page.subscription.dates', { start: dateText(locale, start), end: dateText(locale, last) });
}

function paidThrough(locale: Locale, { paid_through: date }: SubscriptionJson): string {
  return date === null ? message(locale, 'page.subscription.nothing-yet') : dateText(locale, date);
}

/** One or two sentences: what the end of the period brings, or how to begin. (L6, L9, L12, L13) */
function nextText(locale: Locale, { subscription, plan, atEnd }: SubscriptionView): string {
  const { state, period, renews, paid_through: through } = subscription;
  const date = dateText(locale, through ?? '1970-01-01');
  const sells = plan.licenceTypes.length > 0 ? 'licences' : 'modules';
  if (state !== 'active') return message(locale, `page.subscription.next.${state}`, { date, sells });
  if (!renews) return message(locale, 'page.subscription.next.ends', { date });
  if (atEnd?.closes && !atEnd.drops) return message(locale, 'page.subscription.next.empty', { date });
  const renewal = message(locale, 'page.subscription.next.renews', { date: dateText(locale, period?.end ?? '') });
  const sentences = [
    renewal,
    plan.dropFree && message(locale, 'page.subscription.next.drops'),
    atEnd?.closes && message(locale, 'page.subscription.next.drops-all'),
  ];
  return sentences.filter(Boolean).join(' ');
}

function modules(locale: Locale, { subscription, plan }: SubscriptionView): Html {
  if (subscription.modules.length === 0) return html`${message(locale, 'page.subscription.modules-none')}`;
  const names = subscription.modules.map((module) => plan.modules.find(({ id }) => id === module)?.name ?? module);
  return html`<ul class="plain">${names.map((name) => html`<li>${name}</li>`)}</ul>`;
}

function packs(locale: Locale, { subscription, plan }: SubscriptionView): Html {
  return html`<ul class="plain">${subscription.packs.map((held) => html`<li>${packText(locale, plan, held)}</li>`)}</ul>`;
}
