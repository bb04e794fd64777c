import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsAfter } from '../../../lib/domain/accounts/lifetimes.ts';
import { addDays, businessDate, type Instant } from '../../../lib/domain/dates.ts';
import { Refused } from '../../../lib/domain/refusal.ts';
import type { TrainingChange, TrainingMail, TrainingMoment } from '../../../lib/domain/training/change.ts';
import { decideBooking, decideCancelBooking } from '../../../lib/domain/training/decide-booking.ts';
import { decideEdit, decideOffer } from '../../../lib/domain/training/decide-by-operator.ts';
import { decideOnTheDay } from '../../../lib/domain/training/on-the-day.ts';
import { bookedSlot, type Training } from '../../../lib/domain/training/training.ts';
import { bought, momentAt, slotAt } from './examples.ts';

type Step =
  | { readonly do: 'offer' | 'book'; readonly hours: number; readonly staff: boolean }
  | { readonly do: 'cancel' | 'link' | 'unlink' | 'held' | 'close' | 'due' | 'wait'; readonly hours: number };

const hours = fc.integer({ min: -5, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('offer', 'book'), hours, staff: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('cancel', 'link', 'unlink', 'due', 'due', 'wait'), hours }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('held', 'close'), hours }) },
) as fc.Arbitrary<Step>;
const zone = fc.constantFrom('Europe/Paris', 'Pacific/Auckland', 'America/Los_Angeles', 'UTC');

function decide(training: Training, taken: Step, moment: TrainingMoment): TrainingChange {
  const at = slotAt(secondsAfter(moment.now, taken.hours * 3600));
  switch (taken.do) {
    case 'offer':
      return decideOffer(training, { slots: [slotAt(secondsAfter(moment.now, 7200)), at] }, moment);
    case 'book': {
      const slot = training.slots[Math.abs(taken.hours) % Math.max(1, training.slots.length)];
      return decideBooking(training, slot?.id ?? 'none', { id: 'usr_1', isSupport: taken.staff }, moment);
    }
    case 'cancel':
      return decideCancelBooking(training, { id: 'usr_1', isSupport: false }, moment);
    case 'link':
      return decideEdit(training, { conferenceUrl: `https://meet.example.com/${taken.hours % 3}` }, moment);
    case 'unlink':
      return decideEdit(training, { conferenceUrl: null }, moment);
    case 'held':
      return decideEdit(training, { state: 'held' }, moment);
    case 'close':
      return decideEdit(training, { state: 'cancelled' }, moment);
    case 'due':
    case 'wait':
      return decideOnTheDay(training, moment);
  }
}

function attempt(training: Training, taken: Step, moment: TrainingMoment): TrainingChange | undefined {
  try {
    return decide(training, taken, moment);
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    return undefined;
  }
}

/** What holds of a session whatever was done. */
function expectWhole(training: Training, { timeZone }: TrainingMoment): void {
  const { state, booking, calendar, dueOn, link } = training;
  const slot = bookedSlot(training);
  expect(booking === undefined).toBe(slot === undefined);
  expect(slot !== undefined).toBe(state === 'booked' || state === 'held');
  expect(dueOn !== undefined).toBe(state === 'booked');
  if (slot !== undefined) {
    expect(calendar).toMatchObject({ startsAt: slot.startsAt, endsAt: slot.endsAt, cancelled: false });
    const day = businessDate(slot.startsAt, timeZone);
    if (state === 'booked') expect(dueOn).toBe(link === undefined ? day : addDays(day, 1));
  } else expect(calendar?.cancelled ?? true).toBe(true);
}

describe('U5: whatever is done with a session, in whichever order', () => {
  it('it is whole; its calendar entry rises with every change of its time; the roll-over finds nothing left to do', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), zone, (steps, timeZone) => {
        let now: Instant = '2026-03-27T20:00:00.000Z';
        let training = bought;
        for (const taken of steps) {
          if (taken.do === 'wait') now = secondsAfter(now, Math.abs(taken.hours) * 1800);
          const moment = momentAt(now, timeZone);
          const change = attempt(training, taken, moment);
          if (change === undefined) continue;
          expectRises(training, change.training);
          training = change.training;
          expectWhole(training, moment);
          const due = decideOnTheDay(training, moment);
          expect(decideOnTheDay(due.training, moment)).toEqual({ training: due.training, mails: [], facts: [] });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a link is mailed for an entry only on its date, and once unless it is another link', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), zone, (steps, timeZone) => {
        let now: Instant = '2026-03-27T20:00:00.000Z';
        let training = bought;
        const sent: string[] = [];
        for (const taken of steps) {
          if (taken.do === 'wait') now = secondsAfter(now, Math.abs(taken.hours) * 1800);
          const moment = momentAt(now, timeZone);
          const change = attempt(training, taken, moment);
          if (change === undefined) continue;
          const isNew = change.training.conferenceUrl !== training.conferenceUrl;
          training = change.training;
          if (!change.mails.includes('training-link' satisfies TrainingMail)) continue;
          const { calendar, conferenceUrl } = training;
          expect(businessDate(calendar?.startsAt ?? '', timeZone)).toBe(moment.today);
          expect(conferenceUrl).toBeDefined();
          const entry = `${calendar?.sequence} ${conferenceUrl}`;
          if (!isNew) expect(sent).not.toContain(entry);
          sent.push(entry);
        }
      }),
      { numRuns: 400 },
    );
  });
});

function expectRises(before: Training, after: Training): void {
  const [was, is] = [before.calendar, after.calendar];
  if (was === is) return;
  expect(is?.sequence).toBe(was === undefined ? 0 : was.sequence + 1);
}
