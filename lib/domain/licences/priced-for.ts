import type { Discount } from '../resellers/discount-line.ts';
import type { LicencePool } from './licence-pool.ts';
import { hasPeriod, type Subscription } from './subscription.ts';

/**
 * What an order's prices hold for: the plan with the period they join, or a new subscription; for a change of plan also
 * the seats, modules and packs that change with it; for an account that a reseller manages also the discount.
 *
 * Shape:  a text that is the same as long as the prices are, and another one as soon as they are not.
 * Source: L4, L5, L10, R4: an order that is paid later than it was priced must not buy something else at the old price.
 */
export function pricedFor(
  subscription: Subscription,
  changing?: readonly LicencePool[],
  discount?: Discount | undefined,
): string {
  const { plan, term, period, state, modules, packs } = subscription;
  const joins = period !== undefined && hasPeriod(state);
  const base = joins ? `${plan} ${term} ${period.start}` : `${plan} new`;
  const off = discount === undefined ? [] : [`less ${discount.percent} by ${discount.reseller ?? 'nobody'}`];
  if (changing === undefined) return [base, ...off].join(' ');
  const seats = changing.filter(({ total }) => total > 0).map(({ type, total }) => `${type}:${total}`);
  const onTop = packs.map(({ pack, module = '', quantity }) => `${pack}/${module}:${quantity}`);
  return [base, ...seats.sort(), ...modules, ...onTop.sort(), ...off].join(' ');
}
