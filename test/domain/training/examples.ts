import { secondsAfter } from '../../../lib/domain/accounts/lifetimes.ts';
import { businessDate, type Instant } from '../../../lib/domain/dates.ts';
import type { TrainingMoment } from '../../../lib/domain/training/change.ts';
import type { Slot, Training } from '../../../lib/domain/training/training.ts';

export const bought: Training = {
  id: 'trn_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
  account: 'acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
  order: 'ord_01JZ8Q0V7M3K5N9P2R4S6T8W0X',
  pack: 'training',
  minutes: 60,
  state: 'bought',
  slots: [],
  boughtAt: '2026-03-01T08:00:00.000Z',
  changedAt: '2026-03-01T08:00:00.000Z',
  version: 1,
};

export function slotAt(startsAt: Instant): Slot {
  return { id: `slt ${startsAt}`, startsAt, endsAt: secondsAfter(startsAt, 3600) };
}

export function momentAt(now: Instant, timeZone = 'Europe/Paris'): TrainingMoment {
  return { now, today: businessDate(now, timeZone), timeZone, supportEmail: 'support@example.com' };
}
