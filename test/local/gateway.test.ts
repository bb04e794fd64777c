import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { area } from '../../lib/runtime/area.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
let received: APIGatewayProxyEventV2[] = [];
let answer: (event: APIGatewayProxyEventV2) => unknown;

beforeAll(async () => {
  const handler = async (event: APIGatewayProxyEventV2) => {
    received.push(event);
    return answer(event);
  };
  deployment = await startStubbed({ credit: handler, sessions: handler, pages: handler });
});
afterAll(() => deployment.stop());
afterEach(() => {
  received = [];
});

const call = (path: string, init?: RequestInit) => fetch(`${deployment.url}${path}`, { redirect: 'manual', ...init });

describe('a request becomes an HTTP API event, payload format 2.0', () => {
  it('carries route, path, query, headers, cookies and caller', async () => {
    answer = () => ({ statusCode: 204 });
    await call('/v1/accounts/acc%201/credit?limit=5&tag=a&tag=b%20c', {
      headers: { Cookie: 'session=1; theme=dark', 'X-Trace': 'Abc', 'User-Agent': 'test' },
    });
    expect(received).toEqual([
      {
        version: '2.0',
        routeKey: 'GET /v1/accounts/{account}/credit',
        rawPath: '/v1/accounts/acc%201/credit',
        rawQueryString: 'limit=5&tag=a&tag=b%20c',
        cookies: ['session=1', 'theme=dark'],
        headers: expect.objectContaining({ 'x-trace': 'Abc', host: deployment.url.slice('http://'.length) }),
        queryStringParameters: { limit: '5', tag: 'a,b c' },
        pathParameters: { account: 'acc 1' },
        requestContext: expect.objectContaining({
          http: {
            method: 'GET',
            path: '/v1/accounts/acc%201/credit',
            protocol: 'HTTP/1.1',
            sourceIp: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
            userAgent: 'test',
          },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'GET /v1/accounts/{account}/credit',
          time: expect.stringMatching(/^15\/Jan\/2026:08:\d\d:\d\d \+0000$/),
        }),
        isBase64Encoded: false,
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty('cookie');
    expect(received[0]?.requestContext.timeEpoch).toBeGreaterThanOrEqual(Date.parse('2026-01-15T08:00:00Z'));
  });

  it.each([
    ['application/json', '{"a":"é"}', false],
    ['application/problem+json; charset=utf-8', '{}', false],
    ['text/plain', 'é', false],
    ['application/x-www-form-urlencoded', 'a=%C3%A9', true],
    ['application/octet-stream', 'bytes', true],
  ])('has a body of %s', async (contentType, body, isBase64Encoded) => {
    answer = () => ({ statusCode: 204 });
    await call('/v1/sessions', { method: 'POST', headers: { 'content-type': contentType }, body });
    const expected = isBase64Encoded ? Buffer.from(body).toString('base64') : body;
    expect(received[0]).toMatchObject({ body: expected, isBase64Encoded });
  });

  it('has no body, query or cookies where there are none', async () => {
    answer = () => ({ statusCode: 204 });
    await call('/v1/sessions');
    for (const absent of ['body', 'queryStringParameters', 'cookies', 'pathParameters']) {
      expect(received[0]).not.toHaveProperty(absent);
    }
  });
});

describe('a function’s result becomes the answer', () => {
  it('has status, headers, cookies and a binary body', async () => {
    answer = () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'x-none': undefined, 'x-number': 7 },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: Buffer.from([0, 255, 1]).toString('base64'),
      isBase64Encoded: true,
    });
    const response = await call('/v1/sessions');
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.has('x-none')).toBe(false);
    expect(response.headers.get('x-number')).toBe('7');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it('is JSON with 200 when the function returns something else than an answer', async () => {
    answer = () => ({ when: new Date(0) });
    const response = await call('/v1/sessions');
    expect(await response.json()).toEqual({ when: '1970-01-01T00:00:00.000Z' });
  });

  it('answers HEAD as GET without its body', async () => {
    answer = () => ({ statusCode: 200, body: 'twelve bytes' });
    const response = await call('/v1/sessions', { method: 'HEAD' });
    expect(received[0]?.requestContext.http.method).toBe('GET');
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['12', '']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no luck'))],
    ['answers with no status', () => ({ statusCode: 'fine' })],
    ['answers with more than 6 MB', () => ({ statusCode: 200, body: 'x'.repeat(6_500_000) })],
  ])('is a 500 that says nothing, and a line on stderr, when the function %s', async (_what, result) => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    answer = result;
    const response = await call('/v1/sessions');
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(stderr).toHaveBeenCalled();
    stderr.mockRestore();
  });
});

describe('a request no route takes', () => {
  it.each([
    ['GET', '/v1/nothing', 404, 'route.not-found'],
    ['PATCH', '/v1/sessions', 405, 'route.method-not-allowed'],
    ['GET', '/v1/users/%E0%A4%A', 400, 'request.malformed'],
    ['GET', '/_local/nothing', 404, 'route.not-found'],
    ['POST', '/_local/clock', 400, 'request.malformed'],
    ['POST', '/_local/run/nothing', 404, 'schedule.not-found'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    const response = await call(path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/\.$/),
      code,
      request_id: response.headers.get('x-request-id'),
    });
    expect(received).toEqual([]);
  });

  it('has the headers that a problem of the API has', async () => {
    answer = area([]) as unknown as typeof answer;
    const ofApi = await call('/v1/sessions');
    const ofGateway = await call('/v1/nothing');
    const names = (response: Response) => [...response.headers.keys()].filter((name) => name !== 'date').sort();
    expect(names(ofGateway)).toEqual(names(ofApi));
    const changing = ['x-request-id', 'date', 'content-length'];
    for (const name of names(ofApi).filter((name) => !changing.includes(name))) {
      expect(`${name}: ${ofGateway.headers.get(name)}`).toBe(`${name}: ${ofApi.headers.get(name)}`);
    }
  });

  it('is told that its body is too large', async () => {
    const response = await call('/v1/sessions', { method: 'POST', body: Buffer.alloc(7 * 1024 * 1024) });
    expect([response.status, await response.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'request.too-large' }),
    ]);
  });
});

describe('a client that goes away while it sends', () => {
  it.each(['destroy', 'resetAndDestroy'] as const)('is forgotten without a word (%s)', async (cutOff) => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const socket = connect(Number(new URL(deployment.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"part":');
    await sleep(100);
    socket[cutOff]();
    await sleep(200);
    expect([stderr.mock.calls, received]).toEqual([[], []]);
    stderr.mockRestore();
  });
});
