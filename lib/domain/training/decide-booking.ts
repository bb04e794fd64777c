import type { Instant } from '../dates.ts';
import { Refused } from '../refusal.ts';
import {
  andThen,
  requireOpen,
  slotDate,
  type TrainingChange,
  type TrainingMoment,
  trainingLinks,
  unchanged,
} from './change.ts';
import { decideOnTheDay } from './on-the-day.ts';
import { bookedSlot, type CalendarEntry, type Slot, type Training } from './training.ts';

/** Who picks a slot or lets go of it. */
export interface Booker {
  readonly id: string;
  /** Support can still change on the day what a customer no longer can. */
  readonly isSupport: boolean;
}

/**
 * A slot is picked, or another one instead.
 *
 * Shape:  the same slot again is no change. On the day of the slot itself the link goes out with the booking.
 * Errors: `training.closed`; `training.slot-unknown`; `training.too-late` on the day of what is booked;
 *         `training.slot-passed` for a slot that has begun.
 * Source: U5.
 */
export function decideBooking(
  training: Training,
  wanted: string,
  booker: Booker,
  moment: TrainingMoment,
): TrainingChange {
  requireOpen(training, moment);
  const slot = training.slots.find(({ id }) => id === wanted);
  if (slot === undefined) {
    const errors = [{ pointer: '/slot', detail: 'must be the id of a slot that is offered' }];
    throw new Refused('training.slot-unknown', { errors, links: trainingLinks(training) });
  }
  const before = bookedSlot(training);
  if (before?.id === slot.id) return unchanged(training);
  if (before !== undefined) requireInTime(training, before, booker, moment);
  if (slot.startsAt <= moment.now) {
    const values = { support: moment.supportEmail };
    throw new Refused('training.slot-passed', { values, links: trainingLinks(training) });
  }
  return andThen(book(training, before, slot, booker, moment), (booked) => decideOnTheDay(booked, moment));
}

function book(
  training: Training,
  before: Slot | undefined,
  slot: Slot,
  booker: Booker,
  moment: TrainingMoment,
): TrainingChange {
  const { startsAt, endsAt } = slot;
  return {
    training: {
      ...training,
      state: 'booked',
      booking: { slot: slot.id, by: booker.id, at: moment.now },
      calendar: nextEntry(training.calendar, { startsAt, endsAt, cancelled: false }),
      link: undefined,
      dueOn: slotDate(slot, moment),
      changedAt: moment.now,
    },
    mails: [before === undefined ? 'training-booked' : 'training-moved'],
    facts: [
      before === undefined
        ? { action: 'training.booked', after: factOf(slot) }
        : { action: 'training.moved', before: factOf(before), after: factOf(slot) },
    ],
  };
}

/**
 * A booking is given up; the slots are offered again.
 *
 * Shape:  no change where nothing is booked.
 * Errors: `training.closed`; `training.too-late` on the day of the slot.
 * Source: U5.
 */
export function decideCancelBooking(training: Training, booker: Booker, moment: TrainingMoment): TrainingChange {
  requireOpen(training, moment);
  const slot = bookedSlot(training);
  if (slot === undefined) return unchanged(training);
  requireInTime(training, slot, booker, moment);
  return {
    training: { ...unbooked(training, moment.now), state: 'offered' },
    mails: ['training-booking-cancelled'],
    facts: [{ action: 'training.booking-cancelled', before: factOf(slot) }],
  };
}

/** Without its booking; what was in a calendar is taken away again. */
export function unbooked(training: Training, now: Instant): Training {
  const { calendar } = training;
  const taken = calendar === undefined || calendar.cancelled ? calendar : nextEntry(calendar, { cancelled: true });
  return { ...training, booking: undefined, calendar: taken, link: undefined, dueOn: undefined, changedAt: now };
}

function nextEntry(before: CalendarEntry, change: Partial<CalendarEntry>): CalendarEntry;
function nextEntry(before: CalendarEntry | undefined, change: Omit<CalendarEntry, 'sequence'>): CalendarEntry;
function nextEntry(before: CalendarEntry | undefined, change: Partial<CalendarEntry>): CalendarEntry {
  return { ...before, ...change, sequence: before === undefined ? 0 : before.sequence + 1 } as CalendarEntry;
}

/** A booking can be changed until the day before its slot. Errors: `training.too-late`. */
function requireInTime(training: Training, booked: Slot, booker: Booker, moment: TrainingMoment): void {
  if (booker.isSupport || moment.today < slotDate(booked, moment)) return;
  const values = { support: moment.supportEmail };
  throw new Refused('training.too-late', { values, links: trainingLinks(training) });
}

function factOf({ id, startsAt }: Slot) {
  return { slot: id, starts_at: startsAt };
}
