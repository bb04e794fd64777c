import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { codeOf, colleague, mailsTo, problemOf, type SignedUp, type Town, tableItems } from '../people/support.ts';
import { historyOf, newCustomer, newReseller, pay, placeOrder, settleWithResale } from './support.ts';

let town: Town;
let reseller: SignedUp;
beforeAll(async () => {
  town = await settleWithResale();
  reseller = await newReseller(town);
});
afterAll(() => town.deployment.stop());

const of = (account: string) => `/v1/accounts/${account}/reseller`;
const withdraw = ({ client }: Pick<SignedUp, 'client'>, account: string) => client.send('DELETE', of(account));
const operator = () => ({ client: town.operator });

/** A customer with licences, and so many admins of its own. */
async function customerWith(admins: number): Promise<{ customer: AccountId; people: SignedUp[] }> {
  const customer = await newCustomer(reseller, 'Example Leaver');
  await pay(town, await placeOrder(reseller.client, customer, admins));
  const people: SignedUp[] = [];
  for (let count = 0; count < admins; count += 1) {
    const body = { role: 'admin', licences: ['member'], ends_discount: true };
    people.push(await colleague(town, { ...reseller, account: customer }, body));
  }
  return { customer, people };
}

describe('R5: a customer sees its reseller, and can withdraw the access', () => {
  it('sees who it is and since when, and no discount', async () => {
    const { customer, people } = await customerWith(1);
    for (const { client } of [...people, reseller])
      expect(await client.send('GET', of(customer))).toEqual({
        account: reseller.account,
        organisation: 'Example Reseller',
        since: expect.stringMatching(/^2026-01-15T/),
      });
    expect(await codeOf(reseller.client.send('GET', of(reseller.account)))).toBe('reseller.none');
  });

  it('ends the access at once, with facts in both histories and a mail to the reseller', async () => {
    const { customer, people } = await customerWith(1);
    const [admin] = people as [SignedUp];
    const before = (await mailsTo(town, reseller.email)).length;
    await withdraw(admin, customer);
    for (const rest of ['', '/members', '/reseller', '/history'])
      expect(await codeOf(reseller.client.send('GET', `/v1/accounts/${customer}${rest}`))).toBe('account.not-found');
    expect(await codeOf(admin.client.send('GET', of(customer)))).toBe('reseller.none');
    const fact = { actor: { kind: 'user', id: admin.user }, on_behalf_of: null, subject: customer };
    const withdrawn = await factOf(admin, customer, 'reseller.access-withdrawn');
    expect(withdrawn).toMatchObject({ ...fact, before: { reseller: reseller.account } });
    expect(await factOf(reseller, reseller.account, 'reseller.customer-lost')).toMatchObject(fact);
    const mails = (await mailsTo(town, reseller.email)).slice(before);
    expect(mails.map(({ subject }) => subject)).toEqual(['You no longer manage Example Leaver on Resold Licences']);
  });

  it('makes the admin who withdraws it the owner of an account without one', async () => {
    const { customer, people } = await customerWith(2);
    const [first, second] = people as [SignedUp, SignedUp];
    await withdraw(second, customer);
    expect(await second.client.send('GET', `/v1/accounts/${customer}`)).toMatchObject({ owner: second.user });
    const members = `/v1/accounts/${customer}/members`;
    expect(await first.client.send('GET', `${members}/${second.member}`)).toMatchObject({ role: 'owner' });
    expect(await codeOf(first.client.send('DELETE', `${members}/${second.member}`))).toBe('member.owner-stays');
    const handed = await factOf(first, customer, 'account.handed-over');
    expect(handed).toMatchObject({ before: { owner: null }, after: { owner: second.user } });
  });

  it('has one effect when it is asked 5 times at once, and again later', async () => {
    const { customer, people } = await customerWith(1);
    const [admin] = people as [SignedUp];
    await Promise.all([1, 2, 3, 4, 5].map(() => withdraw(admin, customer)));
    await withdraw(operator(), customer);
    const facts = (await historyOf(admin.client, customer)).filter(({ action }) => action.endsWith('-withdrawn'));
    expect(facts).toHaveLength(1);
    const lost = (await historyOf(reseller.client, reseller.account)).filter(
      ({ action, subject }) => action === 'reseller.customer-lost' && subject === customer,
    );
    expect(lost).toHaveLength(1);
  });

  it('is for admins: a member without a role neither sees nor withdraws it', async () => {
    const { customer } = await customerWith(2);
    const body = { role: 'member', active: false };
    const member = await colleague(town, { ...reseller, account: customer }, body);
    expect(await codeOf(member.client.send('GET', of(customer)))).toBe('access.denied');
    expect(await codeOf(withdraw(member, customer))).toBe('access.denied');
  });

  it('leaves a reseller that is admin among the customer’s people what that role may do', async () => {
    const { customer, people } = await customerWith(1);
    const body = { email: reseller.email, role: 'admin', active: false };
    const added = await town.operator.send<{ id: string }>('POST', `/v1/accounts/${customer}/members`, body);
    await withdraw(people[0] as SignedUp, customer);
    expect(await codeOf(reseller.client.send('GET', `/v1/accounts/${customer}`))).toBe('access.denied');
    await town.operator.send('DELETE', `/v1/accounts/${customer}/members/${added.id}`);
    expect(await codeOf(reseller.client.send('GET', `/v1/accounts/${customer}`))).toBe('account.not-found');
  });
});

describe('R5: a reseller gives a customer up', () => {
  it('records it on behalf of the reseller, makes the first admin the owner, and sends itself no mail', async () => {
    const { customer, people } = await customerWith(2);
    const [first] = people as [SignedUp];
    const before = (await mailsTo(town, reseller.email)).length;
    await withdraw(reseller, customer);
    const withdrawn = await factOf(first, customer, 'reseller.access-withdrawn');
    expect(withdrawn).toMatchObject({ actor: { id: reseller.user }, on_behalf_of: reseller.account });
    const lost = await factOf(reseller, reseller.account, 'reseller.customer-lost');
    expect(lost).toMatchObject({ actor: { id: reseller.user }, on_behalf_of: null, subject: customer });
    expect(await first.client.send('GET', `/v1/accounts/${customer}`)).toMatchObject({ owner: first.user });
    expect(await mailsTo(town, reseller.email)).toHaveLength(before);
  });

  it('is refused while nobody else could manage the account, and changes nothing; an operator may', async () => {
    const customer = await newCustomer(reseller);
    const body = { role: 'admin', active: false, ends_discount: true };
    await colleague(town, { ...reseller, account: customer }, body);
    const before = await tableItems(town);
    const problem = await problemOf(withdraw(reseller, customer));
    expect(problem).toMatchObject({ status: 409, code: 'reseller.only-admin' });
    expect(problem.links?.['members']).toContain(`/v1/accounts/${customer}/members`);
    expect(await tableItems(town)).toEqual(before);
    await withdraw(operator(), customer);
    expect(await codeOf(reseller.client.send('GET', of(customer)))).toBe('account.not-found');
    expect(await town.operator.send('GET', `/v1/accounts/${customer}`)).toMatchObject({ owner: null });
  });

  it('never leaves an account to nobody when its last admin goes at the same time', async () => {
    for (const _ of [1, 2, 3, 4]) {
      const { customer, people } = await customerWith(1);
      const [admin] = people as [SignedUp];
      const remove = town.operator.send('DELETE', `/v1/accounts/${customer}/members/${admin.member}`);
      const [gone, left] = await Promise.allSettled([remove, withdraw(reseller, customer)]);
      expect([gone.status, left.status]).not.toEqual(['fulfilled', 'fulfilled']);
    }
  });
});

async function factOf({ client }: SignedUp, account: string, action: string) {
  return (await historyOf(client, account)).find((fact) => fact.action === action);
}

describe('R4: making somebody admin warns of the end of the discount', () => {
  const add = (customer: string, body: object) =>
    colleague(town, { ...reseller, account: customer }, { active: false, ...body });
  const members = (customer: string) => `/v1/accounts/${customer}/members`;

  it('refuses the first admin, however they are made, and changes nothing', async () => {
    const customer = await newCustomer(reseller);
    const { member } = await add(customer, {});
    const [admin, invited] = [{ role: 'admin' }, { emails: ['invited@example.com'], role: 'admin' }];
    const before = await tableItems(town);
    for (const client of [reseller.client, town.operator]) {
      const added = problemOf(client.send('POST', members(customer), { email: 'added@example.com', ...admin }));
      expect(await added).toMatchObject({ status: 409, code: 'reseller.discount-would-end' });
      expect((await added).links?.['reseller']).toContain(of(customer));
      expect(await codeOf(client.send('PATCH', `${members(customer)}/${member}`, admin))).toBe(
        'reseller.discount-would-end',
      );
      const owner = { role: 'owner', active: true };
      expect(await codeOf(client.send('PATCH', `${members(customer)}/${member}`, owner))).toBe(
        'reseller.discount-would-end',
      );
      expect(await codeOf(client.send('POST', `/v1/accounts/${customer}/invitations`, invited))).toBe(
        'reseller.discount-would-end',
      );
    }
    expect(await tableItems(town)).toEqual(before);
  });

  it('goes on when it is told so, and warns of no further admin', async () => {
    const customer = await newCustomer(reseller);
    await add(customer, { role: 'admin', ends_discount: true });
    await add(customer, { role: 'admin' });
    const emails = ['invited@example.com'];
    const more = await reseller.client.send('POST', `/v1/accounts/${customer}/invitations`, { emails, role: 'admin' });
    expect(more).toMatchObject({ items: [{ role: 'admin' }] });
  });

  it('warns again of the first one after the last has gone, also of a former admin who comes back', async () => {
    const customer = await newCustomer(reseller);
    const { member } = await add(customer, { role: 'admin', ends_discount: true });
    const path = `${members(customer)}/${member}`;
    await reseller.client.send('PATCH', path, { former: true });
    expect(await codeOf(reseller.client.send('PATCH', path, { former: false }))).toBe('reseller.discount-would-end');
    await reseller.client.send('PATCH', path, { former: false, ends_discount: true });
    expect(await reseller.client.send('GET', path)).toMatchObject({ role: 'admin', former: false });
  });

  it('says nothing where there is no reseller, nor once it has gone', async () => {
    const { client, account } = reseller;
    const email = 'admin@example.com';
    expect(await client.send('POST', members(account), { email, role: 'admin', active: false })).toMatchObject({
      role: 'admin',
    });
    const customer = await newCustomer(reseller);
    await withdraw(operator(), customer);
    const body = { email, role: 'admin', active: false };
    expect(await town.operator.send('POST', members(customer), body)).toMatchObject({ role: 'admin' });
  });
});
