import { type ScheduleName, schedules } from '../../../functions/manifest.ts';
import { jsonReply, problemReply } from '../gateway/reply.ts';
import type { Control } from './control.ts';

/** Runs a schedule now, and answers when all it caused is done. */
export const runSchedule: Control = async (deployed, _request, name) => {
  if (!Object.hasOwn(schedules, name)) return problemReply(404, 'schedule.not-found', `There is no schedule ${name}.`);
  const at = deployed.clock.now();
  const result = await deployed.runSchedule(name as ScheduleName);
  return jsonReply({ ran: name, at, result });
};

/** The facts that were published, oldest first. */
export const listEvents: Control = async (deployed) => {
  await deployed.settle();
  const events = deployed.events().map(({ bus, event }) => ({
    id: event.id,
    bus,
    source: event.source,
    type: event['detail-type'],
    time: event.time,
    detail: event.detail,
  }));
  return jsonReply({ events });
};

export const listDeadLetters: Control = async (deployed) => {
  await deployed.settle();
  return jsonReply({ dead_letters: deployed.deadLetters.all() });
};

export const redriveDeadLetters: Control = async (deployed, _request, source) => {
  const redriven = deployed.deadLetters.redrive(source);
  await deployed.settle();
  return jsonReply({ source, redriven });
};
