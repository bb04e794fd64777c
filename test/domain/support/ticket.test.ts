import { describe, expect, it } from 'vitest';
import {
  type TicketEvent,
  ticketStateAfter,
  ticketStates,
  ticketTransitions,
} from '../../../lib/domain/support/ticket.ts';

describe('U4: whoever wrote last waits for the other', () => {
  it.each([
    ['open', 'customer-wrote', 'open'],
    ['open', 'operator-wrote', 'answered'],
    ['open', 'closed', 'closed'],
    ['open', 'reopened', 'open'],
    ['answered', 'customer-wrote', 'open'],
    ['answered', 'operator-wrote', 'answered'],
    ['answered', 'closed', 'closed'],
    ['answered', 'reopened', 'open'],
    ['closed', 'customer-wrote', 'open'],
    ['closed', 'operator-wrote', 'answered'],
    ['closed', 'closed', 'closed'],
    ['closed', 'reopened', 'open'],
  ] as const)('a ticket that is %s becomes, once it is %s, %s', (from, event, to) => {
    expect(ticketStateAfter(from, event)).toBe(to);
  });

  it('has one way from each of the 3 states for each of the 4 events', () => {
    const events: TicketEvent[] = ['customer-wrote', 'operator-wrote', 'closed', 'reopened'];
    const ways = ticketTransitions.map(({ from, event }) => `${from} ${event}`).sort();
    expect(ways).toEqual(ticketStates.flatMap((state) => events.map((event) => `${state} ${event}`)).sort());
  });

  it('is a bug where a state is none of them', () => {
    expect(() => ticketStateAfter('lost' as never, 'closed')).toThrow('lost');
  });
});
