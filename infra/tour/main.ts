import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Checks } from './check.ts';
import { Client } from './client.ts';
import { licenceTypesStory } from './story-licence-types.ts';
import { modulesStory } from './story-modules.ts';
import { prepaidStory } from './story-prepaid.ts';
import { resellersStory } from './story-resellers.ts';
import { yearlyStory } from './story-yearly.ts';

interface Story {
  readonly clock: string;
  /** The vendor's file; the service's own first one without it. */
  readonly catalogue?: string;
  readonly play: (client: Client, operator: Client, checks: Checks) => Promise<void>;
}

const stories: Readonly<Record<string, Story>> = {
  prepaid: { clock: '2025-12-01T08:00:00Z', play: prepaidStory },
  'licence-types': { clock: '2026-01-31T08:00:00Z', catalogue: 'licence-types-crm.json', play: licenceTypesStory },
  yearly: { clock: '2027-02-22T08:00:00Z', catalogue: 'yearly-editions-crm.json', play: yearlyStory },
  modules: { clock: '2026-03-10T08:00:00Z', catalogue: 'modules-packs-crm.json', play: modulesStory },
  resellers: { clock: '2026-01-15T08:00:00Z', catalogue: 'resold-licences.json', play: resellersStory },
};

const service = fileURLToPath(new URL('../local/main.ts', import.meta.url));

/** Starts a fresh deployment of its own and answers where it is. */
async function startService({ clock, catalogue }: Story, key: string): Promise<{ url: string; child: ChildProcess }> {
  const vendor =
    catalogue === undefined ? undefined : new URL(`../../lib/catalogue/vendors/${catalogue}`, import.meta.url);
  const start = ['--port', '0', '--no-seed', '--json', '--clock', clock, '--operator-key', key];
  const flags = vendor === undefined ? start : [...start, '--catalogue', fileURLToPath(vendor)];
  // What is made to fail on the way is told by the story.
  const env = { LOG_LEVEL: 'ERROR', ...process.env };
  const child = spawn(process.execPath, [service, ...flags], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill());
  if (child.stdout === null) throw new Error('The service prints nowhere.');
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: (JSON.parse(line) as { url: string }).url, child };
  }
  throw new Error('The service ended before it was ready.');
}

async function play(name: string, story: Story, checks: Checks): Promise<void> {
  const operatorKey = `tour-${randomUUID()}`;
  const { url, child } = await startService(story, operatorKey);
  console.log(`\nA tour of Seatledger (${name}) at ${url}, with the clock at ${story.clock}`);
  const client = new Client(url);
  await story.play(client, client.as(operatorKey), checks);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** The stories asked for by name; all of them without one. */
function storiesOf(names: readonly string[]): [string, Story][] {
  const unknown = names.find((name) => stories[name] === undefined);
  if (unknown !== undefined)
    throw new RangeError(`There is no story ${unknown}: choose of ${Object.keys(stories).join(', ')}.`);
  return Object.entries(stories).filter(([name]) => names.length === 0 || names.includes(name));
}

const checks = new Checks();
for (const [name, story] of storiesOf(process.argv.slice(2))) await play(name, story, checks);
console.log(`\n${checks.passed} as expected, ${checks.failed} not`);
process.exitCode = checks.failed === 0 ? 0 : 1;
