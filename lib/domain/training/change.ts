import { businessDate, type Instant, type PlainDate } from '../dates.ts';
import { Refused } from '../refusal.ts';
import type { Slot, Training } from './training.ts';

/** When something is done, and to whom a customer turns who cannot do it themselves. */
export interface TrainingMoment {
  readonly now: Instant;
  readonly today: PlainDate;
  readonly timeZone: string;
  readonly supportEmail: string;
}

/** What the admins are told by e-mail; of a missing link, support. */
export const trainingMails = [
  'training-slots-offered',
  'training-booked',
  'training-moved',
  'training-booking-cancelled',
  'training-cancelled',
  'training-link',
  'training-link-missing',
] as const;
export type TrainingMail = (typeof trainingMails)[number];

/** A fact of a session; ids and settings only. */
export interface TrainingFact {
  readonly action: `training.${string}`;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** A session as it becomes, who is told, and what is recorded. */
export interface TrainingChange {
  readonly training: Training;
  readonly mails: readonly TrainingMail[];
  readonly facts: readonly TrainingFact[];
}

export function unchanged(training: Training): TrainingChange {
  return { training, mails: [], facts: [] };
}

/** One change after another, as one. */
export function andThen(first: TrainingChange, next: (training: Training) => TrainingChange): TrainingChange {
  const second = next(first.training);
  return {
    training: second.training,
    mails: [...first.mails, ...second.mails],
    facts: [...first.facts, ...second.facts],
  };
}

/** The business date on which a slot begins. Source: M3, U5. */
export function slotDate(
  { startsAt }: Pick<Slot, 'startsAt'>,
  { timeZone }: Pick<TrainingMoment, 'timeZone'>,
): PlainDate {
  return businessDate(startsAt, timeZone);
}

/** Errors: `training.closed` once a session was held or cancelled. */
export function requireOpen({ state, account }: Training, { supportEmail }: TrainingMoment): void {
  if (state === 'held' || state === 'cancelled') {
    const links = { trainings: `/v1/accounts/${account}/trainings`, buy: `/v1/accounts/${account}/orders` };
    throw new Refused('training.closed', { values: { support: supportEmail }, links, extra: { state } });
  }
}

/** The paths of a session, as the ways out of a refusal. */
export function trainingLinks({ account, id }: Pick<Training, 'account' | 'id'>) {
  const training = `/v1/accounts/${account}/trainings/${id}`;
  return { training, booking: `${training}/booking`, support: `/v1/accounts/${account}/tickets` } as const;
}
