import * as contract from '../../lib/contract/trainings.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { trainingLinks } from '../../lib/domain/training/change.ts';
import { calendarFile } from '../../lib/mail/calendar-file.ts';
import { fallbackLocale } from '../../lib/messages/locales.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { etag, route } from '../../lib/runtime/route.ts';
import type { Key } from '../../lib/store/table.ts';
import {
  type ListingEnd,
  listTrainings as listOfAccount,
  listAllTrainings as listOfAll,
  requireTraining,
} from '../../lib/store/trainings.ts';
import { trainingJson, trainingsJson } from './training-json.ts';

export const listTrainings = route(contract.listTrainings, async ({ path: { account }, query }) => {
  const list = `trainings:${account}:${query.state ?? ''}`;
  const after = await decodeCursor<Key>(list, query.cursor);
  const page = await listOfAccount(account, query.limit, query.state, after);
  return { body: trainingsJson(page, await encodeCursor(list, page.last)) };
});

export const listAllTrainings = route(contract.listAllTrainings, async ({ query }) => {
  const list = `all-trainings:${query.state ?? ''}`;
  const from = await decodeCursor<ListingEnd>(list, query.cursor);
  const page = await listOfAll(query.limit, query.state, from);
  return { body: trainingsJson(page, await encodeCursor(list, page.last)) };
});

export const getTraining = route(contract.getTraining, async ({ path }) => {
  const training = await requireTraining(path.account, path.training);
  return { body: trainingJson(training), headers: etag(training.version) };
});

export const getTrainingCalendar = route(contract.getTrainingCalendar, async ({ path, catalogue }) => {
  const training = await requireTraining(path.account, path.training);
  const { id, calendar } = training;
  if (calendar === undefined) throw new Refused('training.not-booked', { links: trainingLinks(training) });
  const { service } = catalogue;
  const { content } = await calendarFile({ ...training, calendar }, { service, locale: fallbackLocale });
  return { body: content, headers: { 'content-disposition': `attachment; filename="${id}.ics"` } };
});
