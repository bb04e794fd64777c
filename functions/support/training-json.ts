import type * as z from 'zod';
import type { getTraining } from '../../lib/contract/trainings.ts';
import type { Training } from '../../lib/domain/training/training.ts';
import type { TrainingPage } from '../../lib/store/trainings.ts';

type TrainingJson = z.infer<typeof getTraining.response.schema>;

export function trainingJson(training: Training): TrainingJson {
  const { id, account, order, pack, minutes, state, slots, booking, conferenceUrl, boughtAt, version } = training;
  return {
    id,
    account,
    order,
    pack,
    minutes,
    state,
    slots: slots.map(({ id: slot, startsAt, endsAt }) => ({
      id: slot as `slt_${string}`,
      starts_at: startsAt,
      ends_at: endsAt,
    })),
    booking: booking === undefined ? null : { ...booking, slot: booking.slot as `slt_${string}` },
    conference_url: conferenceUrl ?? null,
    bought_at: boughtAt,
    version,
  };
}

export function trainingsJson({ trainings }: Pick<TrainingPage, 'trainings'>, nextCursor: string | null) {
  return { items: trainings.map(trainingJson), next_cursor: nextCursor };
}
