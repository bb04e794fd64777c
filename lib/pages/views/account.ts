import type { PrepaidPlan } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { Locale } from '../../messages/locales.ts';
import { type MessageKey, message } from '../../messages/messages.ts';
import { errorSummary, notice } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';
import { type CreditJson, type Role, roleText } from './account-words.ts';
import { type Acting, actingBanner } from './acting.ts';
import { activationPanel, suspendedPanel } from './activation.ts';
import { type BillingView, billingPanel } from './billing.ts';
import { type BuyView, buyPanel } from './buy.ts';
import { buyTitle } from './buy-licences.ts';
import { creditPanelView } from './credit.ts';
import { type InvoicesView, invoicesPanel } from './invoices.ts';
import { type MembersView, membersPanel } from './members.ts';
import { type ResellerView, resellerPanel } from './reseller.ts';
import { type TermPart, termPart } from './term-account.ts';
import { type TrainingsView, trainingsPanel } from './trainings.ts';
import { type WaitingOrder, waitingOrdersPanel } from './waiting-orders.ts';

export interface AccountChoice {
  readonly id: string;
  readonly organisation: string;
  readonly role: Role;
}

/** What an admin sees of an account on a prepaid plan. */
export interface PrepaidPart {
  readonly kind: 'prepaid';
  readonly credit: CreditJson;
  readonly plan: PrepaidPlan;
  readonly buy: BuyView;
}

/** What an admin sees beside what every member does. */
export interface AdminView {
  readonly part: PrepaidPart | TermPart;
  readonly waitingOrders: readonly WaitingOrder[];
  readonly invoices: InvoicesView;
  readonly billing: BillingView;
  readonly members: MembersView;
  readonly trainings: TrainingsView;
  /** Undefined where no reseller manages the account. */
  readonly reseller: ResellerView | undefined;
}

/** What the plan is paid by. */
export type Sells = 'credit' | 'licences' | 'modules';

export interface AccountView {
  readonly account: AccountChoice;
  readonly others: readonly AccountChoice[];
  readonly planName: string;
  readonly isActive: boolean;
  readonly today: PlainDate;
  readonly service: { readonly name: string; readonly url: string };
  readonly sells: Sells;
  /** Where a reseller's person looks at a customer. */
  readonly acting: Acting | undefined;
  /** Whether the account has customers of its own to look after. */
  readonly isReseller: boolean;
  readonly admin?: AdminView | undefined;
  readonly news?: Html | undefined;
  readonly problem?: FormProblem | undefined;
}

export function accountView(frame: Frame, view: AccountView): Html {
  const { locale } = frame;
  const { account, admin } = view;
  return layout(frame, {
    title:
      view.problem === undefined
        ? account.organisation
        : message(locale, 'page.title-mistake', { title: account.organisation }),
    width: 'wide',
    scripts: admin === undefined ? [] : ['account.js'],
    main: html`${actingBanner(locale, view.acting)}
      ${errorSummary(view.problem?.summary)}
      ${view.news}
      <div class="heading">
        <div>
          <h1>${account.organisation}</h1>
          <p class="soft">${message(locale, 'page.account.plan', { plan: view.planName })}${view.acting === undefined && html` · ${roleText(locale, account.role)}`}</p>
        </div>
        <div class="buttons">${links(frame, view)}</div>
      </div>
      ${partFor(frame, view)}
      ${otherAccounts(locale, view.others)}`,
  });
}

/** Where else one goes from here. */
function links({ locale }: Frame, { account, isReseller, isActive, service }: AccountView): Html {
  return html`${isReseller && html`<a class="second" href="/customers?account=${account.id}">${message(locale, 'page.customers.title')}</a>`}
    ${isActive && html`<a class="second" href="/account/support?account=${account.id}">${message(locale, 'page.support.title')}</a>`}
    <a class="second" href="${service.url}">${message(locale, 'page.account.open-service', { service: service.name })}</a>`;
}

function partFor(frame: Frame, view: AccountView): Html {
  const { account, admin } = view;
  if (admin === undefined) return memberPart(frame.locale, view);
  const { part, invoices, members, trainings } = admin;
  const billing = billingPanel(frame, account.id, admin.billing);
  return html`${waitingOrdersPanel(frame, admin.waitingOrders)}
    ${contents(frame.locale, admin)}
    ${part.kind === 'term' ? termPart(frame, account.id, part, billing) : prepaidPart(frame, view, part, billing)}
    ${trainingsPanel(frame, account.id, trainings)}
    ${invoicesPanel(frame, account.id, invoices)}
    ${membersPanel(frame, account.id, members, part.kind === 'term' ? part.moduleUsers : [])}
    ${resellerPanel(frame, account.id, admin.reseller)}`;
}

const titles = {
  credit: 'page.credit.title',
  subscription: 'page.subscription.title',
  billing: 'page.billing.title',
  'module-users': 'page.module-users.title',
  usage: 'page.meters.title',
  licences: 'page.licences.title',
  invoices: 'page.invoices.title',
  members: 'page.members.title',
} as const satisfies Record<string, MessageKey>;

/** The way to each part of a page that is long on a telephone. */
function contents(locale: Locale, { part, trainings }: AdminView): Html {
  const link = (anchor: string, title: MessageKey) => html`<a href="#${anchor}">${message(locale, title)}</a>`;
  const buy = part.kind === 'prepaid' ? 'page.buy.title' : part.buy && buyTitle(part.buy.plan);
  return html`<nav class="contents" aria-label="${message(locale, 'page.account.contents')}">
      ${link(part.kind === 'prepaid' ? 'credit' : 'subscription', titles[part.kind === 'prepaid' ? 'credit' : 'subscription'])}
      ${buy && link('buy', buy)}
      ${partsAfter(part).map((name) => link(name, titles[name]))}
      ${trainings.rows.length > 0 && link('trainings', 'page.trainings.title')}
      ${link('invoices', titles.invoices)} ${link('members', titles.members)}
    </nav>`;
}

function partsAfter(part: AdminView['part']): (keyof typeof titles)[] {
  if (part.kind === 'prepaid') return ['billing'];
  return [
    'billing',
    ...(part.moduleUsers.length > 0 ? (['module-users'] as const) : []),
    ...(part.meters.length > 0 ? (['usage'] as const) : []),
    ...(part.licences.length > 0 ? (['licences'] as const) : []),
  ];
}

const memberWords = {
  credit: { inactive: 'page.account.inactive', only: 'page.account.member-only' },
  licences: { inactive: 'page.account.no-licence', only: 'page.account.member-only-licences' },
  modules: { inactive: 'page.account.inactive', only: 'page.account.member-only-modules' },
} as const;

function memberPart(locale: Locale, { isActive, sells }: AccountView): Html {
  const words = memberWords[sells];
  return html`${!isActive && notice(message(locale, words.inactive), 'warning')}
    <p>${message(locale, words.only)}</p>`;
}

function prepaidPart(frame: Frame, view: AccountView, { credit, plan, buy }: PrepaidPart, billing: Html): Html {
  return html`${credit.status === 'not-activated' && activationPanel(frame, view.account.id, plan)}
    ${credit.status === 'suspended' && suspendedPanel(frame, credit)}
    <div class="columns">
      ${creditPanelView(frame, credit, view.today)}
      ${buyPanel(frame, view.account.id, credit, buy)}
      ${billing}
    </div>`;
}

function otherAccounts(locale: Locale, others: readonly AccountChoice[]): Html | undefined {
  if (others.length === 0) return undefined;
  return html`<section class="panel" aria-labelledby="others-title">
      <h2 id="others-title">${message(locale, 'page.accounts.other')}</h2>
      ${accountList(locale, others)}
    </section>`;
}

/** For people in several accounts, or in none. */
export function accountsView(frame: Frame, accounts: readonly AccountChoice[]): Html {
  const { locale } = frame;
  const title = message(locale, 'page.accounts.title');
  return layout(frame, {
    title,
    main: html`<h1>${title}</h1>
      ${accounts.length === 0 ? html`<p>${message(locale, 'page.accounts.none')}</p>` : accountList(locale, accounts)}`,
  });
}

function accountList(locale: Locale, accounts: readonly AccountChoice[]): Html {
  return html`<ul class="accounts">${accounts.map(
    ({ id, organisation, role }) => html`
      <li><a href="/account?account=${id}">${organisation}</a> <span class="soft">${roleText(locale, role)}</span></li>`,
  )}
    </ul>`;
}
