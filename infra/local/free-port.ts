import { createServer } from 'node:net';

/**
 * A port nobody listens on, on any address. It can be taken between this answer and its use, so whoever uses it must
 * notice that.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
