import type { Plan, SupportChannel } from '../catalogue.ts';
import type { AccountId } from '../ids.ts';
import type { Subscription } from '../licences/subscription.ts';
import { supportOf } from '../packs/allowances.ts';
import { Refused } from '../refusal.ts';
import type { TicketAuthor, TicketChannel } from './ticket.ts';

/** What decides how an account reaches support. */
export interface SupportStanding {
  readonly plan: Plan;
  /** Absent where the account is paid from credit. */
  readonly subscription: Subscription | undefined;
  /** Whether the account ever bought credit. */
  readonly hasBoughtCredit: boolean;
}

/**
 * The ways of support an account has beside tickets.
 *
 * Shape:  those of the plan and its support packs; on a prepaid plan e-mail, once credit was bought.
 * Errors: none.
 * Source: U4, P8.
 */
export function supportChannelsOf({ plan, subscription, hasBoughtCredit }: SupportStanding): SupportChannel[] {
  if (plan.kind === 'prepaid') return hasBoughtCredit ? ['e-mail'] : [];
  return subscription === undefined ? [] : supportOf(plan, subscription);
}

/**
 * That an account may be answered in this way.
 *
 * Errors: `support.channel-not-included`, with where to buy it; staff, who buy nothing, are told what the account has.
 * Source: U4.
 */
export function requireChannel(
  account: AccountId,
  channel: TicketChannel,
  standing: SupportStanding,
  author: TicketAuthor['kind'],
): void {
  const channels = supportChannelsOf(standing);
  if (channel === 'ticket' || channels.includes(channel)) return;
  const isStaff = author === 'operator';
  const place = standing.plan.kind === 'prepaid' ? 'buy' : 'packs';
  throw new Refused('support.channel-not-included', {
    values: { asker: isStaff ? 'staff' : 'customer' },
    links: isStaff
      ? { support: `/v1/accounts/${account}/support` }
      : { buy: `/account?account=${account}#${place}`, order: `/v1/accounts/${account}/orders` },
    errors: [{ pointer: '/channel', detail: 'is not included' }],
    extra: { channels: ['ticket', ...channels] },
  });
}
