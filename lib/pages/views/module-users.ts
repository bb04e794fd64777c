import type * as z from 'zod';
import type { getUsage } from '../../contract/usage.ts';
import type { Term } from '../../domain/catalogue.ts';
import type { Money } from '../../domain/money.ts';
import { dateText, moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import { jsonMoneyText } from './account-words.ts';
import { type BuyerView, taxHint } from './buyer.ts';

type ModuleUsageJson = z.output<typeof getUsage.response.schema>['modules'][number];

/** A pack that would cover the users there are beyond, or one more. */
export interface CoveringPack {
  readonly users: number;
  /** For the rest of the period. */
  readonly price: Money;
  /** For each period after it. */
  readonly renewal: Money;
  readonly term: Term;
  /** The form, with the pack filled in. */
  readonly url: string;
}

export interface ModuleUsersRow {
  readonly usage: ModuleUsageJson;
  /** Undefined where none can be bought now. */
  readonly pack: CoveringPack | undefined;
}

type State = 'free' | 'full' | 'beyond';
const tones: Readonly<Record<State, string>> = { free: 'active', full: 'inactive', beyond: 'suspended' };

function stateOf({ users, included, in_packs: inPacks, beyond }: ModuleUsageJson): State {
  if (beyond > 0) return 'beyond';
  return users < included + inPacks ? 'free' : 'full';
}

/** Who is billed by consumption, what that comes to and what a pack would, before it happens. (U2) */
export function moduleUsersPanel(
  { locale }: Frame,
  rows: readonly ModuleUsersRow[],
  buyer: BuyerView,
): Html | undefined {
  if (rows.length === 0) return undefined;
  return html`<section class="panel" id="module-users" aria-labelledby="module-users-title">
      <h2 id="module-users-title">${message(locale, 'page.module-users.title')}</h2>
      <p>${message(locale, 'page.module-users.intro')} ${taxHint(locale, buyer)}</p>
      <ul class="accounts">${rows.map((row) => html`<li>${moduleRow(locale, row)}</li>`)}</ul>
    </section>`;
}

function moduleRow(locale: Locale, row: ModuleUsersRow): Html {
  const { usage, pack } = row;
  const { name, users, included, in_packs: packs } = usage;
  const state = stateOf(usage);
  return html`<div class="panel-title">
        <h3>${name}</h3>
        <span class="badge ${tones[state]}">${message(locale, `page.module-users.state.${state}`)}</span>
      </div>
      <p><strong>${message(locale, 'page.module-users.users', { users })}</strong>
        <span class="soft">${message(locale, 'page.module-users.allowed', { included, packs })}</span></p>
      ${texts(locale, row).map((text) => html`<p>${text}</p>`)}
      ${
        pack !== undefined &&
        state !== 'free' &&
        html`<p><a class="${state === 'beyond' ? 'button' : 'second'}" href="${pack.url}">${message(locale, 'page.module-users.buy', { users: pack.users })}<span class="visually-hidden"> (${name})</span></a></p>`
      }`;
}

/** What will be billed if nothing changes, and what one more user costs. */
function texts(locale: Locale, { usage, pack }: ModuleUsersRow): string[] {
  const state = stateOf(usage);
  const values = {
    module: usage.name,
    users: usage.beyond,
    cost: jsonMoneyText(locale, usage.cost),
    expected: jsonMoneyText(locale, usage.expected_cost),
    date: dateText(locale, usage.billed_on),
  };
  const soFar =
    state !== 'beyond' && usage.cost.amount > 0 ? [message(locale, 'page.module-users.was-beyond', values)] : [];
  if (state === 'free') {
    const free = usage.included + usage.in_packs - usage.users;
    return [...soFar, message(locale, 'page.module-users.free', { free })];
  }
  if (state === 'full') return [...soFar, fullText(locale, { usage, pack })];
  const another = { ...values, cost: jsonMoneyText(locale, usage.next_user_cost) };
  return [
    [message(locale, 'page.module-users.beyond', values), packText(locale, pack)].filter(Boolean).join(' '),
    message(locale, 'page.module-users.another', another),
  ];
}

/** What somebody who is added would cost, and what a pack would. */
function fullText(locale: Locale, { usage, pack }: ModuleUsersRow): string {
  const values = {
    module: usage.name,
    cost: jsonMoneyText(locale, usage.next_user_cost),
    date: dateText(locale, usage.billed_on),
  };
  return [message(locale, 'page.module-users.full', values), packText(locale, pack)].filter(Boolean).join(' ');
}

function packText(locale: Locale, pack: CoveringPack | undefined): string {
  if (pack === undefined) return '';
  const values = {
    users: pack.users,
    price: moneyText(locale, pack.price),
    renewal: moneyText(locale, pack.renewal),
    months: pack.term,
  };
  return message(locale, 'page.module-users.pack', values);
}

/** Beside the members: what one more costs where the users that are paid for are all there. (U2) */
export function beforeAdding(locale: Locale, rows: readonly ModuleUsersRow[]): Html | undefined {
  const full = rows.filter(({ usage }) => stateOf(usage) !== 'free');
  if (full.length === 0) return undefined;
  return html`<div class="notice warning">
      <p><strong>${message(locale, 'page.members.before-adding')}</strong></p>
      <ul class="plain">${full.map(
        (row) => html`<li>${fullText(locale, row)}
          ${row.pack && html`<a href="${row.pack.url}">${message(locale, 'page.module-users.buy', { users: row.pack.users })}<span class="visually-hidden"> (${row.usage.name})</span></a>`}</li>`,
      )}</ul>
    </div>`;
}
