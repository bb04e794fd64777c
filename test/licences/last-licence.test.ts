import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignLicence } from '../../functions/licences/assign.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { SignedUp, Town } from '../people/support.ts';
import { injectFaults, seeded } from '../support/faults.ts';
import { ownDynamoDb } from '../support/own-dynamodb.ts';
import { addMembers } from './crowd.ts';
import { admin, customer, expectCounted, settleWithPlans } from './support.ts';

let town: Town;
let dynamodb: Awaited<ReturnType<typeof ownDynamoDb>>;
beforeAll(async () => {
  dynamodb = await ownDynamoDb();
  town = await settleWithPlans({ dynamodbEndpoint: dynamodb.endpoint });
});
afterAll(async () => {
  await town.deployment.stop();
  await dynamodb.stop();
});

/** A third of all transactions meet a conflict, some are carried out and their answer is lost. */
function withFaults(seed: number): () => void {
  const next = seeded(seed);
  return injectFaults(({ operation }) => {
    if (operation !== 'TransactWriteItems') return 'none';
    const chance = next();
    if (chance < 0.3) return 'conflict';
    return chance < 0.4 ? 'lost-response' : 'none';
  });
}

/** All callers at once, past the gateway, whose time limit is not what is tested here. */
async function outcomesOf({ account }: SignedUp, members: readonly string[]): Promise<string[]> {
  const identity = { actor: { kind: 'operator', id: 'key_TEST' } } as const;
  const calls = members.map(async (member) => {
    try {
      const path = { account, member, type: 'base' };
      const { body } = await assignLicence.call({ identity, path, sourceIp: '127.0.0.1' });
      return body.active ? 'assigned' : 'inactive';
    } catch (error) {
      if (error instanceof Refused) return error.code;
      throw error;
    }
  });
  return Promise.all(calls);
}

describe('L3: a seat is never sold twice', () => {
  it('gives the last free licence to one of 500 callers, and refuses 499 as licence.none-free', async () => {
    const owner = await customer(town, { base: 3 });
    const members = await addMembers(owner.account as AccountId, 502);
    await admin(owner).assign(members[500] ?? '', 'base');
    await admin(owner).assign(members[501] ?? '', 'base');
    const stop = withFaults(11);
    const outcomes = await outcomesOf(owner, members.slice(0, 500)).finally(stop);
    expect(outcomes.filter((outcome) => outcome === 'assigned')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'licence.none-free')).toHaveLength(499);
    expect(await admin(owner).counts('base')).toBe('3 of 3');
    await expectCounted(owner);
  }, 300_000);

  it('gives 8 licences to 8 of 60 callers', async () => {
    const owner = await customer(town, { base: 8 });
    const members = await addMembers(owner.account as AccountId, 60);
    const stop = withFaults(12);
    const outcomes = await outcomesOf(owner, members).finally(stop);
    expect(outcomes.filter((outcome) => outcome === 'assigned')).toHaveLength(8);
    expect(outcomes.filter((outcome) => outcome === 'licence.none-free')).toHaveLength(52);
    await expectCounted(owner);
  });
});
