import { type Meter, type SupportChannel, supportChannels, type TermPlan } from '../catalogue.ts';
import { addDays, type PlainDate } from '../dates.ts';
import { hasPeriod, isRunning, isUsable, SUSPENSION_DAY, type Subscription } from '../licences/subscription.ts';
import type { Counting } from './module-users.ts';

type Holding = Pick<Subscription, 'state' | 'term' | 'modules' | 'packs'>;

/**
 * How much of a meter an account may use: what comes with the plan and what its packs hold.
 *
 * Units:  as the meter counts; 0 while the subscription cannot be used. Of what is consumed there is so much for each month
 *         of the term, to be used at any time of it: a year costs twelve months and holds as much.
 * Errors: none.
 * Source: U1, U3.
 */
export function allowanceOf(plan: TermPlan, { state, packs, term }: Holding, meter: Meter): number {
  if (!isUsable(state)) return 0;
  const months = meter.kind === 'consumed' ? (term ?? 1) : 1;
  const aMonth = packs.reduce((sum, { pack: id, quantity }) => {
    const pack = plan.packs.find((offered) => offered.id === id);
    return pack?.kind === 'quantity' && pack.meter === meter.id ? sum + pack.amount * quantity : sum;
  }, meter.included);
  return aMonth * months;
}

/** Ways of support an account has beside tickets: of its plan and its packs. Source: U4. */
export function supportOf(plan: TermPlan, { state, packs }: Holding): SupportChannel[] {
  if (!isUsable(state)) return [];
  const bought = packs.flatMap(({ pack: id }) => {
    const pack = plan.packs.find((offered) => offered.id === id);
    return pack?.kind === 'support' ? pack.channels : [];
  });
  const open = new Set([...plan.supportChannels, ...bought]);
  return supportChannels.filter((channel) => open.has(channel));
}

/** Users that each of the account's modules has before one is billed by consumption; only of modules that count them. Source: U1, U2. */
export function allowedUsersOf(plan: TermPlan, { state, modules, packs }: Holding): Readonly<Record<string, number>> {
  if (!isUsable(state)) return {};
  return Object.fromEntries(
    plan.modules.flatMap(({ id, users }) => {
      if (users === undefined || !modules.includes(id)) return [];
      const inPacks = packs.reduce((sum, { pack, module, quantity }) => {
        const isUsers = plan.packs.some((offered) => offered.id === pack && offered.kind === 'users');
        return isUsers && module === id ? sum + quantity : sum;
      }, 0);
      return [[id, users.included + inPacks]];
    }),
  );
}

/** What of an account's users is counted. Source: U2. */
export function countingOf(plan: TermPlan, subscription: Subscription): Counting {
  const { state, period } = subscription;
  const allowed = allowedUsersOf(plan, subscription);
  return { plan: plan.id, allowed, period: hasPeriod(state) ? period : undefined, until: certainUntil(subscription) };
}

/** When the roll-over ends the period, or suspends: nobody else changes what holds for nights that are over. Source: L6, L13. */
function certainUntil({ state, period, unpaid }: Subscription): PlainDate | undefined {
  if (state === 'past-due' && unpaid !== undefined) return addDays(unpaid.since, SUSPENSION_DAY);
  return isRunning(state) ? period?.end : undefined;
}
