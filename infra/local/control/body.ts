import type * as z from 'zod';
import { check } from '../../../lib/contract/mistakes.ts';
import { problemReply, type Reply } from '../gateway/reply.ts';
import type { LocalRequest } from '../server.ts';

export type Read<Input> =
  | { readonly kind: 'read'; readonly input: Input }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** Reads a JSON body or, from the index page, a form. */
export function readInput<Input>(request: LocalRequest, schema: z.ZodType<Input>): Read<Input> {
  let raw: unknown;
  try {
    const text = request.body.toString();
    raw = isForm(request) ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
  } catch {
    return { kind: 'refused', reply: problemReply(400, 'request.malformed', 'The body is not JSON.') };
  }
  const read = check(schema, raw);
  if (read.ok) return { kind: 'read', input: read.value };
  const mistakes = read.mistakes.map(({ pointer, detail }) => `${pointer || 'The body'} ${detail}`);
  return { kind: 'refused', reply: problemReply(400, 'request.invalid', `${mistakes.join('; ')}.`) };
}

/** curl calls any body a form unless it is told otherwise, so the body itself is looked at as well. */
export function isForm({ message, body }: LocalRequest): boolean {
  const contentType = message.headers['content-type'] ?? '';
  return contentType.startsWith('application/x-www-form-urlencoded') && !body.toString().trimStart().startsWith('{');
}
