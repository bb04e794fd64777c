import { type DatedPrice, priceOn } from './catalogue.ts';
import type { PlainDate } from './dates.ts';
import type { Mistake } from './refusal.ts';

/** Prices that begin today or earlier are settled: they stay as they are, and no other may begin by then. */
export function priceMistakes(
  current: readonly DatedPrice[],
  next: readonly DatedPrice[],
  today: PlainDate,
  at: string,
): Mistake[] {
  const lost = current
    .filter(({ from }) => from <= today && !next.some((price) => price.from === from))
    .map(({ from, minor }) => mistake(at, `must still hold the price ${minor} from ${from}: it is in the past`));
  const rewritten = next.flatMap((price, index) => rewrites(price, current, today, `${at}/${index}`));
  const mistakes = [...lost, ...rewritten];
  return mistakes.length > 0 ? mistakes : firstPriceMistakes(current, next, today, at);
}

function rewrites(price: DatedPrice, current: readonly DatedPrice[], today: PlainDate, at: string): Mistake[] {
  if (price.from > today) return [];
  const settled = current.find(({ from }) => from === price.from);
  if (settled === undefined)
    return [mistake(`${at}/from`, `must be later than ${today}: a price never changes the past`)];
  if (settled.minor === price.minor) return [];
  return [mistake(`${at}/amount`, `stays ${settled.minor}: this price has held since ${price.from}`)];
}

/** The first price holds before its own date too, so it decides today's where every date is still to come. */
function firstPriceMistakes(
  current: readonly DatedPrice[],
  next: readonly DatedPrice[],
  today: PlainDate,
  at: string,
): Mistake[] {
  const held = priceOn(current, today);
  if (priceOn(next, today) === held) return [];
  return [mistake(`${at}/0/amount`, `stays ${held}: the first price holds before its date too`)];
}

/** What accounts may hold is not taken out of the catalogue. */
export function removed(at: string, what: string, id: string): Mistake {
  return mistake(at, `must still hold the ${what} "${id}": set "retired": true to stop offering it`);
}

export function mistake(pointer: string, detail: string): Mistake {
  return { pointer, detail };
}
