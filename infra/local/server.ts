import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionName, Route } from '../../functions/manifest.ts';
import { RequestCutOff, readBody } from './gateway/body.ts';
import { gatewayEvent } from './gateway/event.ts';
import { type Listening, listenLocally } from './gateway/listen.ts';
import { faultReply, gatewayReply, problemReply, type Reply } from './gateway/reply.ts';
import { matchRoute } from './gateway/router.ts';

/** A request that is read: what the local routes and the gateway both start from. */
export interface LocalRequest {
  readonly message: IncomingMessage;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
}

export interface ServerOptions {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly nowMs: () => number;
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  /** Answers the routes under `/_local`, which exist in no other deployment. */
  readonly answerLocally: (request: LocalRequest) => Promise<Reply>;
}

/** Lambda's limit on an event, less what the event adds around the body. */
const MAX_BODY_BYTES = 6 * 1024 * 1024 - 64 * 1024;

/** The deployment's HTTP API: API Gateway's events in front of the manifest's functions. */
export function startServer(options: ServerOptions): Promise<Listening> {
  return listenLocally(options.port, (message, response) => {
    void answer(options, message).then(
      (reply) => write(message, response, reply),
      (error: unknown) => {
        if (error instanceof RequestCutOff) return response.destroy();
        console.error(`${message.method} ${message.url}:`, error);
        write(message, response, faultReply());
      },
    );
  });
}

async function answer(options: ServerOptions, message: IncomingMessage): Promise<Reply> {
  const [path = '/', ...rest] = (message.url ?? '/').split('?');
  const body = await readBody(message, MAX_BODY_BYTES);
  if (body === 'too-large')
    return problemReply(413, 'request.too-large', 'The body is larger than what a function can be called with: 6 MB.');
  const method = message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET');
  const request: LocalRequest = { message, method, path, query: rest.join('?'), body };
  if (path === '/_local' || path.startsWith('/_local/')) return options.answerLocally(request);
  return answerRoute(options, request);
}

async function answerRoute(options: ServerOptions, request: LocalRequest): Promise<Reply> {
  if (!isDecodable(request.path))
    return problemReply(400, 'request.malformed', 'The address has a % that begins no encoded UTF-8 character.');
  const match = matchRoute(options.routes, request.method, request.path);
  if (match.kind === 'none')
    return problemReply(404, 'route.not-found', 'See /docs for every address of this service.');
  if (match.kind === 'other-method') {
    const allow = match.allow.join(', ');
    const problem = problemReply(405, 'route.method-not-allowed', `This address answers ${allow} only.`);
    return { ...problem, headers: { ...problem.headers, allow } };
  }
  const { route, pathParameters } = match;
  const event = gatewayEvent({
    message: request.message,
    method: request.method,
    rawPath: request.path,
    rawQueryString: request.query,
    body: request.body,
    route,
    pathParameters,
    requestId: randomUUID(),
    timeMs: options.nowMs(),
  });
  return gatewayReply(await options.invoke(route.area, event));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function write(message: IncomingMessage, response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length });
  response.end(message.method === 'HEAD' ? undefined : reply.body);
}
