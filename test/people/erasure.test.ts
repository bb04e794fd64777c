import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  balanceOf,
  codeOf,
  colleague,
  newAccount,
  type SignedUp,
  settle,
  signedIn,
  type Town,
  tableItems,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

const erase = (person: SignedUp) => person.client.send('DELETE', '/v1/users/me');

describe('A11: a person is erased', () => {
  it('leaves no trace of who they were but the mails of the last 14 days', async () => {
    const [owner, other] = [await newAccount(town), await newAccount(town)];
    const person = await colleague(town, owner, { name: 'Erasable Somebody', role: 'admin', external_id: 'crm-77' });
    await other.client.send('POST', `/v1/accounts/${other.account}/invitations`, { emails: [person.email] });
    await person.client.send('PATCH', `/v1/accounts/${owner.account}`, { organisation: 'Renamed' });
    await erase(person);
    const kept = (await tableItems(town)).filter((item) => item['type'] !== 'mail');
    expect(JSON.stringify(kept)).not.toContain(person.email);
    expect(JSON.stringify(kept)).not.toContain('Erasable Somebody');
    expect(JSON.stringify(kept)).not.toContain('crm-77');
  });

  it('keeps the money, the member without a name, and what they did', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner, { role: 'admin' });
    await person.client.send('PATCH', `/v1/accounts/${owner.account}`, { organisation: 'Renamed' });
    const before = await balanceOf(owner);
    await erase(person);
    expect(await balanceOf(owner)).toBe(before);
    const path = `/v1/accounts/${owner.account}`;
    expect(await owner.client.send('GET', `${path}/members/${person.member}`)).toMatchObject({
      email: '',
      name: '',
      active: false,
      former: true,
    });
    expect(await owner.client.send('GET', `${path}/credit`)).toMatchObject({ active_users: 1 });
    const history = await owner.client.send<{ items: { action: string; actor: object }[] }>('GET', `${path}/history`);
    expect(history.items.find(({ action }) => action === 'account.edited')?.actor).toEqual({
      kind: 'user',
      id: person.user,
      name: null,
    });
    const back = owner.client.send('PATCH', `${path}/members/${person.member}`, { former: false });
    expect(await codeOf(back)).toBe('user.not-found');
  });

  it('ends their sessions and frees their e-mail', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    await erase(person);
    expect(await codeOf(person.client.send('GET', '/v1/users/me'))).toBe('session.required');
    expect(await codeOf(signedIn(town, person.email))).toBe('session.wrong-credentials');
    const path = `/v1/accounts/${owner.account}/members`;
    const again = await owner.client.send<{ id: string }>('POST', path, { email: person.email });
    expect(again.id).not.toBe(person.member);
  });

  it('is refused while they own an account, and changes nothing', async () => {
    const owner = await newAccount(town);
    const before = await tableItems(town);
    expect(await codeOf(erase(owner))).toBe('user.owns-account');
    expect(await tableItems(town)).toEqual(before);
  });

  it('can be done by an operator, and by nobody else', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    expect(await codeOf(owner.client.send('DELETE', `/v1/users/${person.user}`))).toBe('access.denied');
    await town.operator.send('DELETE', `/v1/users/${person.user}`);
    expect(await codeOf(town.operator.send('DELETE', `/v1/users/${person.user}`))).toBe('user.not-found');
    expect(await codeOf(town.operator.send('GET', `/v1/users/${person.user}`))).toBe('user.not-found');
  });

  it('never leaves an account without an owner when it is handed over at that moment', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    const path = `/v1/accounts/${owner.account}`;
    await Promise.allSettled([
      owner.client.send('PATCH', `${path}/members/${person.member}`, { role: 'owner' }),
      town.operator.send('DELETE', `/v1/users/${person.user}`),
    ]);
    const { owner: now } = await town.operator.send<{ owner: string }>('GET', path);
    const member = await town.operator.send<object>('GET', `${path}/members/mem_${now.slice(4)}`);
    expect(member).toMatchObject({ role: 'owner', active: true, email: expect.stringContaining('@') });
  });
});
