import { type Plan, type PrepaidPlan, priceOn, type Term, type TermPlan } from '../../domain/catalogue.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { termPrice } from '../../domain/licences/term-price.ts';
import { money } from '../../domain/money.ts';
import { moneyText } from '../../messages/format.ts';
import type { Locale } from '../../messages/locales.ts';
import { message } from '../../messages/messages.ts';

/** What a plan costs, in a sentence or two for somebody who does not have it yet. */
export function planPriceText(locale: Locale, plan: Plan, today: PlainDate): string {
  return plan.kind === 'prepaid' ? prepaidText(locale, plan, today) : termText(locale, plan, today);
}

function prepaidText(locale: Locale, plan: PrepaidPlan, today: PlainDate): string {
  const price = moneyText(locale, money(priceOn(plan.prices, today), plan.currency));
  if (plan.freeCreditMinor === 0) return message(locale, 'page.sign-up.price', { price });
  const free = moneyText(locale, money(plan.freeCreditMinor, plan.currency));
  return message(locale, 'page.sign-up.price-free', { price, free });
}

function termText(locale: Locale, plan: TermPlan, today: PlainDate): string {
  const prices = plan.terms.flatMap((term) => cheapest(locale, plan, term, today));
  const trial = plan.trial === undefined ? [] : [message(locale, 'page.sign-up.trial', { days: plan.trial.days })];
  return [...prices, ...trial].join(' ');
}

/** The least that a licence costs, or a module where there are none; "from" where another one costs more. */
function cheapest(locale: Locale, plan: TermPlan, term: Term, today: PlainDate): string[] {
  const sold = plan.licenceTypes.length > 0 ? plan.licenceTypes : plan.modules;
  const prices = sold
    .filter(({ retired }) => !retired)
    .map((offered) => termPrice(offered.prices, term, plan.currency, today).minor);
  if (prices.length === 0) return [];
  const least = Math.min(...prices);
  const values = {
    price: moneyText(locale, money(least, plan.currency)),
    several: prices.some((price) => price > least) ? 'yes' : 'no',
  };
  const every = term === 1 ? 'month' : 'year';
  return [
    message(
      locale,
      plan.licenceTypes.length > 0 ? `page.sign-up.price-${every}` : `page.sign-up.modules-${every}`,
      values,
    ),
  ];
}
