import * as contract from '../../lib/contract/trainings.ts';
import { actorId } from '../../lib/domain/actor.ts';
import { decideCancelBooking } from '../../lib/domain/training/decide-booking.ts';
import { etag, requireVersion, route } from '../../lib/runtime/route.ts';
import { bookTraining as book, changeTraining, trainingMoment } from '../../lib/store/training-changes.ts';
import { trainingJson } from './training-json.ts';

export const bookTraining = route(contract.bookTraining, async (request) => {
  const { path, body, actor, expectedVersion } = request;
  const training = await book(path, body.slot, actor, trainingMoment(request), ({ version }) =>
    requireVersion(expectedVersion, version),
  );
  return { body: trainingJson(training), headers: etag(training.version) };
});

export const cancelTrainingBooking = route(contract.cancelTrainingBooking, async (request) => {
  const { path, actor, expectedVersion } = request;
  const moment = trainingMoment(request);
  const booker = { id: actorId(actor), isSupport: actor.kind === 'operator' };
  const training = await changeTraining(path, actor, moment, (before) => {
    requireVersion(expectedVersion, before.version);
    return decideCancelBooking(before, booker, moment);
  });
  return { body: trainingJson(training), headers: etag(training.version) };
});
