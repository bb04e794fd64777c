import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { codeOf, colleague, mailsTo, problemOf, type SignedUp, someone, type Town } from '../people/support.ts';
import { historyOf, newCustomer, newReseller, pay, placeOrder, settleWithResale } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithResale();
});
afterAll(() => town.deployment.stop());

const end = ({ account }: SignedUp) => town.operator.send('DELETE', `/v1/resellers/${account}`);
const ADMIN = { role: 'admin', licences: ['member'], ends_discount: true };

/** A customer with licences, and so many admins of its own. */
async function customerOf(reseller: SignedUp, admins: number): Promise<{ customer: AccountId; people: SignedUp[] }> {
  const customer = await newCustomer(reseller, 'Example Left');
  const people: SignedUp[] = [];
  if (admins > 0) await pay(town, await placeOrder(reseller.client, customer, admins));
  for (let count = 0; count < admins; count += 1)
    people.push(await colleague(town, { ...reseller, account: customer }, ADMIN));
  return { customer, people };
}

describe('R5, A9: the end of a reseller is the end of its access to each customer', () => {
  it('is in the history of each, by the operator who ended it, and once', async () => {
    const reseller = await newReseller(town);
    const customers = [await newCustomer(reseller), await newCustomer(reseller), await newCustomer(reseller)];
    await Promise.all([end(reseller), end(reseller)]);
    await end(reseller);
    const own = await historyOf(reseller.client, reseller.account);
    const ended = own.find(({ action }) => action === 'reseller.ended');
    for (const customer of customers) {
      const facts = (await historyOf(town.operator, customer)).filter(({ action }) => action.endsWith('-withdrawn'));
      expect(facts).toMatchObject([
        { action: 'reseller.access-withdrawn', actor: ended?.actor, before: { reseller: reseller.account } },
      ]);
      const lost = own.filter(({ action, subject }) => action === 'reseller.customer-lost' && subject === customer);
      expect(lost).toHaveLength(1);
      const exported = await town.operator.send('GET', `/v1/accounts/${customer}/export?limit=100`);
      expect(JSON.stringify(exported)).not.toMatch(/managed_?by/i);
    }
  });

  it('makes the first active admin the owner, and keeps an owner', async () => {
    const reseller = await newReseller(town);
    const { customer, people } = await customerOf(reseller, 2);
    const { customer: owned, people: others } = await customerOf(reseller, 2);
    const [[first], [, second]] = [people, others] as [[SignedUp], [SignedUp, SignedUp]];
    await reseller.client.send('PATCH', `/v1/accounts/${owned}/members/${second.member}`, { role: 'owner' });
    await end(reseller);
    expect(await first.client.send('GET', `/v1/accounts/${customer}`)).toMatchObject({ owner: first.user });
    expect(await second.client.send('GET', `/v1/accounts/${owned}`)).toMatchObject({ owner: second.user });
    const handed = (await historyOf(first.client, customer)).find(({ action }) => action === 'account.handed-over');
    expect(handed).toMatchObject({ before: { owner: null }, after: { owner: first.user } });
  });

  it('is told to the customers’ own admins by one mail each, and not to the reseller’s for each customer', async () => {
    const reseller = await newReseller(town);
    const { people } = await customerOf(reseller, 2);
    await newCustomer(reseller);
    const before = (await mailsTo(town, reseller.email)).length;
    await end(reseller);
    await end(reseller);
    for (const { email } of people) {
      const subjects = (await mailsTo(town, email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => subject.includes('no longer manages'))).toEqual([
        'Example Reseller no longer manages your account on Resold Licences',
      ]);
    }
    expect(await mailsTo(town, reseller.email)).toHaveLength(before);
  });
});

describe('R5: a customer’s admins hear of it when somebody else ends the access', () => {
  const told = async ({ email }: SignedUp) =>
    (await mailsTo(town, email)).filter(({ subject }) => subject.includes('no longer manages')).length;

  it.each([
    ['its reseller gives it up', 1],
    ['an operator withdraws it', 1],
    ['one of them withdraws it', 0],
  ])('%s (e-mails: %d)', async (who, mails) => {
    const reseller = await newReseller(town);
    const { customer, people } = await customerOf(reseller, 1);
    const [admin] = people as [SignedUp];
    const client = who.startsWith('its') ? reseller.client : who.startsWith('an') ? town.operator : admin.client;
    await client.send('DELETE', `/v1/accounts/${customer}/reseller`);
    expect(await told(admin)).toBe(mails);
  });
});

describe('R4: an invitation that is sent again', () => {
  const sent = async (customer: string, role: string) => {
    const body = { emails: [someone()], role, ends_discount: true };
    const path = `/v1/accounts/${customer}/invitations`;
    const { items } = await town.operator.send<{ items: { id: string }[] }>('POST', path, body);
    return `${path}/${items[0]?.id}/resend`;
  };

  it('warns of the end of the discount where it makes the first admin, with and without a body', async () => {
    const reseller = await newReseller(town);
    const resend = await sent(await newCustomer(reseller), 'admin');
    for (const body of [undefined, {}, { ends_discount: false }]) {
      const problem = await problemOf(reseller.client.send('POST', resend, body));
      expect(problem).toMatchObject({ status: 409, code: 'reseller.discount-would-end' });
    }
    expect(await reseller.client.send('POST', resend, { ends_discount: true })).toMatchObject({ status: 'pending' });
  });

  it('warns of nothing where it makes a member, or there is an admin already', async () => {
    const reseller = await newReseller(town);
    const { customer } = await customerOf(reseller, 1);
    for (const resend of [await sent(customer, 'admin'), await sent(await newCustomer(reseller), 'member')])
      expect(await reseller.client.send('POST', resend)).toMatchObject({ status: 'pending' });
  });
});

describe('A7: refusals that say what helps', () => {
  it('R5: an inactive admin cannot take over from a reseller: it takes an active one, with a licence', async () => {
    const reseller = await newReseller(town);
    const customer = await newCustomer(reseller);
    const body = { role: 'admin', active: false, ends_discount: true };
    await colleague(town, { ...reseller, account: customer }, body);
    const problem = await problemOf(reseller.client.send('DELETE', `/v1/accounts/${customer}/reseller`));
    expect(problem).toMatchObject({ code: 'reseller.only-admin', detail: expect.stringMatching(/active.*licence/) });
  });

  it.each([
    ['inactive', {}, { active: true }],
    ['former', { former: true }, { former: false, active: true }],
  ])('somebody %s becomes the owner once they are active', async (_, edit, activate) => {
    const reseller = await newReseller(town);
    const customer = await newCustomer(reseller);
    const { member } = await colleague(town, { ...reseller, account: customer }, { active: false });
    const path = `/v1/accounts/${customer}/members/${member}`;
    const become = { role: 'owner', ends_discount: true };
    await reseller.client.send('PATCH', path, edit);
    const problem = await problemOf(reseller.client.send('PATCH', path, become));
    expect(problem).toMatchObject({ status: 409, code: 'member.owner-inactive' });
    expect(await codeOf(reseller.client.send('PATCH', path, { ...edit, ...become }))).toBe('member.owner-inactive');
    expect(await reseller.client.send('PATCH', path, { ...become, ...activate })).toMatchObject({ role: 'owner' });
  });
});
