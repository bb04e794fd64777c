import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Checks } from './check.ts';
import { Client } from './client.ts';
import { prepaidStory } from './story-prepaid.ts';

const START = '2025-12-01T08:00:00Z';
const service = fileURLToPath(new URL('../local/main.ts', import.meta.url));

/** Starts a fresh deployment of its own and answers where it is. */
async function startService(operatorKey: string): Promise<{ url: string; child: ChildProcess }> {
  const flags = ['--port', '0', '--no-seed', '--json', '--clock', START, '--operator-key', operatorKey];
  const child = spawn(process.execPath, [service, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill());
  if (child.stdout === null) throw new Error('The service prints nowhere.');
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: (JSON.parse(line) as { url: string }).url, child };
  }
  throw new Error('The service ended before it was ready.');
}

const operatorKey = `tour-${randomUUID()}`;
const { url, child } = await startService(operatorKey);
const checks = new Checks();
console.log(`A tour of Seatledger at ${url}, with the clock at ${START}`);
const client = new Client(url);
await prepaidStory(client, client.as(operatorKey), checks);
console.log(`\n${checks.passed} as expected, ${checks.failed} not`);
child.kill('SIGTERM');
process.exitCode = checks.failed === 0 ? 0 : 1;
