import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, LicenceId, MemberId } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { licenceToItem, loadPools, replacePool } from '../../lib/store/licences.ts';
import { documentClient, transact } from '../../lib/store/table.ts';
import type { SignedUp, Town } from '../people/support.ts';
import { ownDynamoDb } from '../support/own-dynamodb.ts';
import { TYPES } from './catalogue.ts';
import { addMembers } from './crowd.ts';
import { admin, customer, type LicenceAnswer, settleWithPlans } from './support.ts';

const MEMBERS = 1000;
const LICENCES = 1000;
const HELD = 990;
const MANY_TIMES_SLOWER = 20;

let town: Town;
let dynamodb: Awaited<ReturnType<typeof ownDynamoDb>>;
let small: SignedUp;
let large: SignedUp;
let spare: MemberId[];
beforeAll(async () => {
  dynamodb = await ownDynamoDb();
  town = await settleWithPlans({ dynamodbEndpoint: dynamodb.endpoint });
  small = await customer(town, { base: 30 });
  large = await customer(town);
  spare = await fill(large.account as AccountId);
}, 180_000);
afterAll(async () => {
  await town.deployment.stop();
  await dynamodb.stop();
});

/** 1000 members, of whom 990 hold a licence of each of ten types, and 10 free licences of each. */
async function fill(account: AccountId): Promise<MemberId[]> {
  const ids = TYPES.map((type) => ({ type, ids: Array.from({ length: LICENCES }, (): LicenceId => newId('lic')) }));
  const held = (index: number) =>
    Object.fromEntries(ids.flatMap(({ type, ids: all }) => (index < HELD ? [[type, all[index] as LicenceId]] : [])));
  const members = await addMembers(account, MEMBERS, held);
  for (const { type, ids: all } of ids) {
    const licences = all.map((id, index) => {
      const member = members[index];
      const holder = index < HELD && member !== undefined ? { member } : undefined;
      return { id, type, autoRenew: true, holder, version: 1 };
    });
    for (let from = 0; from < LICENCES; from += 100) {
      const some = licences.slice(from, from + 100);
      await transact(some.map((each) => ({ label: 'licence', Put: { Item: licenceToItem(account, each) } })));
    }
    const empty = { type, total: 0, inUse: 0, minimum: 0, ending: 0 };
    await transact([replacePool(account, { pool: empty, version: 0 }, { ...empty, total: LICENCES, inUse: HELD })]);
  }
  return members.slice(HELD);
}

async function commandsOf(work: () => Promise<unknown>): Promise<(string | undefined)[]> {
  const commands: (string | undefined)[] = [];
  const count = (next: (args: never) => unknown, context: { commandName?: string }) => (args: never) => {
    commands.push(context.commandName);
    return next(args);
  };
  documentClient().middlewareStack.add(count as never, { step: 'initialize', name: 'commands' });
  try {
    await work();
  } finally {
    documentClient().middlewareStack.remove('commands');
  }
  return commands;
}

/** The middle of several times, in milliseconds. */
async function median(times: number, work: (time: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const start = performance.now();
    await work(time);
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

describe('L2: 1000 members and 10 types of 1000 licences', () => {
  it('are counted with one query', async () => {
    expect(await commandsOf(() => loadPools(large.account as AccountId))).toEqual(['QueryCommand']);
    const { types } = await admin(large).list('?limit=1');
    expect(types.map(({ type }) => type)).toEqual(TYPES);
    for (const counts of types) expect(counts).toMatchObject({ in_use: HELD, total: LICENCES, free: LICENCES - HELD });
  });

  it('are listed page by page, each once', async () => {
    const seen: LicenceAnswer[] = [];
    let query: string | undefined = '?limit=100';
    while (query !== undefined) {
      const page = await admin(large).list(query);
      expect(page.licences.length).toBeLessThanOrEqual(100);
      seen.push(...page.licences);
      query = page.next_cursor === null ? undefined : `?limit=100&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(LICENCES * TYPES.length);
    expect(seen.filter(({ member }) => member !== null)).toHaveLength(HELD * TYPES.length);
  });

  it('take no more than 20 times as long as a small account', async () => {
    const few = await addMembers(small.account as AccountId, 9);
    const giveAndTake = (owner: SignedUp, members: readonly MemberId[]) => async (time: number) => {
      const member = members[time % members.length] ?? '';
      await admin(owner).assign(member, 'base');
      await admin(owner).unassign(member, 'base');
    };
    await median(2, giveAndTake(small, few));
    const smallMs = await median(9, giveAndTake(small, few));
    const largeMs = await median(9, giveAndTake(large, spare));
    expect(largeMs / smallMs).toBeLessThan(MANY_TIMES_SLOWER);
    const smallList = await median(5, () => admin(small).list());
    const largeList = await median(5, () => admin(large).list());
    expect(largeList / smallList).toBeLessThan(MANY_TIMES_SLOWER);
  });
});
