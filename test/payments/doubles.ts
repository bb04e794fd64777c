import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsVariables, setVariables } from '../../infra/local/environment.ts';
import { replaceClock } from '../../lib/runtime/clock.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (heard: Heard, response: ServerResponse) => void;

/** A server that answers as told and remembers what it was asked. */
async function listen(answer: Answer): Promise<{ url: string; heard: Heard[]; stop(): Promise<void> }> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const entry = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    heard.push(entry);
    answer(entry, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_example', ...headers });
  response.end(JSON.stringify(body));
}

/** Parameter Store with the parameters given; a missing one is reported as AWS does. */
async function startParameterStore(parameters: Map<string, string>) {
  return listen(({ headers, body }, response) => {
    const names: string[] = JSON.parse(body).Names;
    if (headers['x-amz-target'] !== 'AmazonSSM.GetParameters')
      return json(response, 400, { __type: 'UnknownOperation' });
    const found = names.filter((name) => parameters.has(name));
    json(response, 200, {
      Parameters: found.map((Name) => ({ Name, Type: 'SecureString', Value: parameters.get(Name) })),
      InvalidParameters: names.filter((name) => !parameters.has(name)),
    });
  });
}

interface SessionDouble {
  readonly id: string;
  readonly url: string;
  status: 'open' | 'complete' | 'expired';
  intentStatus?: string;
}

/** Stripe's API as far as Checkout Sessions: idempotency keys are remembered with what was asked and answered. */
async function startStripe() {
  const sessions = new Map<string, SessionDouble>();
  const answered = new Map<string, { asked: string; status: number; body: unknown }>();
  /** What to answer instead of making a session: a status and an error, or nothing at all. */
  const trouble: { next: ({ status: number; error: Record<string, string> } | 'hang-up')[] } = { next: [] };

  const asJson = ({ intentStatus, ...session }: SessionDouble) => ({
    object: 'checkout.session',
    ...session,
    payment_intent:
      intentStatus === undefined ? null : { id: 'pi_example', object: 'payment_intent', status: intentStatus },
  });

  function create(): { status: number; body: unknown } {
    const failure = trouble.next.shift();
    if (failure !== undefined && failure !== 'hang-up')
      return { status: failure.status, body: { error: failure.error } };
    const id = `cs_test_${randomUUID().replaceAll('-', '')}`;
    const session: SessionDouble = { id, url: `https://checkout.stripe.com/c/pay/${id}`, status: 'open' };
    sessions.set(id, session);
    return { status: 200, body: asJson(session) };
  }

  const server = await listen(({ method, path, headers, body }, response) => {
    const retrieved = /^\/v1\/checkout\/sessions\/(\w+)/.exec(path)?.[1];
    if (method === 'GET' && retrieved !== undefined) {
      const session = sessions.get(retrieved);
      if (session === undefined) return json(response, 404, { error: { type: 'invalid_request_error' } });
      return json(response, 200, asJson(session));
    }
    if (trouble.next[0] === 'hang-up') {
      trouble.next.shift();
      return response.destroy();
    }
    const key = String(headers['idempotency-key']);
    const before = answered.get(key);
    if (before !== undefined && before.asked !== body) {
      return json(response, 400, {
        error: { type: 'idempotency_error', message: 'Keys for idempotent requests differ' },
      });
    }
    const reply = before ?? { asked: body, ...create() };
    answered.set(key, reply);
    json(response, reply.status, reply.body, before === undefined ? {} : { 'idempotent-replayed': 'true' });
  });
  return { ...server, sessions, trouble };
}

export const SECRET_KEY = 'sk_test_example';
export const WEBHOOK_SECRET = 'whsec_example';

const names = { key: '/seatledger/test/stripe/secret-key', webhook: '/seatledger/test/stripe/webhook-secret' };

/** A deployment with Stripe as its gateway, whose Stripe and Parameter Store are these doubles. */
export async function useStripe() {
  const parameters = new Map([
    [names.key, SECRET_KEY],
    [names.webhook, WEBHOOK_SECRET],
  ]);
  const [stripe, store] = [await startStripe(), await startParameterStore(parameters)];
  const variables = {
    GATEWAY: 'stripe',
    STRIPE_SECRET_KEY_PARAMETER: names.key,
    STRIPE_WEBHOOK_SECRET_PARAMETER: names.webhook,
    STRIPE_MODE: 'test',
    STRIPE_API_URL: stripe.url,
    AWS_ENDPOINT_URL_SSM: store.url,
  };
  const stop = async () => {
    await stripe.stop();
    await store.stop();
  };
  return { stripe, store, parameters, names, variables, stop };
}

/** The same without a table, for what needs none. */
export async function useStripeAlone(more: Readonly<Record<string, string>> = {}) {
  const doubles = await useStripe();
  const restore = setVariables({
    ...awsVariables,
    STAGE: 'test',
    TABLE_NAME: 'none',
    BASE_URL: 'https://account.example.com',
    MAIL_FROM: 'service@example.com',
    MAIL_CONFIGURATION_SET: 'none',
    EVENT_BUS_NAME: 'none',
    ...doubles.variables,
    ...more,
  });
  forgetEnvironment();
  const clean = async () => {
    restore();
    forgetEnvironment();
    replaceClock(undefined);
    await doubles.stop();
  };
  return { ...doubles, clean };
}
