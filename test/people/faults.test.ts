import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { injectFaults, seeded } from '../support/faults.ts';
import {
  balanceOf,
  newAccount,
  PASSWORD,
  type SignedUp,
  settle,
  signUpBody,
  someone,
  type Town,
  tableItems,
  tokenFor,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

/** Half of all transactions meet a conflict, or are carried out and their answer is lost. */
async function underFaults<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const next = seeded(seed);
  const stop = injectFaults(({ operation }) => {
    if (operation !== 'TransactWriteItems') return 'none';
    const chance = next();
    if (chance < 0.3) return 'conflict';
    return chance < 0.5 ? 'lost-response' : 'none';
  });
  try {
    return await work();
  } finally {
    stop();
  }
}

const invite = (owner: SignedUp, email: string) =>
  owner.client.send('POST', `/v1/accounts/${owner.account}/invitations`, { emails: [email] });

describe('A2, A6: conflicts and lost answers change nothing of what a click does', () => {
  it.each([1, 2, 3])('a sign-up is confirmed once, seed %i', async (seed) => {
    const email = someone();
    const organisation = `Faulty ${seed}`;
    await town.anyone.send('POST', '/v1/sign-ups', signUpBody(email, { organisation }));
    const token = await tokenFor(town, email);
    const clicks = await underFaults(seed, () =>
      Promise.allSettled([1, 2, 3].map(() => town.anyone.send('POST', '/v1/confirmations', { token }))),
    );
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const items = await tableItems(town);
    expect(items.filter((item) => item['organisation'] === organisation && item['type'] === 'account')).toHaveLength(1);
  });

  it.each([4, 5, 6])('an invitation is accepted once and its day charged once, seed %i', async (seed) => {
    const [owner, email] = [await newAccount(town), someone()];
    await underFaults(seed, () => invite(owner, email));
    const token = await tokenFor(town, email);
    const accept = () =>
      town.anyone.send('POST', '/v1/invitation-acceptances', { token, name: 'Somebody', password: PASSWORD });
    const clicks = await underFaults(seed, () => Promise.allSettled([accept(), accept(), accept()]));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
  });
});

describe('A9: what people do is recorded once, whatever has to be tried again', () => {
  it.each([7, 8])('through adding, switching, handing over and removing, seed %i', async (seed) => {
    const owner = await newAccount(town);
    const path = `/v1/accounts/${owner.account}`;
    await underFaults(seed, async () => {
      const send = owner.client.send;
      const one = await send<{ id: string }>('POST', `${path}/members`, { email: someone() });
      const two = await send<{ id: string }>('POST', `${path}/members`, { email: someone(), role: 'admin' });
      await send('PATCH', `${path}/members/${one.id}`, { active: false });
      await send('PATCH', `${path}/members/${one.id}`, { active: true });
      await send('PATCH', path, { organisation: 'Renamed' });
      await send('PATCH', `${path}/members/${two.id}`, { role: 'owner' });
      await send('DELETE', `${path}/members/${one.id}`);
    });
    const history = await owner.client.send<{ items: { action: string }[] }>('GET', `${path}/history`);
    expect(history.items.map(({ action }) => action).toReversed()).toEqual([
      'account.created',
      'service.activated',
      'member.added',
      'member.added',
      'member.deactivated',
      'member.activated',
      'account.edited',
      'member.role-changed',
      'account.handed-over',
      'member.removed',
    ]);
    expect(await balanceOf(owner)).toBe(1200 - 3 * 39);
  });
});
