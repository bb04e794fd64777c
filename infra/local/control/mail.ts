import * as z from 'zod';
import { jsonReply } from '../gateway/reply.ts';
import { readInput } from './body.ts';
import type { Control } from './control.ts';

const failuresSchema = z.strictObject({ next: z.coerce.number().int().min(0).max(1000) });

/** Every e-mail, the newest last, once nothing is under way that would send another. */
export const listMail: Control = async (deployed, request) => {
  await deployed.settle();
  const to = new URLSearchParams(request.query).get('to') ?? undefined;
  return jsonReply({ messages: deployed.inbox.messages(to) });
};

export const clearMail: Control = async (deployed) => {
  await deployed.settle();
  deployed.inbox.clear();
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
};

export const failMail: Control = (deployed, request) => {
  const read = readInput(request, failuresSchema);
  if (read.kind === 'refused') return read.reply;
  deployed.inbox.failNext(read.input.next);
  return jsonReply({ next: read.input.next });
};
