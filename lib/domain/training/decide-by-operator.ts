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
import { unbooked } from './decide-booking.ts';
import { hold, sendLink } from './on-the-day.ts';
import { bookedSlot, type Slot, type Training } from './training.ts';

/** What an operator offers; a link that is not given stays as it is. */
export interface Offer {
  readonly slots: readonly Slot[];
  readonly conferenceUrl?: string | undefined;
}

/**
 * Slots are offered instead of those before.
 *
 * Shape:  no change where they and the link are the same.
 * Errors: `training.already-booked` once one is picked, or the session was held; `training.closed` when it was cancelled.
 * Source: U5.
 */
export function decideOffer(training: Training, offer: Offer, moment: TrainingMoment): TrainingChange {
  const { state } = training;
  if (state === 'booked' || state === 'held') {
    throw new Refused('training.already-booked', { links: trainingLinks(training), extra: { state } });
  }
  requireOpen(training, moment);
  const { slots, conferenceUrl = training.conferenceUrl } = offer;
  const linked = setLink(training, conferenceUrl, moment);
  if (state === 'offered' && sameSlots(training.slots, slots)) return linked;
  const starts = (offered: readonly Slot[]) => ({ slots: offered.map(({ startsAt }) => startsAt) });
  return andThen(linked, (before) => ({
    training: { ...before, state: 'offered', slots, changedAt: moment.now },
    mails: ['training-slots-offered'],
    facts: [{ action: 'training.slots-offered', before: starts(training.slots), after: starts(slots) }],
  }));
}

function sameSlots(some: readonly Slot[], others: readonly Slot[]): boolean {
  return some.length === others.length && some.every(({ id }, index) => id === others[index]?.id);
}

/** What an operator changes; `null` takes the link away. */
export interface TrainingEdit {
  readonly conferenceUrl?: string | null | undefined;
  readonly state?: 'held' | 'cancelled' | undefined;
}

/**
 * The link is set, and the session closed.
 *
 * Shape:  what is as it shall be is no change.
 * Errors: `training.closed` for a session that is closed otherwise; `training.not-booked` for one that was never booked
 *         and shall have been held; `request.invalid` where its time has not come.
 * Source: U5.
 */
export function decideEdit(training: Training, edit: TrainingEdit, moment: TrainingMoment): TrainingChange {
  const { state } = edit;
  const link = edit.conferenceUrl === undefined ? training.conferenceUrl : (edit.conferenceUrl ?? undefined);
  if (state !== undefined && training.state === state && link === training.conferenceUrl) return unchanged(training);
  requireOpen(training, moment);
  if (state === undefined) return decideLink(training, link, moment);
  // Nobody needs the link of a session that ends with the same request.
  return andThen(setLink(training, link, moment), (linked) => close(linked, state, moment));
}

/** On the day of a booked session a link goes out as soon as it is there, and again when it is another. */
function decideLink(training: Training, link: string | undefined, moment: TrainingMoment): TrainingChange {
  const change = setLink(training, link, moment);
  const slot = bookedSlot(training);
  const goesOut = slot !== undefined && link !== undefined && link !== training.conferenceUrl;
  if (!goesOut || moment.today !== slotDate(slot, moment)) return change;
  return andThen(change, (linked) => sendLink(linked, slot, moment));
}

/** The link itself is not recorded: who knows it can join. */
function setLink(training: Training, link: string | undefined, { now }: TrainingMoment): TrainingChange {
  if (link === training.conferenceUrl) return unchanged(training);
  const before = { link: training.conferenceUrl !== undefined };
  const fact = { action: 'training.link-set', before, after: { link: link !== undefined } } as const;
  return { training: { ...training, conferenceUrl: link, changedAt: now }, mails: [], facts: [fact] };
}

function close(training: Training, state: 'held' | 'cancelled', moment: TrainingMoment): TrainingChange {
  if (state === 'held') {
    const slot = bookedSlot(training);
    if (slot === undefined) throw new Refused('training.not-booked', { links: trainingLinks(training) });
    requireBegun(training, slot, moment);
    return hold(training, moment);
  }
  return {
    training: { ...unbooked(training, moment.now), state: 'cancelled' },
    mails: ['training-cancelled'],
    facts: [{ action: 'training.cancelled', before: { state: training.state }, after: { state } }],
  };
}

/** What was held cannot be undone. */
function requireBegun(training: Training, { startsAt }: Slot, { now }: TrainingMoment): void {
  if (startsAt <= now) return;
  const detail = `must not be held before the session begins, at ${startsAt}; cancel the booking if it will not take place`;
  throw new Refused('request.invalid', { errors: [{ pointer: '/state', detail }], links: trainingLinks(training) });
}
