import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import type { Handlers } from '../../infra/local/functions.ts';
import { now } from '../../lib/runtime/clock.ts';
import { startStubbed } from './start-stubbed.ts';

let deployment: LocalDeployment;
afterEach(() => deployment.stop());

const planner = (plan: (event: ScheduledEvent) => unknown): Handlers => ({ 'night-planner': plan });
const moveClock = (body: unknown) =>
  fetch(`${deployment.url}/_local/clock`, { method: 'POST', body: JSON.stringify(body) });

describe('M5: the clock of a local deployment', () => {
  it('starts where it is told, and runs on', async () => {
    deployment = await startStubbed({});
    const first = deployment.clock.nowMs();
    expect(first - Date.parse('2026-01-15T08:00:00Z')).toBeLessThan(5000);
    await vi.waitUntil(() => deployment.clock.nowMs() > first);
    expect(now().slice(0, 16)).toBe('2026-01-15T08:00');
  });

  it('runs every occurrence that came due, in order, standing at its instant', async () => {
    const ran: string[] = [];
    deployment = await startStubbed(planner(({ time }) => void ran.push(`${time} at ${now()}`)));
    const answer = await moveClock({ now: '2026-01-15T11:00:30Z' });
    expect(ran).toEqual([
      '2026-01-15T08:01:00Z at 2026-01-15T08:01:00.000Z',
      '2026-01-15T09:01:00Z at 2026-01-15T09:01:00.000Z',
      '2026-01-15T10:01:00Z at 2026-01-15T10:01:00.000Z',
    ]);
    expect(await answer.json()).toEqual({ now: expect.stringMatching(/^2026-01-15T11:00:3/) });
  });

  it('lets what an occurrence caused finish before the next one', async () => {
    const steps: string[] = [];
    const sqs = new SQSClient();
    deployment = await startStubbed({
      'night-planner': async ({ time }: ScheduledEvent) => {
        steps.push(`plan ${time.slice(11, 16)}`);
        await sqs.send(new SendMessageCommand({ QueueUrl: process.env['NIGHT_QUEUE_URL'], MessageBody: time }));
      },
      'night-worker': async ({ Records }: SQSEvent) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        steps.push(`work ${Records[0]?.body.slice(11, 16)}`);
      },
    });
    await deployment.clock.moveTo('2026-01-15T10:00:00Z');
    expect(steps).toEqual(['plan 08:01', 'work 08:01', 'plan 09:01', 'work 09:01']);
    sqs.destroy();
  });

  it('lets what an occurrence wrote to the table reach its consumers before the next one', async () => {
    const steps: string[] = [];
    const dynamodb = new DynamoDBClient();
    deployment = await startStubbed({
      'night-planner': async ({ time }: ScheduledEvent) => {
        steps.push(`plan ${time.slice(11, 16)}`);
        if (time.includes('T09')) return;
        const Item = { pk: { S: 'A' }, sk: { S: time.slice(11, 16) }, type: { S: 'mail' } };
        await dynamodb.send(new PutItemCommand({ TableName: deployment.tableName, Item }));
      },
      outbox: ({ Records }: DynamoDBStreamEvent) =>
        void steps.push(...Records.map(({ dynamodb: change }) => `relay ${change?.Keys?.['sk']?.S}`)),
    });
    await deployment.clock.moveTo('2026-01-15T12:00:00Z');
    expect(steps).toEqual([
      ...['plan 08:01', 'relay 08:01', 'plan 09:01'],
      ...['plan 10:01', 'relay 10:01', 'plan 11:01', 'relay 11:01'],
    ]);
    dynamodb.destroy();
  });

  it.each([
    ['P1D', '2026-01-16T09:00'],
    ['P1M', '2026-02-15T09:00'],
    ['PT90M', '2026-01-15T10:30'],
  ])('advances by %s', async (advance, expected) => {
    deployment = await startStubbed({});
    await moveClock({ now: '2026-01-15T09:00:00Z' });
    expect(((await (await moveClock({ advance })).json()) as { now: string }).now.slice(0, 16)).toBe(expected);
  });

  it('is moved by the form of the local page too, and by JSON that curl calls a form', async () => {
    deployment = await startStubbed({});
    const post = (body: string) =>
      fetch(`${deployment.url}/_local/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
        redirect: 'manual',
      });
    expect((await post('advance=PT1H')).headers.get('location')).toBe('/_local');
    expect(await (await post('{"advance":"PT1H"}')).json()).toEqual({
      now: expect.stringMatching(/^2026-01-15T10:00/),
    });
  });

  it.each([
    [{ now: '2026-01-14T00:00:00Z' }, 'clock.backwards'],
    [{ advance: '-P1D' }, 'clock.backwards'],
    [{ now: 'tomorrow' }, 'clock.invalid'],
    [{ advance: 'P11Y' }, 'clock.invalid'],
    [{ advance: 'a week' }, 'clock.invalid'],
    [{ now: '2026-02-01T00:00:00Z', advance: 'P1D' }, 'request.invalid'],
    [{}, 'request.invalid'],
  ])('refuses %j as %s, and stays', async (body, code) => {
    deployment = await startStubbed({});
    const answer = await moveClock(body);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code })]);
    expect(deployment.clock.now().slice(0, 16)).toBe('2026-01-15T08:00');
  });

  it('runs what comes due while real time passes', async () => {
    const ran: string[] = [];
    deployment = await startStubbed(
      planner(({ time }) => void ran.push(time)),
      { clock: '2026-01-15T08:00:59Z' },
    );
    await vi.waitUntil(() => ran.length > 0, 5000);
    expect(ran).toEqual(['2026-01-15T08:01:00Z']);
  });

  it('moves over a year of hours within two minutes', async () => {
    let occurrences = 0;
    const count = (): void => {
      occurrences += 1;
    };
    deployment = await startStubbed(planner(count));
    const started = performance.now();
    await deployment.clock.advance('P1Y');
    expect(occurrences).toBe(8760);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describe('a schedule', () => {
  it('can be run now, and says what its function returned', async () => {
    deployment = await startStubbed(planner(({ time }) => ({ started: time })));
    const answer = await fetch(`${deployment.url}/_local/run/nightly`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({
      ran: 'nightly',
      result: { started: expect.stringMatching(/^2026-01-15T08:00/) },
    });
    expect((await fetch(`${deployment.url}/_local/run/other`, { method: 'POST' })).status).toBe(404);
  });

  it('is tried three times, then its event is a dead letter of the function', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let attempts = 0;
    deployment = await startStubbed(
      planner(() => {
        attempts += 1;
        throw new Error('down');
      }),
    );
    await deployment.clock.moveTo('2026-01-15T08:02:00Z');
    expect(attempts).toBe(3);
    expect(deployment.deadLetters.of('night-planner')).toMatchObject([{ attempts: 3, error: 'Error: down' }]);
    vi.restoreAllMocks();
  });
});
