import type { Instant, PlainDate } from '../dates.ts';
import type { AccountId, OrderId, TrainingId } from '../ids.ts';

/** `bought` until slots are offered; `booked` once one is picked; `held` and `cancelled` are the end. */
export const trainingStates = ['bought', 'offered', 'booked', 'held', 'cancelled'] as const;
export type TrainingState = (typeof trainingStates)[number];

/** A time at which a session can be held, half-open. */
export interface Slot {
  readonly id: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Which slot was picked, by whom and when. Ids only, so that a person can be erased. */
export interface Booking {
  readonly slot: string;
  readonly by: string;
  readonly at: Instant;
}

/** What the calendar file last said. It outlives the booking, so that a file can take an entry away again. */
export interface CalendarEntry {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Rises with every move and cancelling, so that calendars know the newer of two files. */
  readonly sequence: number;
  readonly cancelled: boolean;
}

/** What was done about the conference link on the day: mailed, or support was told that there is none. */
export type LinkStep = 'sent' | 'missing';

/** A session that was bought with a pack: to be scheduled, then held by web conference. (U5) */
export interface Training {
  readonly id: TrainingId;
  readonly account: AccountId;
  readonly order: OrderId;
  readonly pack: string;
  readonly minutes: number;
  readonly state: TrainingState;
  readonly slots: readonly Slot[];
  readonly booking?: Booking | undefined;
  readonly conferenceUrl?: string | undefined;
  readonly calendar?: CalendarEntry | undefined;
  readonly link?: LinkStep | undefined;
  /** The next date on which the roll-over has something to do with it. */
  readonly dueOn?: PlainDate | undefined;
  readonly boughtAt: Instant;
  readonly changedAt: Instant;
  readonly version: number;
}

/** The slot that is booked. */
export function bookedSlot({ slots, booking }: Pick<Training, 'slots' | 'booking'>): Slot | undefined {
  return booking === undefined ? undefined : slots.find(({ id }) => id === booking.slot);
}
