import * as contract from '../../lib/contract/trainings.ts';
import { decideEdit } from '../../lib/domain/training/decide-by-operator.ts';
import { etag, requireVersion, route } from '../../lib/runtime/route.ts';
import { changeTraining, trainingMoment } from '../../lib/store/training-changes.ts';
import { trainingJson } from './training-json.ts';

export const editTraining = route(contract.editTraining, async (request) => {
  const { path, body, actor, expectedVersion } = request;
  const moment = trainingMoment(request);
  const training = await changeTraining(path, actor, moment, (before) => {
    requireVersion(expectedVersion, before.version);
    return decideEdit(before, { conferenceUrl: body.conference_url, state: body.state }, moment);
  });
  return { body: trainingJson(training), headers: etag(training.version) };
});
