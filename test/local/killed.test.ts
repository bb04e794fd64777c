import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killAll, ready, type Started, start } from './main-process.ts';

let folder: string;
let started: Started;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatledger-killed-'));
});
afterEach(async () => {
  await kill();
  killAll();
  rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 100 });
});

async function run(...args: string[]): Promise<void> {
  started = start(['--port', '0', '--json', '--captcha', 'off', '--data', folder, ...args], { DYNAMODB_ENDPOINT: '' });
  ({ url } = await ready(started));
}

async function kill(): Promise<void> {
  if (started.child.signalCode !== null || started.child.exitCode !== null) return;
  started.child.kill('SIGKILL');
  await once(started.child, 'exit');
}

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const signUp = (email: string): Promise<Response> =>
  post('/v1/sign-ups', {
    email,
    password: 'correct horse battery staple',
    organisation: 'Example',
    plan: 'cloud',
    activate: true,
    locale: 'en',
  });

async function mailsTo(email: string): Promise<number> {
  const answer = await fetch(`${url}/_local/mail?to=${encodeURIComponent(email)}`);
  return ((await answer.json()) as { messages: unknown[] }).messages.length;
}

async function clock(): Promise<number> {
  const answer = await fetch(`${url}/_local/clock`);
  return Date.parse(((await answer.json()) as { now: string }).now);
}

describe('--data: a deployment that is killed outright', () => {
  it('still sends each mail it was asked for, whatever moment it is killed at', { timeout: 240_000 }, async () => {
    const delays = [0, 20, 50, 100, 300, 1000];
    const accepted: number[] = [];
    const inboxes: number[] = [];
    await run('--clock', '2026-01-15T08:00:00Z');
    for (const delay of delays) {
      accepted.push((await signUp(`after-${delay}@example.test`)).status);
      await sleep(delay);
      await kill();
      await run();
      inboxes.push(await mailsTo(`after-${delay}@example.test`));
    }
    expect(accepted).toEqual(delays.map(() => 202));
    // A mail whose acceptance was not recorded any more is sent once more; it is never missing.
    for (const count of inboxes) expect([1, 2]).toContain(count);
    const counts = await Promise.all(delays.map((delay) => mailsTo(`after-${delay}@example.test`)));
    expect(counts).toEqual(inboxes);
  });

  it('goes on from the latest time it told', { timeout: 120_000 }, async () => {
    await run('--clock', '2026-01-15T08:00:00Z');
    const moved = await post('/_local/clock', { advance: 'P10D' });
    await kill();
    const { now } = (await moved.json()) as { now: string };
    expect(now).toMatch(/^2026-01-25T08:00/);

    await run();
    expect(await clock()).toBeGreaterThanOrEqual(Date.parse(now));
    await sleep(1500);
    const told = await clock();
    await kill();
    await run();
    expect(await clock()).toBeGreaterThanOrEqual(told);
  });

  it('is not behind its table when it is killed while the clock moves', { timeout: 120_000 }, async () => {
    await run('--clock', '2026-01-15T08:00:00Z');
    const move = post('/_local/clock', { advance: 'P1Y' }).catch(() => undefined);
    await sleep(500);
    const reached = await clock();
    await kill();
    await move;
    await run();
    expect(reached).toBeGreaterThan(Date.parse('2026-01-15T09:00:00Z'));
    expect(await clock()).toBeGreaterThanOrEqual(reached);
  });
});
