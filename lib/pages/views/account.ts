import type { PrepaidPlan } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { errorSummary, notice } from '../components.ts';
import type { FormProblem } from '../form-problem.ts';
import { type Html, html } from '../html.ts';
import { type Frame, layout } from '../layout.ts';
import { type CreditJson, type Role, roleText } from './account-words.ts';
import { activationPanel, suspendedPanel } from './activation.ts';
import { type BuyView, buyPanel } from './buy.ts';
import { creditPanelView } from './credit.ts';
import { type MembersView, membersPanel } from './members.ts';

export interface AccountChoice {
  readonly id: string;
  readonly organisation: string;
  readonly role: Role;
}

/** What an admin sees of an account, beside what every member does. */
export interface AdminView {
  readonly credit: CreditJson;
  readonly plan: PrepaidPlan;
  readonly buy: BuyView;
  readonly members: MembersView;
}

export interface AccountView {
  readonly account: AccountChoice;
  readonly others: readonly AccountChoice[];
  readonly planName: string;
  readonly isActive: boolean;
  readonly today: PlainDate;
  readonly service: { readonly name: string; readonly url: string };
  readonly admin?: AdminView | undefined;
  readonly news?: Html | undefined;
  readonly problem?: FormProblem | undefined;
}

export function accountView(frame: Frame, view: AccountView): Html {
  const { locale } = frame;
  const { account, admin, service } = view;
  return layout(frame, {
    title:
      view.problem === undefined
        ? account.organisation
        : message(locale, 'page.title-mistake', { title: account.organisation }),
    width: 'wide',
    scripts: admin === undefined ? [] : ['account.js'],
    main: html`${errorSummary(view.problem?.summary)}
      ${view.news}
      <div class="heading">
        <div>
          <h1>${account.organisation}</h1>
          <p class="soft">${message(locale, 'page.account.plan', { plan: view.planName })} · ${roleText(locale, account.role)}</p>
        </div>
        <a class="second" href="${service.url}">${message(locale, 'page.account.open-service', { service: service.name })}</a>
      </div>
      ${admin === undefined ? memberPart(locale, view) : adminPart(frame, view, admin)}
      ${otherAccounts(locale, view.others)}`,
  });
}

function memberPart(locale: Locale, { isActive }: AccountView): Html {
  return html`${!isActive && notice(message(locale, 'page.account.inactive'), 'warning')}
    <p>${message(locale, 'page.account.member-only')}</p>`;
}

function adminPart(frame: Frame, view: AccountView, { credit, plan, buy, members }: AdminView): Html {
  return html`${credit.status === 'not-activated' && activationPanel(frame, view.account.id, plan)}
    ${credit.status === 'suspended' && suspendedPanel(frame, credit)}
    <div class="columns">
      ${creditPanelView(frame, credit, view.today)}
      ${buyPanel(frame, view.account.id, credit, buy)}
    </div>
    ${membersPanel(frame, view.account.id, members)}`;
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
