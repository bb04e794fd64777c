import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, type SignedUp, someone, type Town } from '../people/support.ts';
import { injectFaults, seeded } from '../support/faults.ts';
import { ownDynamoDb } from '../support/own-dynamodb.ts';
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

const types = ['base', 'calls', 'mobile'] as const;
const MEMBERS = 5;
const AT_ONCE = 6;

const member = fc.nat({ max: MEMBERS - 1 });
const type = fc.constantFrom(...types);
const some = fc.uniqueArray(type, { maxLength: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('assign' as const), member, type }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('unassign' as const), member, type }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), member, active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('former' as const), member, former: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('invite' as const), guest: fc.nat({ max: 2 }), some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), guest: fc.nat({ max: 2 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('switch' as const), licence: fc.nat({ max: 8 }), on: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), some }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What a step may be refused with; anything else is a mistake of ours. */
const expected = new Set([
  'licence.none-free',
  'member.former',
  'member.needs-licence',
  'invitation.not-found',
  'edit.conflict',
]);

interface Scene {
  readonly owner: SignedUp;
  readonly members: readonly string[];
  readonly guests: readonly string[];
  readonly licences: readonly string[];
}

async function setScene(): Promise<Scene> {
  const owner = await customer(town, { base: 3, calls: 3, mobile: 3 });
  const members: string[] = [];
  for (let each = 0; each < MEMBERS; each += 1) members.push((await admin(owner).add()).id);
  const licences = (await admin(owner).list()).licences.map(({ id }) => id);
  return { owner, members, guests: [someone(), someone(), someone()], licences };
}

async function take({ owner, members, guests, licences }: Scene, next: Step): Promise<unknown> {
  const { path, add, assign, unassign, edit, invite } = admin(owner);
  const { send } = owner.client;
  const one = 'member' in next ? (members[next.member] ?? '') : '';
  switch (next.do) {
    case 'assign':
      return assign(one, next.type);
    case 'unassign':
      return unassign(one, next.type);
    case 'edit':
      return edit(one, { active: next.active });
    case 'former':
      return edit(one, { former: next.former });
    case 'invite':
      return invite([guests[next.guest] ?? ''], { licences: next.some });
    case 'withdraw': {
      const pending = await send<{ items: { id: string }[] }>('GET', `${path}/invitations`);
      const id = pending.items[next.guest]?.id;
      return id === undefined ? undefined : send('DELETE', `${path}/invitations/${id}`);
    }
    case 'switch':
      return send('PATCH', `${path}/licences/${licences[next.licence]}`, { auto_renew: next.on });
    case 'add':
      return add({ licences: next.some });
  }
}

async function outcomeOf(scene: Scene, next: Step): Promise<string> {
  const answer = take(scene, next);
  try {
    await answer;
    return 'done';
  } catch {
    return codeOf(answer);
  }
}

describe('L1, L2, L11: whatever happens to licences at once', () => {
  it('keeps the counts, the holders and the members in step', async () => {
    const run = async (steps: readonly Step[], seed: number) => {
      const scene = await setScene();
      const chance = seeded(seed);
      const stop = injectFaults(({ operation }) =>
        operation === 'TransactWriteItems' && chance() < 0.2 ? 'conflict' : 'none',
      );
      try {
        for (let from = 0; from < steps.length; from += AT_ONCE) {
          const outcomes = await Promise.all(steps.slice(from, from + AT_ONCE).map((each) => outcomeOf(scene, each)));
          for (const outcome of outcomes) if (outcome !== 'done') expect(expected).toContain(outcome);
          await expectCounted(scene.owner);
        }
      } finally {
        stop();
      }
    };
    const steps = fc.array(step, { minLength: 30, maxLength: 60, size: 'max' });
    await fc.assert(fc.asyncProperty(steps, fc.nat(), run), { numRuns: 8, endOnFailure: true });
  });
});
