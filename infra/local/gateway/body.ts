import type { IncomingMessage } from 'node:http';

/** The client went away before it had sent its request, so nobody waits for an answer. */
export class RequestCutOff extends Error {}

/** Past this a sender is cut off instead of being told. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * Reads a request's body; one larger than the limit is `too-large`. The rest of it is read and dropped, because many
 * clients only read the answer once they have sent everything.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (bytes > MAX_DISCARDED_BYTES) message.destroy();
    });
    message.once('end', () => resolve(bytes > maxBytes ? 'too-large' : Buffer.concat(chunks)));
    message.once('error', (error) => reject(new RequestCutOff('The request was cut off.', { cause: error })));
    message.once('close', () => reject(new RequestCutOff('The request was cut off.')));
  });
}
