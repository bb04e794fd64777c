import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAccount, problemOf, type SignedUp, settle, signedIn, type Town, tableItems } from '../people/support.ts';
import { deskOf, own, vendorCatalogue } from './desk.ts';

const SUPPORT = 'assistance@suite.example.com';
const TICKETS_ONLY = { channels: ['tickets'], e_mail: null, phone: null, chat_url: null };

let town: Town;
beforeAll(async () => {
  town = await settle({ catalogueFile: vendorCatalogue('modules-packs-crm') });
});
afterAll(() => town.deployment.stop());

let bought = 0;

/** Ordered and paid by card. */
async function buy(owner: SignedUp, ...items: object[]): Promise<void> {
  bought += 1;
  const path = `/v1/accounts/${owner.account}/orders`;
  const order = { items, payment_method: 'card', term: 1 };
  const headers = { 'idempotency-key': `bought-${bought}` };
  const placed = await owner.client.send<{ payment_url: string }>('POST', path, order, headers);
  const body = new URLSearchParams({ card: '4242424242424242' });
  await fetch(placed.payment_url, { method: 'POST', body, redirect: 'manual' });
  await town.deployment.settle();
}

const crm = { kind: 'module', module: 'crm' };
const supportPack = { kind: 'pack', pack: 'support', quantity: 1 };

describe('U4: phone, e-mail and chat only with a support pack', () => {
  it('has tickets before anything is bought, and with modules alone', async () => {
    const owner = await newAccount(town, { plan: 'suite' });
    expect(await own(owner).support()).toEqual(TICKETS_ONLY);
    expect((await own(owner).open()).channel).toBe('ticket');
    await buy(owner, crm);
    expect(await own(owner).support()).toEqual(TICKETS_ONLY);
  });

  it('refuses another way, says where to buy it, and changes nothing', async () => {
    const owner = await newAccount(town, { plan: 'suite' });
    await buy(owner, crm);
    const before = await tableItems(town);
    for (const channel of ['e-mail', 'phone', 'chat']) {
      const url = town.deployment.url;
      expect(await problemOf(own(owner).open({ channel }))).toMatchObject({
        status: 409,
        code: 'support.channel-not-included',
        errors: [{ pointer: '/channel' }],
        links: {
          buy: `${url}/account?account=${owner.account}#packs`,
          order: `${url}/v1/accounts/${owner.account}/orders`,
        },
      });
    }
    expect(await tableItems(town)).toEqual(before);
  });

  it('refuses it to staff in words of their own', async () => {
    const { account } = await newAccount(town, { plan: 'suite' });
    const problem = await problemOf(deskOf(town.operator, account).open({ channel: 'phone' }));
    expect(problem).toMatchObject({
      code: 'support.channel-not-included',
      detail:
        'Open the ticket without a channel: it is answered in the ticket. "channels" has what the plan and packs of the account include.',
      channels: ['ticket'],
      links: { support: `${town.deployment.url}/v1/accounts/${account}/support` },
    });
    expect(JSON.stringify(problem)).not.toMatch(/buy/i);
  });

  it('opens all three with the pack, to its members too, and closes them when the subscription has ended', async () => {
    const owner = await newAccount(town, { plan: 'suite' });
    await buy(owner, crm, supportPack);
    expect(await own(owner).support()).toEqual({
      channels: ['tickets', 'e-mail', 'phone', 'chat'],
      e_mail: SUPPORT,
      phone: '+33 1 99 00 12 34',
      chat_url: 'https://suite.example.com/chat',
    });
    const ticket = await own(owner).open({ channel: 'phone', text: 'Call +33 1 99 00 00 00', reference: 'call' });
    expect(ticket.channel).toBe('phone');
    await town.deployment.settle();
    expect(town.deployment.inbox.messages(SUPPORT).at(-1)?.text).toContain('and asks to be called:');
    await owner.client.send('POST', `${own(owner).path}/subscription/cancellation`);
    await town.deployment.clock.advance('P40D');
    const later = { ...owner, client: (await signedIn(town, owner.email)).client };
    expect(await later.client.send('GET', `${own(owner).path}/subscription`)).toMatchObject({ state: 'ended' });
    expect(await own(later).support()).toEqual(TICKETS_ONLY);
    expect(await own(later).open({ channel: 'phone', text: 'Call +33 1 99 00 00 00', reference: 'call' })).toEqual(
      ticket,
    );
    expect((await own(later).open({ subject: 'Still here' })).state).toBe('open');
    expect((await own(later).reply(ticket.id, 'Hello?')).number).toBe(2);
  });
});
