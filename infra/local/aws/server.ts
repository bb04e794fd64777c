import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestCutOff, readBody } from '../gateway/body.ts';
import { type Listening, listenLocally, PortTaken } from '../gateway/listen.ts';
import { AwsFault } from './fault.ts';
import { answerSes, sesFault } from './ses.ts';
import { VIES_PATH, type ViesDouble } from './vies.ts';

/** A service with a JSON protocol: the action's name and its input, to its output. */
export type JsonService = (action: string, input: Record<string, unknown>) => unknown;

export interface AwsServerOptions {
  /** By the prefix of `X-Amz-Target`, such as `AmazonSQS`. */
  readonly json: Readonly<Record<string, JsonService>>;
  readonly ses: Parameters<typeof answerSes>[0];
  readonly vies: ViesDouble;
  /** Called before a service says yes: what was accepted is then safe from the end of this process. */
  readonly keep: () => void;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Clients outlive a deployment within one process, so the next one answers on the same port where it can. */
let lastPort = 0;

/** One loopback server that the SDK's SES, SQS and EventBridge clients talk to in place of AWS, and VIES beside them. */
export async function startAwsServer(options: AwsServerOptions): Promise<Listening> {
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    void answer(options, message).then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': randomUUID() });
        response.end(body);
      },
      (error: unknown) => {
        if (error instanceof RequestCutOff) return response.destroy();
        console.error('The local AWS endpoint failed:', error);
        response.writeHead(500).end();
      },
    );
  };
  const listening = await listenLocally(lastPort, listener).catch((error: unknown) => {
    if (lastPort === 0 || !(error instanceof PortTaken)) throw error;
    return listenLocally(0, listener);
  });
  lastPort = listening.port;
  return listening;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answer(options: AwsServerOptions, message: IncomingMessage): Promise<Answer> {
  const body = await readBody(message, MAX_BODY_BYTES);
  if (body === 'too-large') return jsonFault(new AwsFault('RequestEntityTooLarge', 'The request is too large.'));
  const path = message.url ?? '';
  if (path.startsWith(`${VIES_PATH}/`)) {
    const { status, body: told } = await options.vies.answer(message.method ?? '', path, body.toString());
    return { status, type: 'application/json', body: told };
  }
  const target = message.headers['x-amz-target'];
  if (typeof target === 'string') return answerJson(options, target, body);
  try {
    const accepted = await answerSes(options.ses, new URLSearchParams(body.toString()));
    options.keep();
    return { status: 200, type: 'text/xml', body: accepted };
  } catch (error) {
    return { status: 400, type: 'text/xml', body: sesFault(asFault(error)) };
  }
}

async function answerJson(options: AwsServerOptions, target: string, body: Buffer): Promise<Answer> {
  const [prefix = '', action = ''] = target.split('.');
  try {
    const service = options.json[prefix];
    if (service === undefined) throw new AwsFault('UnknownOperationException', `${target} is not answered locally.`);
    const output = await service(action, JSON.parse(body.toString()));
    options.keep();
    return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(output) };
  } catch (error) {
    return jsonFault(asFault(error));
  }
}

function jsonFault(fault: AwsFault): Answer {
  const body = JSON.stringify({ __type: fault.code, message: fault.message });
  return { status: 400, type: 'application/x-amz-json-1.1', body };
}

/** A fault the caller is meant to meet passes as it is; a mistake in here is said loudly as well. */
function asFault(error: unknown): AwsFault {
  const isExpected = error instanceof AwsFault;
  if (!isExpected || error.code === 'UnknownOperationException' || error.code === 'InvalidAction') console.error(error);
  return isExpected ? error : new AwsFault('InternalFailure', String(error));
}
