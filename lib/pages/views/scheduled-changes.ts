import type { PlainDate } from '../../domain/dates.ts';
import { dateText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { field, stepButton } from '../components.ts';
import { type Html, html } from '../html.ts';
import { type Frame, postForm } from '../layout.ts';
import { type HeldPack, packName, packText } from './held-packs.ts';
import type { AtEnd, SubscriptionJson, SubscriptionView } from './subscription.ts';

/** Where every form about the subscription goes. */
export const SUBSCRIPTION_PATH = '/account/subscription';

type Change = SubscriptionJson['scheduled'][number];

/** What takes effect when the period ends, each with the way to undo it. (L10) */
export function scheduledChanges(frame: Frame, view: SubscriptionView): Html | undefined {
  const { locale } = frame;
  const { scheduled } = view.subscription;
  if (scheduled.length === 0) return undefined;
  return html`<h3>${message(locale, 'page.subscription.scheduled')}</h3>
    <ul class="accounts">${scheduled.map((change) => html`<li>${changeRow(frame, view, change)}</li>`)}</ul>`;
}

function changeRow(frame: Frame, view: SubscriptionView, change: Change): Html {
  const { locale } = frame;
  const name = nameOf(locale, view, change);
  const values = { date: dateText(locale, change.effective_on), name };
  const form = html`<input type="hidden" name="account" value="${view.subscription.account}">
    <input type="hidden" name="change" value="${change.id}">
    ${stepButton('undo', message(locale, 'page.removal.undo'), name)}`;
  return html`<p>${message(locale, `page.subscription.change.${change.kind}`, values)}</p>
    ${change.kind === 'remove-pack' && consequence(locale, view, change, change.effective_on)}
    ${postForm(frame, SUBSCRIPTION_PATH, form)}`;
}

function nameOf(locale: Locale, { plan, plans }: SubscriptionView, change: Change): string {
  if (change.kind === 'remove-pack') return packText(locale, plan, change);
  const named = change.kind === 'plan' ? plans : plan.modules;
  const id = change.plan ?? change.module ?? '';
  return named.find((entry) => entry.id === id)?.name ?? id;
}

/** Name of the field that says how many of a pack go. */
export function removalField(pack: string, module: string | undefined): string {
  return module === undefined ? `quantity-${pack}` : `quantity-${pack}.${module}`;
}

/** Modules and packs of a subscription that goes on, less what is to end already. (L10) */
export function removalPart(frame: Frame, view: SubscriptionView, atEnd: AtEnd): Html | undefined {
  const { locale } = frame;
  const { scheduled } = view.subscription;
  const modules = view.subscription.modules.filter((id) => atEnd.modules.includes(id));
  const packs = view.subscription.packs.filter(
    ({ pack, module }) =>
      !scheduled.some((change) => change.kind === 'remove-pack' && change.pack === pack && change.module === module) &&
      (module === null || modules.includes(module)),
  );
  if (modules.length + packs.length === 0) return undefined;
  const only = packs.length === 0 ? '-modules' : modules.length === 0 ? '-packs' : '';
  const hasMistake = packs.some((held) => view.removal.mistakes[fieldOf(held)] !== undefined);
  return html`<details${hasMistake && html` open`}>
      <summary>${message(locale, `page.removal.title${only}`)}</summary>
      <p>${message(locale, 'page.removal.intro', { date: dateText(locale, atEnd.lastDay) })}</p>
      <ul class="accounts">
        ${modules.map((module) => html`<li>${moduleForm(frame, view, atEnd, module)}</li>`)}
        ${packs.map((held) => html`<li>${packForm(frame, view, atEnd, held)}</li>`)}
      </ul>
    </details>`;
}

function moduleForm(frame: Frame, { subscription, plan }: SubscriptionView, atEnd: AtEnd, module: string): Html {
  const { locale } = frame;
  const name = plan.modules.find(({ id }) => id === module)?.name ?? module;
  const hasPacks = subscription.packs.some((held) => held.module === module);
  const isLast = plan.licenceTypes.length === 0 && atEnd.modules.every((id) => id === module);
  const form = html`<input type="hidden" name="account" value="${subscription.account}">
    <input type="hidden" name="module" value="${module}">
    ${stepButton('remove-module', message(locale, 'page.removal.submit'), name)}`;
  return html`<h3>${name}</h3>
    ${hasPacks && html`<p>${message(locale, 'page.removal.of-module')}</p>`}
    ${isLast && html`<p>${message(locale, 'page.removal.closes')}</p>`}
    ${postForm(frame, SUBSCRIPTION_PATH, form)}`;
}

type Held = SubscriptionJson['packs'][number];

const fieldOf = ({ pack, module }: Held) => removalField(pack, module ?? undefined);

function packForm(frame: Frame, view: SubscriptionView, { on }: AtEnd, held: Held): Html {
  const { locale } = frame;
  const form = html`<input type="hidden" name="account" value="${view.subscription.account}">
    <input type="hidden" name="pack" value="${held.pack}">
    ${held.module !== null && html`<input type="hidden" name="module" value="${held.module}">`}
    ${quantityOf(locale, view, held)}
    ${stepButton('remove-pack', message(locale, 'page.removal.submit'), packName(view.plan, held))}`;
  return html`<h3>${packText(locale, view.plan, held)}</h3>
    ${consequence(locale, view, held, on)}
    ${postForm(frame, SUBSCRIPTION_PATH, form)}`;
}

/** Who saw one pack removes one, also where another was bought meanwhile. */
function quantityOf(locale: Locale, { removal }: SubscriptionView, held: Held): Html {
  const name = fieldOf(held);
  if (held.quantity === 1) return html`<input type="hidden" name="${name}" value="1">`;
  return field({
    name,
    label: message(locale, 'page.removal.quantity'),
    hint: message(locale, 'page.removal.quantity-hint', { there: held.quantity }),
    value: removal.entered[name] ?? String(held.quantity),
    mistake: removal.mistakes[name],
    inputMode: 'numeric',
    autocomplete: 'off',
    maxLength: 5,
  });
}

/** Whom or what the packs that stay have no room for: it is billed, or waits. (U2, U3) */
function consequence(
  locale: Locale,
  view: SubscriptionView,
  { pack, module, quantity }: HeldPack,
  on: PlainDate | string,
): Html | undefined {
  const fewer = quantity ?? 0;
  const date = dateText(locale, on);
  const users = view.users.find((usage) => usage.module === module);
  const beyond = users === undefined ? 0 : users.users - users.included - users.in_packs + fewer;
  if (beyond > 0) return html`<p>${message(locale, 'page.removal.beyond', { quantity: fewer, beyond, date })}</p>`;
  const offered = view.plan.packs.find(({ id }) => id === pack);
  if (offered?.kind !== 'quantity') return undefined;
  const meter = view.meters.find((usage) => usage.meter === offered.meter && usage.kind === 'held');
  const over = meter === undefined ? 0 : meter.used - meter.allowance + fewer * offered.amount;
  return over > 0 ? html`<p>${message(locale, 'page.removal.over', { quantity: fewer, over, date })}</p>` : undefined;
}
