import * as z from 'zod';
import { jsonReply, problemReply, type Reply } from '../gateway/reply.ts';
import { ClockCannotGoBack } from '../timekeeper.ts';
import { isForm, readInput } from './body.ts';
import type { Control } from './control.ts';

const moveSchema = z.union([z.strictObject({ now: z.string() }), z.strictObject({ advance: z.string() })]);

export const showClock: Control = (deployed) => jsonReply({ now: deployed.clock.now() });

/** Answers once everything that came due on the way has run. */
export const moveClock: Control = async (deployed, request) => {
  const read = readInput(request, moveSchema);
  if (read.kind === 'refused') return read.reply;
  const { input } = read;
  try {
    if ('now' in input) await deployed.clock.moveTo(input.now);
    else await deployed.clock.advance(input.advance);
  } catch (error) {
    return refusal(error);
  }
  if (isForm(request)) return { status: 303, headers: { location: '/_local' }, body: Buffer.alloc(0) };
  return jsonReply({ now: deployed.clock.now() });
};

function refusal(error: unknown): Reply {
  if (error instanceof ClockCannotGoBack) return problemReply(400, 'clock.backwards', error.message);
  if (error instanceof RangeError) return problemReply(400, 'clock.invalid', error.message);
  throw error;
}
