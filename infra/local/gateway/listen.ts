import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const CLOSE_MILLISECONDS = 2000;

export class PortTaken extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is in use by another program: stop that one, or start on another with --port ${port + 1} (--port 0 takes any free one).`,
    );
    this.name = 'PortTaken';
  }
}

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on this machine only, on both loopback addresses where there are two: a browser may resolve `localhost` to
 * either, and another program on the other one would otherwise answer in this one's place.
 */
export async function listenLocally(port: number, listener: RequestListener): Promise<Listening> {
  const first = await listenOn('127.0.0.1', port, listener);
  const chosen = (first.address() as AddressInfo).port;
  const second = await listenOn('::1', chosen, listener).catch(async (error: unknown) => {
    if (!(error instanceof PortTaken)) return undefined;
    await close(first);
    throw error;
  });
  return {
    port: chosen,
    close: async () => {
      await Promise.all([close(first), second === undefined ? undefined : close(second)]);
    },
  };
}

function listenOn(host: string, port: number, listener: RequestListener): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    });
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

/** Lets the requests under way finish, for a while. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), CLOSE_MILLISECONDS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}
