import * as z from 'zod';
import { viesBehaviours } from '../aws/vies.ts';
import { jsonReply } from '../gateway/reply.ts';
import { readInput } from './body.ts';
import type { Control } from './control.ts';

const toldSchema = z.strictObject({
  number: z.string().min(3).max(30).optional(),
  answer: z.enum(viesBehaviours),
});

export const showVies: Control = (deployed) => jsonReply(deployed.vies.show());

/** Tells VIES what to answer, about one number or about all. */
export const tellVies: Control = (deployed, request) => {
  const read = readInput(request, toldSchema);
  if (read.kind === 'refused') return read.reply;
  deployed.vies.tell(read.input.answer, read.input.number);
  return jsonReply(deployed.vies.show());
};
