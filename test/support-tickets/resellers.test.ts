import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { codeOf, colleague, mailsTo, type SignedUp, type Town } from '../people/support.ts';
import { historyOf, newCustomer, newReseller, settleWithResale } from '../resellers/support.ts';
import { deskOf } from './desk.ts';

let town: Town;
let reseller: SignedUp;
let customer: AccountId;
beforeAll(async () => {
  town = await settleWithResale();
  reseller = await newReseller(town);
  customer = await newCustomer(reseller);
});
afterAll(() => town.deployment.stop());

const staff = () => deskOf(town.operator, customer);

describe('R2, U4: a reseller writes to support for its customer', () => {
  it('opens a ticket, recorded with both parties, and gets the answer', async () => {
    const desk = deskOf(reseller.client, customer);
    const { id, opened_by: by } = await desk.open({ subject: 'For a customer' });
    expect(by).toMatchObject({ kind: 'user', id: reseller.user });
    await staff().reply(id, 'An answer');
    expect(await desk.read(id)).toMatchObject({ state: 'answered' });
    const opened = (await historyOf(reseller.client, customer)).find(({ action }) => action === 'ticket.opened');
    expect(opened).toMatchObject({ actor: { kind: 'user', id: reseller.user }, on_behalf_of: reseller.account });
    const subjects = (await mailsTo(town, reseller.email)).map(({ subject }) => subject);
    expect(subjects).toContain(`Ticket ${id}: For a customer`);
  });

  it('sees all tickets of its customer, which a plain member of the reseller and another reseller do not', async () => {
    const { id } = await staff().open({ subject: 'From support' });
    const { items } = await deskOf(reseller.client, customer).list();
    expect(items.map((ticket) => ticket.id)).toContain(id);
    const other = await newReseller(town);
    const clerk = await colleague(town, reseller, { active: false });
    for (const { client } of [other, clerk]) {
      expect(await codeOf(deskOf(client, customer).read(id))).toBe('account.not-found');
    }
  });

  it('loses them with its access; answers go to the admins who are left', async () => {
    const { id } = await deskOf(reseller.client, customer).open({ subject: 'Too late' });
    await town.operator.send('DELETE', `/v1/accounts/${customer}/reseller`);
    await town.deployment.settle();
    town.deployment.inbox.clear();
    expect(await codeOf(deskOf(reseller.client, customer).read(id))).toBe('account.not-found');
    await staff().reply(id, 'An answer');
    expect(await mailsTo(town, reseller.email)).toEqual([]);
  });
});
