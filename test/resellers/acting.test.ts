import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { replaceSubscription, requireSubscription } from '../../lib/store/subscriptions.ts';
import { transact } from '../../lib/store/table.ts';
import { codeOf, colleague, mailsTo, type SignedUp, someone, type Town } from '../people/support.ts';
import { commandsOf } from '../support/commands.ts';
import { anAccount, historyOf, newCustomer, newReseller, pay, placeOrder, settleWithResale } from './support.ts';

let town: Town;
let reseller: SignedUp;
let customer: AccountId;
let path: string;
beforeAll(async () => {
  town = await settleWithResale();
  reseller = await newReseller(town);
  customer = await newCustomer(reseller, 'Example Customer');
  path = `/v1/accounts/${customer}`;
  await pay(town, await placeOrder(reseller.client, reseller.account, 2));
});
afterAll(() => town.deployment.stop());

interface MemberAnswer {
  readonly id: string;
  readonly user: string;
  readonly email: string;
  readonly role: string;
}

describe('R2: a reseller is admin of its customer without being a member', () => {
  it('sees the account with its billing details, which has no owner and no members', async () => {
    expect(await reseller.client.send('GET', path)).toMatchObject({
      id: customer,
      organisation: 'Example Customer',
      owner: null,
      billing: { legal_name: null },
    });
    expect(await reseller.client.send('GET', `${path}/members`)).toMatchObject({ items: [] });
  });

  it('changes the billing details of its customer, recorded with both parties (A10)', async () => {
    await reseller.client.send('PATCH', path, { billing: { legal_name: 'Example Customer AB', city: 'Lund' } });
    const [fact] = await historyOf(reseller.client, customer);
    expect(fact).toMatchObject({
      action: 'account.edited',
      actor: { kind: 'user', id: reseller.user },
      on_behalf_of: reseller.account,
      after: { 'billing.city': 'Lund' },
    });
    const csv = await fetch(`${town.deployment.url}${path}/history.csv`, {
      headers: { authorization: (await sessionOf(reseller)) ?? '' },
    });
    expect(await csv.text()).toContain(`account.edited,user,${reseller.user},${reseller.email},${reseller.account},`);
  });

  it('tells the bus both parties too', async () => {
    await reseller.client.send('PATCH', path, { organisation: 'Example Customer' });
    await reseller.client.send('PATCH', path, { organisation: 'Example Customer 2' });
    await town.deployment.settle();
    const facts = town.deployment.events().map(({ event }) => event);
    const ofCustomer = facts.filter(({ detail }) => (detail as { account?: string }).account === customer);
    expect(ofCustomer.at(-1)).toMatchObject({
      'detail-type': 'account.edited',
      detail: { on_behalf_of: reseller.account, actor: { kind: 'user', id: reseller.user } },
    });
  });

  it('records nobody behind who acts in their own account', async () => {
    const own = await historyOf(reseller.client, reseller.account);
    expect(own.every(({ on_behalf_of }) => on_behalf_of === null)).toBe(true);
  });

  it('buys licences, adds members by e-mail, known or not, and gives them licences (R3)', async () => {
    const mine = await newCustomer(reseller);
    const members = `/v1/accounts/${mine}/members`;
    expect(await pay(town, await placeOrder(reseller.client, mine, 3))).toBe(303);
    const [known, unknown, invited] = [await anAccount(town), someone(), someone()];
    for (const email of [known.email, unknown]) {
      const added = await reseller.client.send('POST', members, { email, licences: ['member'] });
      expect(added).toMatchObject({ email, role: 'member', active: true });
      expect((await mailsTo(town, email)).at(-1)?.subject).toBeTruthy();
    }
    const body = { emails: [invited], licences: ['member'] };
    await reseller.client.send('POST', `/v1/accounts/${mine}/invitations`, body);
    expect((await mailsTo(town, invited)).at(-1)?.links.some((link) => link.includes('/invitation?'))).toBe(true);
    const licences = await reseller.client.send<{ types: object[] }>('GET', `/v1/accounts/${mine}/licences`);
    expect(licences.types).toMatchObject([{ total: 3, in_use: 3, free: 0 }]);
    expect((await listed(mine)).map(({ email }) => email)).not.toContain(reseller.email);
  });

  it('makes the first owner, and then leaves handing over to that owner', async () => {
    const mine = await newCustomer(reseller);
    const members = `/v1/accounts/${mine}/members`;
    const add = () => reseller.client.send<MemberAnswer>('POST', members, { email: someone() });
    const [first, second] = [await add(), await add()];
    const become = { role: 'owner', active: true, ends_discount: true };
    expect(await reseller.client.send('PATCH', `${members}/${first.id}`, become)).toMatchObject({ role: 'owner' });
    expect(await reseller.client.send('GET', `/v1/accounts/${mine}`)).toMatchObject({ owner: first.user });
    expect(await codeOf(reseller.client.send('PATCH', `${members}/${second.id}`, become))).toBe('member.only-owner');
    const handed = (await historyOf(reseller.client, mine)).find(({ action }) => action === 'account.handed-over');
    expect([handed?.before, handed?.after]).toEqual([{ owner: null }, { owner: first.user }]);
  });

  it('has one owner after two were made at once', async () => {
    const mine = await newCustomer(reseller);
    const members = `/v1/accounts/${mine}/members`;
    const add = () => reseller.client.send<MemberAnswer>('POST', members, { email: someone() });
    const both = [await add(), await add()];
    const become = { role: 'owner', active: true, ends_discount: true };
    await Promise.allSettled(both.map(({ id }) => town.operator.send('PATCH', `${members}/${id}`, become)));
    const owners = (await listed(mine)).filter(({ role }) => role === 'owner');
    expect(owners).toHaveLength(1);
    expect(await town.operator.send('GET', `/v1/accounts/${mine}`)).toMatchObject({ owner: owners[0]?.user });
  });

  it('keeps its customers out of the accounts of its people', async () => {
    const { items } = await reseller.client.send<{ items: { id: string }[] }>('GET', '/v1/accounts');
    expect(items.map(({ id }) => id)).toEqual([reseller.account]);
  });
});

async function listed(account: string): Promise<MemberAnswer[]> {
  return (await town.operator.send<{ items: MemberAnswer[] }>('GET', `/v1/accounts/${account}/members`)).items;
}

async function sessionOf({ email }: SignedUp): Promise<string> {
  const body = { email, password: 'four quiet green lanterns' };
  const { token } = await town.anyone.send<{ token: string }>('POST', '/v1/sessions', body);
  return `Bearer ${token}`;
}

describe('R5: nobody else sees a customer', () => {
  it('is no account at all to others: another reseller, a stranger, a plain or inactive member of the reseller', async () => {
    const plain = await colleague(town, reseller, { licences: ['member'] });
    const ghost = await colleague(town, reseller, { role: 'admin', active: false });
    const others = [await newReseller(town), await anAccount(town), plain, ghost];
    for (const { client } of others)
      for (const rest of ['', '/members', '/reseller', '/orders', '/history', '/export'])
        expect(await codeOf(client.send('GET', path + rest))).toBe('account.not-found');
  });

  it('is open to an admin of the reseller as to its owner, until they leave', async () => {
    const admin = await colleague(town, reseller, { role: 'admin', licences: ['member'] });
    expect(await admin.client.send('GET', `${path}/members`)).toMatchObject({ items: [] });
    await reseller.client.send('PATCH', `/v1/accounts/${reseller.account}/members/${admin.member}`, { former: true });
    expect(await codeOf(admin.client.send('GET', `${path}/members`))).toBe('account.not-found');
  });

  it('lets a customer not act on its reseller', async () => {
    const mine = await newCustomer(reseller);
    const admin = await adminOf(mine);
    await admin.client.send('GET', `/v1/accounts/${mine}`);
    for (const own of [`/v1/accounts/${reseller.account}`, `/v1/resellers/${reseller.account}/customers`])
      expect(await codeOf(admin.client.send('GET', own))).toBe('account.not-found');
  });

  it('keeps what is for operators from a reseller', async () => {
    expect(await codeOf(reseller.client.send('PUT', `${path}/licence-minimums/member`, { minimum: 1 }))).toBe(
      'access.denied',
    );
    expect(await codeOf(reseller.client.send('PATCH', path, { external_id: 'mine' }))).toBe('access.denied');
  });
});

/** A person of a customer who became its owner. */
async function adminOf(account: AccountId): Promise<SignedUp> {
  const owner = { ...reseller, account, client: town.operator };
  const person = await colleague(town, owner);
  const body = { role: 'owner', active: true, ends_discount: true };
  await town.operator.send('PATCH', `/v1/accounts/${account}/members/${person.member}`, body);
  return person;
}

describe('R6: what becomes of the reseller’s own account', () => {
  it.each(['past-due', 'suspended', 'ended'] as const)('lets its admins act while it is %s', async (state) => {
    const before = await requireSubscription(reseller.account as AccountId);
    const after = { ...before, state, version: before.version + 1 };
    await transact([replaceSubscription(before, after)]);
    expect(await reseller.client.send('GET', path)).toMatchObject({ id: customer });
    await reseller.client.send('PATCH', path, { organisation: `Example ${state}` });
    await transact([replaceSubscription(after, { ...before, version: after.version + 1 })]);
  });
});

describe('authorising a member', () => {
  it('reads nothing more because there are resellers, and 2 more requests for a reseller', async () => {
    const own = await commandsOf(() => reseller.client.send('GET', `/v1/accounts/${reseller.account}`));
    const acting = await commandsOf(() => reseller.client.send('GET', path));
    expect(acting.length - own.length).toBe(2);
  });
});
