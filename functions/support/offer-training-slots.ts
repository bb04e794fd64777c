import * as contract from '../../lib/contract/trainings.ts';
import { decideOffer } from '../../lib/domain/training/decide-by-operator.ts';
import { slotTimes } from '../../lib/domain/training/offer-slots.ts';
import { stableId } from '../../lib/runtime/ids.ts';
import { etag, requireVersion, route } from '../../lib/runtime/route.ts';
import { changeTraining, trainingMoment } from '../../lib/store/training-changes.ts';
import { trainingJson } from './training-json.ts';

/** A slot's id follows from its session and time, so that the same offer again is the same. */
export const offerTrainingSlots = route(contract.offerTrainingSlots, async (request) => {
  const { path, body, actor, expectedVersion } = request;
  const moment = trainingMoment(request);
  const starts = body.slots.map(({ starts_at }) => starts_at);
  const training = await changeTraining(path, actor, moment, (before) => {
    requireVersion(expectedVersion, before.version);
    const slots = slotTimes(starts, before.minutes, moment.now).map((time) => ({
      id: stableId('slt', `${before.id} ${time.startsAt}`),
      ...time,
    }));
    return decideOffer(before, { slots, conferenceUrl: body.conference_url }, moment);
  });
  return { body: trainingJson(training), headers: etag(training.version) };
});
