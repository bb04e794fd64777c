import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, TicketId, UserId } from '../../lib/domain/ids.ts';
import { blankTicketsOf } from '../../lib/store/tickets-erasure.ts';
import { isTicketMailWanted } from '../../lib/store/tickets-mails.ts';
import { codeOf, colleague, newAccount, type SignedUp, settle, type Town, tableItems } from '../people/support.ts';
import { injectFaults } from '../support/faults.ts';
import { allPages, deskOf, operatorKey, own } from './desk.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

const erase = (person: SignedUp) => person.client.send('DELETE', '/v1/users/me');
const textsIn = async (who: SignedUp, id: string) =>
  (await own(who).read(id)).messages.items.map(({ author, text }) => [author.name, text]);

describe('A11: an erased person leaves no words in tickets', () => {
  it('blanks their messages and the subjects of their tickets, and keeps states and what others wrote', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner, { name: 'Erasable Somebody' });
    const helper = await colleague(town, owner, { name: 'Helpful Admin', role: 'admin' });
    const key = await operatorKey(town, 'Anna');
    const { id } = await own(person).open({ subject: 'Erasable subject', text: 'Erasable words' });
    await own(helper).reply(id, 'Words of the helper');
    await deskOf(key.client, owner.account).reply(id, 'Words of support');
    await own(person).reply(id, 'Erasable thanks');
    await own(owner).edit(id, { state: 'closed' });
    const another = await own(helper).open({ subject: 'Another', text: 'Kept' });
    const before = await own(owner).read(id);
    await erase(person);
    const after = await own(owner).read(id);
    expect(after).toMatchObject({ subject: '', state: 'closed', message_count: 4, updated_at: before.updated_at });
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.opened_by).toEqual({ kind: 'user', id: person.user, name: null });
    expect(await textsIn(owner, id)).toEqual([
      [null, ''],
      ['Helpful Admin', 'Words of the helper'],
      ['Anna', 'Words of support'],
      [null, ''],
    ]);
    expect(await own(owner).read(another.id)).toMatchObject({ subject: 'Another' });
    expect(JSON.stringify(await tableItems(town))).not.toContain('Erasable');
    await erase(helper);
    expect(await textsIn(owner, id)).toEqual([
      [null, ''],
      [null, ''],
      ['Anna', 'Words of support'],
      [null, ''],
    ]);
    expect(JSON.stringify(await tableItems(town))).not.toContain('of the helper');
  });

  it('goes on where it was cut short, with more messages than one transaction takes', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    const tickets: string[] = [];
    for (let number = 1; number <= 3; number += 1) {
      tickets.push((await own(person).open({ subject: `Gone ${number}`, text: 'Gone' })).id);
    }
    for (let number = 1; number <= 55; number += 1) await own(person).reply(tickets[1] ?? '', `Gone ${number}`);
    const user = person.user as UserId;
    await town.deployment.settle();
    for (let crashAt = 1; crashAt <= 4; crashAt += 1) {
      const stop = injectFaults(({ write }) => (write === crashAt ? 'crash-before' : 'none'));
      await expect(blankTicketsOf(user)).rejects.toThrow();
      stop();
    }
    await blankTicketsOf(user);
    await blankTicketsOf(user);
    const { items } = await own(owner).list();
    expect(items.map(({ subject }) => subject)).toEqual(['', '', '']);
    const kept = (await tableItems(town)).filter(({ type }) => type === 'ticket-message' || type === 'ticket');
    expect(JSON.stringify(kept)).not.toContain('Gone');
  });

  it('keeps a person who is being erased from writing', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    const { id } = await own(person).open();
    const [erased, ...written] = await Promise.allSettled([
      town.operator.send('DELETE', `/v1/users/${person.user}`),
      ...Array.from({ length: 6 }, (_, number) => own(person).reply(id, `Late words ${number}`)),
    ]);
    expect(erased?.status).toBe('fulfilled');
    expect(written).toHaveLength(6);
    expect(JSON.stringify(await tableItems(town))).not.toContain('Late words');
    expect(await codeOf(own(person).reply(id, 'Even later'))).toBe('session.required');
  });

  it('makes a mail with their words needless that was not sent yet', async () => {
    const owner = await newAccount(town);
    const person = await colleague(town, owner);
    const { id } = await own(person).open();
    await own(owner).reply(id, 'Kept');
    const about = { account: owner.account as AccountId, ticket: id as TicketId };
    const isWanted = (number: number) => isTicketMailWanted({ template: 'ticket-replied', ...about, number });
    expect([await isWanted(1), await isWanted(2)]).toEqual([true, true]);
    await blankTicketsOf(person.user as UserId);
    expect([await isWanted(1), await isWanted(2)]).toEqual([false, true]);
    expect(await isTicketMailWanted({ template: 'ticket-closed', ...about })).toBe(true);
  });

  it('shows a revoked key without a name', async () => {
    const owner = await newAccount(town);
    const key = await operatorKey(town, 'Brief');
    const { id } = await deskOf(key.client, owner.account).open({ text: 'Hello' });
    expect(await textsIn(owner, id)).toEqual([['Brief', 'Hello']]);
    await town.operator.send('DELETE', `/v1/api-keys/${key.id}`);
    expect(await textsIn(owner, id)).toEqual([[null, 'Hello']]);
  });
});

describe('A11: an account’s export has its tickets', () => {
  it('holds each ticket and each message, and nothing of how they are listed', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open({ subject: 'Exported', text: 'One' });
    await deskOf(town.operator, owner.account).reply(id, 'Two');
    const path = `${own(owner).path}/export`;
    const { items } = await allPages<{ kind: string; record: Record<string, unknown> }>(owner.client, path, 5);
    const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ record }) => record);
    expect(of('ticket')).toEqual([
      expect.objectContaining({
        id,
        subject: 'Exported',
        state: 'answered',
        opened_by: { kind: 'user', id: owner.user },
      }),
    ]);
    expect(of('ticket-message').map(({ ticket, number, text }) => [ticket, number, text])).toEqual([
      [id, 1, 'One'],
      [id, 2, 'Two'],
    ]);
    expect(Object.keys(of('ticket')[0] ?? {})).not.toContain('listing');
  });
});
