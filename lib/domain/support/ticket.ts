import type { Instant } from '../dates.ts';
import type { AccountId, ApiKeyId, TicketId, TicketMessageId, UserId } from '../ids.ts';

/** `open` waits for an operator, `answered` for the customer. */
export const ticketStates = ['open', 'answered', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];

/** How the customer asks to be answered: in the ticket itself, or by a way that comes with a plan or a pack. */
export const ticketChannels = ['ticket', 'e-mail', 'phone', 'chat'] as const;
export type TicketChannel = (typeof ticketChannels)[number];

/** Who wrote: a person of the customer, or of the vendor's staff. */
export type TicketAuthor =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'operator'; readonly id: ApiKeyId };

/** A question to support. Its messages are kept beside it, one after the other. */
export interface Ticket {
  readonly id: TicketId;
  readonly account: AccountId;
  /** Empty once whoever opened it was erased. */
  readonly subject: string;
  readonly channel: TicketChannel;
  readonly state: TicketState;
  readonly openedBy: TicketAuthor;
  readonly assignee: ApiKeyId | undefined;
  readonly messageCount: number;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly version: number;
}

export interface TicketMessage {
  readonly id: TicketMessageId;
  readonly account: AccountId;
  readonly ticket: TicketId;
  /** From 1, without gaps: the order in which they were written. */
  readonly number: number;
  readonly author: TicketAuthor;
  /** Empty once its author was erased. */
  readonly text: string;
  readonly at: Instant;
}

export type TicketEvent = 'customer-wrote' | 'operator-wrote' | 'closed' | 'reopened';

interface Transition {
  readonly from: TicketState;
  readonly event: TicketEvent;
  readonly to: TicketState;
}

/** Every state and event: anything can happen to a ticket at any time, since both sides write whenever they like. */
export const ticketTransitions: readonly Transition[] = [
  { from: 'open', event: 'customer-wrote', to: 'open' },
  { from: 'open', event: 'operator-wrote', to: 'answered' },
  { from: 'open', event: 'closed', to: 'closed' },
  { from: 'open', event: 'reopened', to: 'open' },
  { from: 'answered', event: 'customer-wrote', to: 'open' },
  { from: 'answered', event: 'operator-wrote', to: 'answered' },
  { from: 'answered', event: 'closed', to: 'closed' },
  { from: 'answered', event: 'reopened', to: 'open' },
  { from: 'closed', event: 'customer-wrote', to: 'open' },
  { from: 'closed', event: 'operator-wrote', to: 'answered' },
  { from: 'closed', event: 'closed', to: 'closed' },
  { from: 'closed', event: 'reopened', to: 'open' },
];

/**
 * The state of a ticket after something happened to it.
 *
 * Shape:  the same state where nothing changes, such as closing a closed one.
 * Errors: a plain Error for what the table lacks: a bug, since it has every state and event.
 * Source: U4.
 */
export function ticketStateAfter(state: TicketState, event: TicketEvent): TicketState {
  const found = ticketTransitions.find((transition) => transition.from === state && transition.event === event);
  if (found === undefined) throw new Error(`A ticket that is ${state} knows no ${event}.`);
  return found.to;
}
