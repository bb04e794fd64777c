import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';
import { killAll, ready, start } from './main-process.ts';

afterEach(killAll);

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function goesAway(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!(await answers(url))) return true;
    await sleep(50);
  }
  return false;
}

const ownDynamodb = { DYNAMODB_ENDPOINT: '' };
const sharedDynamodb = () => ({ DYNAMODB_ENDPOINT: dynamoDbOfThisFile() });

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process behind after %s', async (signal) => {
    const started = start(['--port', '0', '--json', '--clock', '2026-01-15T08:00:00Z'], ownDynamodb);
    const { url, dynamodb_endpoint, now } = await ready(started);
    expect(now).toMatch(/^2026-01-15T08:00:0/);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(started.output.stdout.split('\n')).toHaveLength(2);
    started.child.kill(signal);
    expect(await once(started.child, 'exit')).toEqual([0, null]);
    expect([await answers(url), await goesAway(dynamodb_endpoint)]).toEqual([false, true]);
  });

  it('takes DynamoDB Local with it when it is killed outright', async () => {
    const started = start(['--port', '0', '--json'], ownDynamodb);
    const { dynamodb_endpoint } = await ready(started);
    expect(await answers(dynamodb_endpoint)).toBe(true);
    started.child.kill('SIGKILL');
    expect(await goesAway(dynamodb_endpoint)).toBe(true);
  });

  it('uses the DynamoDB that DYNAMODB_ENDPOINT names, and says where everything is', async () => {
    const started = start(['--port', '0'], sharedDynamodb());
    while (!started.output.stdout.includes('Ctrl-C stops it.')) {
      expect(started.child.exitCode, started.output.stderr).toBeNull();
      await sleep(50);
    }
    for (const place of ['/account', '/docs', '/_local/inbox', '/_local ']) {
      expect(started.output.stdout).toMatch(new RegExp(`http://localhost:\\d+${place}`));
    }
    expect(started.output.stdout).not.toContain('DynamoDB Local');
  });

  it('says in one sentence that its port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const started = start(['--port', String(port)], sharedDynamodb());
    expect(await once(started.child, 'exit')).toEqual([1, null]);
    other.close();
    expect(started.output.stderr).toBe(
      `Port ${port} is in use by another program: stop that one, or start on another with --port ${port + 1} (--port 0 takes any free one).\n`,
    );
  });

  it('says the three ways out when there is no Java', async () => {
    const started = start(['--port', '0'], { ...ownDynamodb, PATH: '/nowhere', JAVA_HOME: '' });
    expect(await once(started.child, 'exit')).toEqual([1, null]);
    expect(started.output.stderr).toMatch(
      /^No Java was found .*\n.*apt-get install.*\n.*JAVA_HOME.*\n.*DYNAMODB_ENDPOINT/,
    );
  });

  it.each([
    [['--port', 'x'], /A port is a number/],
    [['--clock', 'tomorrow'], /An instant is written like/],
    [['--captcha', 'maybe'], /Allowed choices are on, off/],
    [['--unknown'], /unknown option/],
  ])('refuses %j', async (args, message) => {
    const started = start(args, sharedDynamodb());
    expect(await once(started.child, 'exit')).toEqual([1, null]);
    expect(started.output.stderr).toMatch(message);
  });
});
