import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  colleague,
  leaveCredit,
  newAccount,
  problemOf,
  settle,
  type Town,
  tableItems,
} from '../people/support.ts';
import { allPages, deskOf, operatorKey, own, type TicketAnswer } from './desk.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

const staff = (account: string) => deskOf(town.operator, account);
const NOBODY = 'tkt_00000000000000000000000000';

describe('U4: every account opens tickets and is answered', () => {
  it('has a ticket open until support answers, and open again once the customer writes', async () => {
    const owner = await newAccount(town);
    const desk = own(owner);
    const ticket = await desk.open({ subject: '  Invoices  ', text: 'Where are they?\r\nThank you' });
    expect(ticket).toMatchObject({
      account: owner.account,
      subject: 'Invoices',
      channel: 'ticket',
      state: 'open',
      opened_by: { kind: 'user', id: owner.user, name: owner.email },
      assignee: null,
      message_count: 1,
      version: 1,
    });
    const answer = await staff(owner.account).reply(ticket.id, 'In your account.');
    expect(answer).toMatchObject({ number: 2, author: { kind: 'operator' }, text: 'In your account.' });
    expect(answer.author.name).not.toBeNull();
    expect(await desk.read(ticket.id)).toMatchObject({ state: 'answered', message_count: 2 });
    await desk.reply(ticket.id, 'I cannot find them.');
    const read = await desk.read(ticket.id);
    expect(read).toMatchObject({ state: 'open', version: 3 });
    expect(read.messages).toMatchObject({
      items: [{ number: 1, text: 'Where are they?\nThank you' }, { number: 2 }, { number: 3 }],
      next_cursor: null,
    });
    expect(new Set(read.messages.items.map(({ id }) => id)).size).toBe(3);
  });

  it('is closed and reopened by either side, and by any message', async () => {
    const owner = await newAccount(town);
    const [desk, operator] = [own(owner), staff(owner.account)];
    const { id } = await desk.open();
    const states: string[] = [];
    for (const [side, state] of [
      [desk, 'closed'],
      [operator, 'open'],
      [operator, 'closed'],
      [desk, 'open'],
    ] as const) {
      states.push((await side.edit(id, { state })).state);
    }
    await desk.edit(id, { state: 'closed' });
    await desk.reply(id, 'One more thing');
    states.push((await desk.read(id)).state);
    await desk.edit(id, { state: 'closed' });
    await operator.reply(id, 'An answer after all');
    states.push((await desk.read(id)).state);
    expect(states).toEqual(['closed', 'open', 'closed', 'open', 'open', 'answered']);
    expect((await desk.edit(id, { state: 'open' })).state).toBe('open');
  });

  it('changes nothing when it is closed twice', async () => {
    const desk = own(await newAccount(town));
    const { id } = await desk.open();
    const closed = await desk.edit(id, { state: 'closed' });
    const before = await tableItems(town);
    expect(await desk.edit(id, { state: 'closed' })).toEqual(closed);
    expect(await tableItems(town)).toEqual(before);
  });

  it('waits for the customer where support opens it', async () => {
    const owner = await newAccount(town);
    const ticket = await staff(owner.account).open({ subject: 'Your bill' });
    expect(ticket).toMatchObject({ state: 'answered', opened_by: { kind: 'operator' } });
    expect((await own(owner).list()).items).toEqual([ticket]);
  });

  it('is open to an account that is not active yet, and to one whose credit is used up', async () => {
    const idle = await newAccount(town, { activate: false });
    expect((await own(idle).open()).state).toBe('open');
    const poor = await newAccount(town);
    const path = `/v1/accounts/${poor.account}/credit`;
    await leaveCredit(town, poor, 0);
    await town.deployment.clock.advance('P1D');
    expect(await poor.client.send('GET', path)).toMatchObject({ status: 'suspended' });
    expect((await own(poor).open()).state).toBe('open');
  });
});

describe('U4, P8: on a prepaid plan e-mail comes with the first purchase', () => {
  it('is refused before, with where to buy credit, and there after it', async () => {
    const owner = await newAccount(town);
    const desk = own(owner);
    expect(await desk.support()).toEqual({ channels: ['tickets'], e_mail: null, phone: null, chat_url: null });
    expect(await problemOf(desk.open({ channel: 'e-mail' }))).toMatchObject({
      code: 'support.channel-not-included',
      links: { buy: `${town.deployment.url}/account?account=${owner.account}#buy` },
    });
    const items = [{ kind: 'credit', amount: { amount: 1200, currency: 'EUR' } }];
    const order = { items, payment_method: 'card' };
    const placed = await owner.client.send<{ payment_url: string }>('POST', `${desk.path}/orders`, order, {
      'idempotency-key': 'credit',
    });
    const body = new URLSearchParams({ card: '4242424242424242' });
    await fetch(placed.payment_url, { method: 'POST', body, redirect: 'manual' });
    await town.deployment.settle();
    expect(await desk.support()).toEqual({
      channels: ['tickets', 'e-mail'],
      e_mail: 'support@example.com',
      phone: null,
      chat_url: null,
    });
    expect((await desk.open({ channel: 'e-mail' })).channel).toBe('e-mail');
    expect(await codeOf(desk.open({ channel: 'phone' }))).toBe('support.channel-not-included');
    expect(await codeOf(desk.open({ channel: 'fax' }))).toBe('request.invalid');
  });
});

describe('U4: who sees a ticket', () => {
  it('shows a member their own, an admin and staff all of the account, and nobody another account’s', async () => {
    const [owner, stranger] = [await newAccount(town), await newAccount(town)];
    const [member, other] = [await colleague(town, owner), await colleague(town, owner)];
    const mine = await own(member).open({ subject: 'Mine' });
    const theirs = await own(other).open({ subject: 'Theirs' });
    const seen = async (desk: ReturnType<typeof own>) => (await desk.list()).items.map(({ subject }) => subject);
    expect(await seen(own(member))).toEqual(['Mine']);
    expect(await seen(own(other))).toEqual(['Theirs']);
    expect(await seen(own(owner))).toEqual(['Theirs', 'Mine']);
    expect(await seen(staff(owner.account))).toEqual(['Theirs', 'Mine']);
    expect((await own(owner).read(mine.id)).subject).toBe('Mine');
    const desk = own(member);
    const before = await tableItems(town);
    const asks = [
      () => desk.read(theirs.id),
      () => desk.reply(theirs.id, 'Me too'),
      () => desk.edit(theirs.id, { state: 'closed' }),
    ];
    for (const ask of asks) {
      expect(await problemOf(ask())).toMatchObject({
        code: 'ticket.not-found',
        links: { tickets: expect.stringMatching(/\/tickets$/) },
      });
    }
    expect(await codeOf(own(stranger).read(mine.id))).toBe('ticket.not-found');
    expect(await codeOf(deskOf(stranger.client, owner.account).read(mine.id))).toBe('account.not-found');
    expect(await codeOf(staff(stranger.account).read(mine.id))).toBe('ticket.not-found');
    expect(await codeOf(desk.read(NOBODY))).toBe('ticket.not-found');
    expect(await codeOf(desk.edit(mine.id, { assignee: 'me' }))).toBe('access.denied');
    expect(await codeOf(own(owner).edit(mine.id, { assignee: null }))).toBe('access.denied');
    expect(await codeOf(staff('acc_00000000000000000000000000').list())).toBe('account.not-found');
    expect(await tableItems(town)).toEqual(before);
  });

  it('keeps a member’s ticket theirs when an admin writes into it', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const { id } = await own(member).open();
    await own(owner).reply(id, 'I know this one');
    expect((await own(member).read(id)).messages.items.map(({ author }) => author.id)).toEqual([
      member.user,
      owner.user,
    ]);
    const { items } = await own(member).list();
    expect(items.map((ticket) => ticket.id)).toEqual([id]);
  });

  it('pages an account’s tickets newest first, a member’s too, and by state', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const tickets: TicketAnswer[] = [];
    for (let number = 1; number <= 7; number += 1) {
      tickets.push(await own(number % 2 === 0 ? owner : member).open({ subject: `Number ${number}` }));
    }
    await own(owner).edit(tickets[1]?.id ?? '', { state: 'closed' });
    await own(owner).edit(tickets[4]?.id ?? '', { state: 'closed' });
    const numbers = async (who: typeof owner, query = '') => {
      const { items } = await allPages<TicketAnswer>(who.client, `${own(who).path}/tickets${query}`, 2);
      return items.map(({ subject }) => Number(subject.slice(-1)));
    };
    expect(await numbers(owner)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await numbers(member)).toEqual([7, 5, 3, 1]);
    expect(await numbers(owner, '?state=closed')).toEqual([5, 2]);
    expect(await numbers(member, '?state=open')).toEqual([7, 3, 1]);
    const first = await own(owner).list('?limit=1');
    const misused = own(member).list(`?cursor=${first.next_cursor}`);
    expect(await codeOf(misused)).toBe('request.bad-cursor');
  });

  it('pages the messages of a ticket, and tells what is new', async () => {
    const desk = own(await newAccount(town));
    const { id } = await desk.open({ text: 'Message 1' });
    for (let number = 2; number <= 5; number += 1) await desk.reply(id, `Message ${number}`);
    const first = await desk.read(id, '?limit=2');
    const second = await desk.read(id, `?limit=2&cursor=${first.messages.next_cursor}`);
    const third = await desk.read(id, `?limit=2&cursor=${second.messages.next_cursor}`);
    const texts = [first, second, third].map(({ messages }) => messages.items.map(({ text }) => text.slice(-1)).join());
    expect(texts).toEqual(['1,2', '3,4', '5']);
    expect(third.messages.next_cursor).toBeNull();
    expect((await desk.read(id, '?after=4')).messages).toMatchObject({ items: [{ number: 5 }], next_cursor: null });
    expect((await desk.read(id, '?after=5')).messages).toEqual({ items: [], next_cursor: null });
  });
});

describe('U4: an operator takes a ticket', () => {
  it('is assigned to a key in force, to oneself, and to nobody again', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open();
    const [anna, ben] = [await operatorKey(town, 'Anna'), await operatorKey(town, 'Ben')];
    const desk = deskOf(anna.client, owner.account);
    expect((await desk.edit(id, { assignee: 'me' })).assignee).toBe(anna.id);
    expect(await desk.edit(id, { assignee: ben.id, state: 'closed' })).toMatchObject({
      assignee: ben.id,
      state: 'closed',
    });
    expect((await desk.edit(id, { assignee: null })).assignee).toBeNull();
  });

  it('refuses a key that is unknown, revoked, or no operator’s', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open();
    const gone = await operatorKey(town, 'Gone');
    await town.operator.send('DELETE', `/v1/api-keys/${gone.id}`);
    const vendor = await town.operator.send<{ id: string }>('POST', '/v1/api-keys', {
      name: 'Application',
      scopes: ['vendor:read'],
    });
    for (const assignee of [gone.id, vendor.id, 'key_00000000000000000000000000']) {
      expect(await problemOf(staff(owner.account).edit(id, { assignee }))).toMatchObject({
        status: 422,
        code: 'ticket.assignee-unknown',
        errors: [{ pointer: '/assignee' }],
      });
    }
    expect(await problemOf(staff(owner.account).edit(id, { assignee: 'somebody' }))).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/assignee', detail: 'must be an id that begins with key_, me, or null' }],
    });
    expect((await own(owner).read(id)).version).toBe(1);
  });

  it('edits only the version it has read', async () => {
    const owner = await newAccount(town);
    const { id, version } = await own(owner).open();
    await staff(owner.account).reply(id, 'An answer');
    const late = own(owner).edit(id, { state: 'closed' }, { 'if-match': `"${version}"` });
    expect(await problemOf(late)).toMatchObject({ code: 'edit.stale', version: 2 });
    expect((await own(owner).edit(id, { state: 'closed' }, { 'if-match': '"2"' })).version).toBe(3);
  });
});

describe('A9: the history tells what became of a ticket, and never its words', () => {
  it('has a fact for each change, with ids and states', async () => {
    const owner = await newAccount(town);
    const [desk, operator] = [own(owner), staff(owner.account)];
    const { id } = await desk.open({ subject: 'Very private subject', text: 'Very private text' });
    const answer = await operator.reply(id, 'Very private answer');
    const { assignee } = await operator.edit(id, { assignee: 'me', state: 'closed' });
    const back = await desk.reply(id, 'Very private question');
    const facts = (await desk.history()).reverse();
    expect(facts.map(({ action, before, after }) => ({ action, before, after }))).toEqual(
      expect.arrayContaining([
        { action: 'ticket.opened', before: {}, after: { state: 'open', channel: 'ticket' } },
        { action: 'ticket.replied', before: { state: 'open' }, after: { state: 'answered', message: answer.id } },
        { action: 'ticket.closed', before: { state: 'answered' }, after: { state: 'closed' } },
        { action: 'ticket.assigned', before: { assignee: null }, after: { assignee } },
        { action: 'ticket.replied', before: { state: 'closed' }, after: { state: 'open', message: back.id } },
        { action: 'ticket.reopened', before: { state: 'closed' }, after: { state: 'open' } },
      ]),
    );
    expect(facts).toHaveLength(6);
    expect(new Set(facts.map(({ subject }) => subject))).toEqual(new Set([id]));
    expect(JSON.stringify(facts)).not.toContain('private');
  });
});
