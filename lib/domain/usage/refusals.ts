import type { AccountId } from '../ids.ts';
import type { SubscriptionState } from '../licences/subscription.ts';
import { Refused } from '../refusal.ts';
import type { MeterAllowance } from './counting.ts';

/** Where more of what is counted can be bought, as paths of the deployment. */
export function buyLinks(account: AccountId): { readonly buy: string; readonly order: string } {
  return { buy: `/account?account=${account}#packs`, order: `/v1/accounts/${account}/orders` };
}

export function unknownMeter(meters: readonly MeterAllowance[]): Refused {
  const ids = meters.map(({ meter }) => meter.id).join(', ');
  const detail = ids === '' ? 'is not counted: the plan has no meters' : `must be one of ${ids}`;
  return new Refused('usage.unknown-meter', { errors: [{ pointer: '/meter', detail }] });
}

export function notReturnable(): Refused {
  return new Refused('usage.not-returnable', { errors: [{ pointer: '/quantity', detail: 'must be at least 1' }] });
}

export function eventDiffers(): Refused {
  return new Refused('usage.event-differs', {
    errors: [{ pointer: '/event_id', detail: 'was reported with another meter or quantity' }],
  });
}

/** Source: U3: beyond the allowance it is refused, with where to buy. */
export function beyondAllowance(
  account: AccountId,
  { meter, allowance }: MeterAllowance,
  used: number,
  quantity: number,
): Refused {
  const left = Math.max(0, allowance - used);
  return new Refused('usage.beyond-allowance', {
    values: { meter: meter.name, allowance, used, quantity },
    links: buyLinks(account),
    errors: [{ pointer: '/quantity', detail: left === 0 ? 'is too much: nothing is left' : `must be at most ${left}` }],
    extra: { meter: meter.id, allowance, used, left },
  });
}

export function belowZero({ meter, allowance }: MeterAllowance, used: number): Refused {
  return new Refused('usage.below-zero', {
    values: { meter: meter.name, used },
    errors: [
      { pointer: '/quantity', detail: used === 0 ? 'is too much: nothing is held' : `must be at least ${-used}` },
    ],
    extra: { meter: meter.id, allowance, used, left: Math.max(0, allowance - used) },
  });
}

export function usageNotRunning(account: AccountId, state: SubscriptionState): Refused {
  return new Refused('usage.not-running', {
    values: { state },
    links: { subscription: `/v1/accounts/${account}/subscription`, ...buyLinks(account) },
    extra: { state },
  });
}
