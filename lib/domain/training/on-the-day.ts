import { addDays } from '../dates.ts';
import { slotDate, type TrainingChange, type TrainingMoment, unchanged } from './change.ts';
import { bookedSlot, type Slot, type Training } from './training.ts';

/**
 * What is due for a booked session by a date: on its day the link is mailed, or support told that there is none; once the
 * day is over it was held.
 *
 * Shape:  unchanged before the day, and when it was done already; so it can be asked at any time and any number of times.
 * Source: U5.
 */
export function decideOnTheDay(training: Training, moment: TrainingMoment): TrainingChange {
  const slot = bookedSlot(training);
  if (training.state !== 'booked' || slot === undefined) return unchanged(training);
  const day = slotDate(slot, moment);
  if (moment.today < day) return unchanged(training);
  if (moment.today > day) return hold(training, moment);
  if (training.link !== undefined) return unchanged(training);
  return training.conferenceUrl === undefined ? missLink(training, slot, moment) : sendLink(training, slot, moment);
}

/** The link goes to the admins. */
export function sendLink(training: Training, slot: Slot, moment: TrainingMoment): TrainingChange {
  return {
    training: { ...training, link: 'sent', dueOn: addDays(slotDate(slot, moment), 1) },
    mails: ['training-link'],
    facts: [{ action: 'training.link-sent', after: { slot: slot.id } }],
  };
}

function missLink(training: Training, slot: Slot, moment: TrainingMoment): TrainingChange {
  return {
    training: { ...training, link: 'missing', dueOn: addDays(slotDate(slot, moment), 1) },
    mails: ['training-link-missing'],
    facts: [],
  };
}

/** A booked session is over. */
export function hold(training: Training, { now }: Pick<TrainingMoment, 'now'>): TrainingChange {
  return {
    training: { ...training, state: 'held', dueOn: undefined, changedAt: now },
    mails: [],
    facts: [{ action: 'training.held', before: { state: training.state }, after: { state: 'held' } }],
  };
}
