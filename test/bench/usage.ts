/**
 * What an event of usage costs and how many are counted in a second: single ones against batches, and one count against a
 * spread one where transactions meet. Ratios of one run; `node test/bench/usage.ts`.
 */
import { randomUUID } from 'node:crypto';
import { startDynamoDbLocal } from '../../infra/local/dynamodb-local.ts';
import { awsVariables, functionVariables, setVariables } from '../../infra/local/environment.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { needOf } from '../../lib/domain/usage/taking.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { documentClient, TableBusy, transact } from '../../lib/store/table.ts';
import { countEvents, type Limit } from '../../lib/store/usage.ts';
import { countWhole, loadCount, loadUsed } from '../../lib/store/usage-counts.ts';
import { putEvent, type UsageEvent } from '../../lib/store/usage-events.ts';
import { holdItems } from '../support/conflicts.ts';

const SINGLE = 400;
const BATCHED = 4000;
const CROWD = 1500;
const CALLERS = 100;
/** About what a transaction takes in DynamoDB. */
const HOLD_MS = 10;

const freshLimit = (allowance: number): Limit => ({
  account: newId('acc'),
  meter: 'e-mails',
  countedFor: '2026-01-15',
  allowance,
});
const events = (count: number): UsageEvent[] =>
  Array.from({ length: count }, () => ({ meter: 'e-mails', quantity: 1, eventId: randomUUID() }));

/** Write units of transactions, from now on: two for each item, all of which are below 1 KB. DynamoDB Local counts none. */
function measureUnits(): { readonly units: { written: number }; stop(): void } {
  const units = { written: 0 };
  documentClient().middlewareStack.add(
    (next, context) => async (args) => {
      const { TransactItems: items = [] } = args.input as { TransactItems?: unknown[] };
      if (context.commandName?.startsWith('TransactWrite')) units.written += 2 * items.length;
      return next(args);
    },
    { step: 'initialize', name: 'units', priority: 'high' },
  );
  return { units, stop: () => void documentClient().middlewareStack.remove('units') };
}

async function timed(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

/** As many callers at once, each taking the next event when its last one is counted. */
async function atOnce(all: readonly UsageEvent[], countOne: (event: UsageEvent) => Promise<unknown>): Promise<number> {
  const left = [...all];
  let busy = 0;
  const caller = async (): Promise<void> => {
    for (let event = left.pop(); event !== undefined; event = left.pop()) {
      for (let isCounted = false; !isCounted; ) {
        try {
          await countOne(event);
          isCounted = true;
        } catch (error) {
          if (!(error instanceof TableBusy)) throw error;
          busy += 1;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return busy;
}

async function costs(): Promise<void> {
  const measured = measureUnits();
  const single = freshLimit(1_000_000);
  const singleRate = await timed(SINGLE, async () => {
    for (const event of events(SINGLE)) await countEvents(single, [event]);
  });
  const singleUnits = measured.units.written / SINGLE;
  measured.units.written = 0;
  const batched = freshLimit(1_000_000);
  const batchedRate = await timed(BATCHED, async () => {
    for (let sent = 0; sent < BATCHED; sent += 100) await countEvents(batched, events(100));
  });
  const batchedUnits = measured.units.written / BATCHED;
  measured.stop();
  tell('write units an event, single', singleUnits);
  tell('write units an event, in batches of 100', batchedUnits);
  tell('single ÷ batched, write units', singleUnits / batchedUnits);
  tell('batched ÷ single, events a second of one caller', batchedRate / singleRate);
}

async function crowds(): Promise<void> {
  const conflicts = holdItems(HOLD_MS);
  const one = freshLimit(1_000_000);
  let busyOne = 0;
  const oneRate = await timed(CROWD / 3, async () => {
    busyOne = await atOnce(events(CROWD / 3), async (event) => {
      const write = countWhole(await loadCount(one), needOf([event.quantity]), one.allowance);
      await transact([putEvent(one.account, event), write]);
    });
  });
  const metOne = conflicts.seen.met / conflicts.seen.sent;
  Object.assign(conflicts.seen, { sent: 0, met: 0 });
  const spread = freshLimit(1_000_000);
  let busySpread = 0;
  const spreadRate = await timed(CROWD, async () => {
    busySpread = await atOnce(events(CROWD), (event) => countEvents(spread, [event]));
  });
  conflicts.stop();
  tell('counted exactly, one item', Number((await loadUsed(one)) === CROWD / 3));
  tell('counted exactly, spread', Number((await loadUsed(spread)) === CROWD));
  tell('shards in the end', (await loadCount(spread)).shards);
  tell('transactions that met another, one item', metOne);
  tell('transactions that met another, spread', conflicts.seen.met / conflicts.seen.sent);
  tell('asked to come back, one item', busyOne);
  tell('asked to come back, spread', busySpread);
  tell(`spread ÷ one item, events a second of ${CALLERS} callers`, spreadRate / oneRate);
}

function tell(what: string, value: number): void {
  process.stdout.write(`${what.padEnd(60)} ${Number.isInteger(value) ? value : value.toFixed(2)}\n`);
}

const dynamodb = await startDynamoDbLocal();
try {
  const tableName = `bench-${randomUUID()}`;
  setVariables({
    ...awsVariables,
    ...functionVariables({
      url: 'http://localhost:1',
      tableName,
      dynamodbEndpoint: dynamodb.endpoint,
      awsEndpoint: 'http://localhost:1',
      captcha: 'off',
    }),
  });
  await ensureTable(dynamodb.endpoint, tableName);
  await costs();
  await crowds();
} finally {
  await dynamodb.stop();
}
