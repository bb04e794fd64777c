import { type Module, type Pack, priceOn, type TermPlan, type TermPrices } from '../../domain/catalogue.ts';
import { money } from '../../domain/money.ts';
import { moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';
import { field } from '../components.ts';
import { type Html, html } from '../html.ts';
import type { TermFieldsView } from './term-fields.ts';

/** A pack as it is asked for in the form: of users there is one for each module that counts them. */
export interface PackChoice {
  readonly pack: Pack;
  readonly module: Module | undefined;
  /** Name of its field. */
  readonly field: string;
}

/** What of packs can be asked for. Support that is there already cannot be bought again. (U1) */
export function packChoices(plan: TermPlan, held: TermFieldsView['packs']): PackChoice[] {
  return plan.packs
    .filter(({ retired }) => !retired)
    .flatMap((pack): PackChoice[] => {
      if (pack.kind === 'support' && held.some((each) => each.pack === pack.id)) return [];
      if (pack.kind !== 'users') return [{ pack, module: undefined, field: packField(pack.id) }];
      return plan.modules
        .filter(({ users }) => users !== undefined)
        .map((module) => ({ pack, module, field: packField(pack.id, module.id) }));
    });
}

/** Ids have no points, so that no two fields are called alike. */
export function packField(pack: string, module?: string): string {
  return module === undefined ? `pack-${pack}` : `pack-${pack}.${module}`;
}

/** How many of each pack to buy. `priceOf` says what one costs for the terms that can be chosen. (U1) */
export function packFields(
  locale: Locale,
  view: TermFieldsView,
  priceOf: (prices: TermPrices) => string,
): Html | undefined {
  const choices = packChoices(view.plan, view.packs).filter(({ module }) => isOffered(view, module));
  if (choices.length === 0) return undefined;
  const counted = choices.filter(({ pack }) => pack.kind !== 'support');
  const mistake = view.problem?.mistakes['packs'];
  return html`<div id="packs" class="field${mistake === undefined ? '' : ' wrong'}">
      <h3>${message(locale, 'page.packs.title')}</h3>
      ${mistake && html`<p class="mistake">${mistake}</p>`}
      <div class="quantities">${counted.map((choice) => quantityField(locale, view, choice, priceOf))}</div>
      ${choices.map((choice) => choice.pack.kind === 'support' && supportChoice(locale, view, choice, priceOf))}
    </div>`;
}

/** Users are bought of modules that are there, or that can be bought here. */
function isOffered({ modules }: TermFieldsView, module: Module | undefined): boolean {
  return module === undefined || !module.retired || modules.includes(module.id);
}

function quantityField(
  locale: Locale,
  view: TermFieldsView,
  { pack, module, field: name }: PackChoice,
  priceOf: (prices: TermPrices) => string,
): Html {
  return field({
    name,
    label: module === undefined ? pack.name : message(locale, 'page.packs.users-of', { module: module.name }),
    hint: [priceText(locale, view, { pack, module }, priceOf), aboutText(locale, view, { pack, module })]
      .filter((text) => text !== '')
      .join(' · '),
    value: view.entered?.[name],
    mistake: view.problem?.mistakes[name],
    inputMode: 'numeric',
    autocomplete: 'off',
    maxLength: 5,
    optional: true,
  });
}

type Priced = Pick<PackChoice, 'pack' | 'module'>;

function priceText(
  locale: Locale,
  { plan, today }: TermFieldsView,
  { pack, module }: Priced,
  priceOf: (prices: TermPrices) => string,
): string {
  if (pack.kind === 'training') {
    const price = moneyText(locale, money(priceOn(pack.price, today), plan.currency));
    return message(locale, 'page.packs.once', { price });
  }
  const prices = pack.kind === 'users' ? module?.users?.prices : pack.prices;
  return prices === undefined ? '' : priceOf(prices);
}

function aboutText(locale: Locale, { modules }: TermFieldsView, { pack, module }: Priced): string {
  if (module === undefined) return pack.description;
  const values = { included: module.users?.included ?? 0, there: modules.includes(module.id) ? 'yes' : 'no' };
  return message(locale, 'page.packs.users-hint', values);
}

function supportChoice(
  locale: Locale,
  view: TermFieldsView,
  { pack, module, field: name }: PackChoice,
  priceOf: (prices: TermPrices) => string,
): Html {
  return html`<label class="choice">
        <input type="checkbox" id="${name}" name="${name}" value="1"${view.entered?.[name] === '1' && html` checked`}
          aria-labelledby="${name}-name" aria-describedby="${name}-about">
        <span><strong id="${name}-name">${pack.name}</strong><br>
          <span id="${name}-about">${pack.description}<br>
          <span class="soft">${priceText(locale, view, { pack, module }, priceOf)}</span></span></span>
      </label>`;
}
