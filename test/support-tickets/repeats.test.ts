import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../infra/local/api-client.ts';
import {
  codeOf,
  colleague,
  mailsTo,
  newAccount,
  problemOf,
  settle,
  signedIn,
  type Town,
  tableItems,
} from '../people/support.ts';
import { allPages, deskOf, type MessageAnswer, own, type TicketAnswer } from './desk.ts';

const SUPPORT = 'support@example.com';
const AT_ONCE = 12;

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

function answerTo({ deployment }: Town, token: string, path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${deployment.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

const atOnce = <T>(make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => make(index)));

describe('A request with a reference of its own can be sent again', () => {
  it('answers with the same ticket, and changes nothing', async () => {
    const desk = own(await newAccount(town));
    const ticket = await desk.open({ reference: 'crm-4711' });
    const before = await tableItems(town);
    expect(await desk.open({ reference: 'crm-4711' })).toEqual(ticket);
    expect(await tableItems(town)).toEqual(before);
  });

  it('opens one ticket when it is sent 12 times at once, and tells support once', async () => {
    const owner = await newAccount(town);
    const sent = (await mailsTo(town, SUPPORT)).length;
    const opened = await atOnce(() => own(owner).open({ reference: 'once' }));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect((await own(owner).list()).items).toHaveLength(1);
    expect(await mailsTo(town, SUPPORT)).toHaveLength(sent + 1);
  });

  it('writes one message when it is sent 12 times at once', async () => {
    const desk = own(await newAccount(town));
    const { id } = await desk.open();
    const written = await atOnce(() => desk.reply(id, { text: 'Please', reference: 'reply-1' }));
    expect(new Set(written.map((message) => message.id)).size).toBe(1);
    expect(await desk.read(id)).toMatchObject({ message_count: 2, version: 2 });
  });

  it('refuses the reference with something else, and takes the same one of somebody else or for another ticket', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const desk = own(owner);
    const { id } = await desk.open({ reference: 'r' });
    for (const other of [{ subject: 'Another' }, { text: 'Another' }]) {
      expect(await problemOf(desk.open({ reference: 'r', ...other }))).toMatchObject({
        code: 'ticket.reference-used',
        status: 422,
        errors: [{ pointer: '/reference' }],
      });
    }
    const theirs = await own(member).open({ reference: 'r' });
    expect(theirs.id).not.toBe(id);
    const message = await desk.reply(id, { text: 'One', reference: 'r' });
    expect(await codeOf(desk.reply(id, { text: 'Two', reference: 'r' }))).toBe('ticket.reference-used');
    expect((await desk.reply(theirs.id, { text: 'Two', reference: 'r' })).id).not.toBe(message.id);
    expect(await codeOf(desk.open({ reference: 'with space' }))).toBe('request.invalid');
  });

  it('says that the answer is an earlier one’s, and which version the ticket has', async () => {
    const owner = await newAccount(town);
    const { token } = (await signedIn(town, owner.email)).session;
    const { id } = await own(owner).open();
    const seen: (string | number | null)[][] = [];
    for (const path of ['tickets', `tickets/${id}/messages`]) {
      const body = { ...(path === 'tickets' ? { subject: 'Again' } : {}), text: 'Again', reference: 'a' };
      for (let times = 0; times < 2; times += 1) {
        const { status, headers } = await answerTo(town, token, `${own(owner).path}/${path}`, body);
        seen.push([status, headers.get('idempotency-replayed'), headers.get('etag')]);
      }
    }
    expect(seen).toEqual([
      [201, null, '"1"'],
      [201, 'true', '"1"'],
      [201, null, '"2"'],
      [201, 'true', '"2"'],
    ]);
  });
});

describe('U4: what both sides do at once survives', () => {
  it('keeps 12 messages of two people and support, numbered without a gap, and one state', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const desks = [own(owner), own(member), deskOf(town.operator, owner.account)];
    const { id } = await own(member).open();
    const written = await atOnce((index) => (desks[index % 3] ?? own(owner)).reply(id, `Message ${index}`));
    const { items } = await readPages(owner.client, `${own(owner).path}/tickets/${id}`);
    expect(items.map(({ number }) => number)).toEqual(Array.from({ length: AT_ONCE + 1 }, (_, index) => index + 1));
    expect(new Set(items.map((message) => message.id))).toEqual(
      new Set([items[0]?.id, ...written.map((message) => message.id)]),
    );
    const last = items.at(-1)?.author.kind;
    expect(await own(owner).read(id)).toMatchObject({
      message_count: AT_ONCE + 1,
      version: AT_ONCE + 1,
      state: last === 'operator' ? 'answered' : 'open',
    });
  });

  it('keeps a message, an assignment and a closing', async () => {
    const owner = await newAccount(town);
    const staff = deskOf(town.operator, owner.account);
    const { id } = await own(owner).open();
    await Promise.all([
      own(owner).reply(id, 'One more thing'),
      staff.edit(id, { assignee: 'me' }),
      staff.reply(id, 'Yes'),
      own(owner).edit(id, { state: 'closed' }),
    ]);
    const ticket = await own(owner).read(id);
    expect(ticket).toMatchObject({ message_count: 3, version: 5, assignee: expect.stringContaining('key_') });
    const facts = await own(owner).history();
    const count = (action: string) => facts.filter((fact) => fact.action === action).length;
    expect([count('ticket.replied'), count('ticket.assigned'), count('ticket.closed')]).toEqual([2, 1, 1]);
    const { items } = await allPages<TicketAnswer>(town.operator, '/v1/tickets', 50);
    expect(items.filter((each) => each.id === id).map(({ state }) => state)).toEqual([ticket.state]);
  });

  it('never gives a ticket to a key that is revoked at that moment', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open();
    const key = await town.operator.send<{ id: string }>('POST', '/v1/api-keys', {
      name: 'Brief',
      scopes: ['operator'],
    });
    const [assigned] = await Promise.allSettled([
      deskOf(town.operator, owner.account).edit(id, { assignee: key.id }),
      town.operator.send('DELETE', `/v1/api-keys/${key.id}`),
    ]);
    const { assignee } = await own(owner).read(id);
    expect(assignee).toBe(assigned.status === 'fulfilled' ? key.id : null);
  });
});

async function readPages(client: ApiClient, path: string): Promise<{ items: MessageAnswer[] }> {
  const items: MessageAnswer[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await client.send<{ messages: { items: MessageAnswer[]; next_cursor: string | null } }>(
      'GET',
      `${path}?limit=5${query}`,
    );
    items.push(...page.messages.items);
    cursor = page.messages.next_cursor;
  }
  return { items };
}

describe('U4: nobody floods support', () => {
  it('refuses the 21st ticket of a person within an hour, with when to come back', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    for (let number = 1; number <= 20; number += 1) await own(owner).open({ reference: `n${number}` });
    const { token } = (await signedIn(town, owner.email)).session;
    const before = await tableItems(town);
    expect(await codeOf(own(owner).open())).toBe('ticket.too-often');
    expect((await own(owner).open({ reference: 'n20' })).state).toBe('open');
    expect(await tableItems(town)).toEqual(before);
    const refused = await answerTo(town, token, `${own(owner).path}/tickets`, { subject: 'x', text: 'x' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    expect((await own(member).open()).state).toBe('open');
    await town.deployment.clock.advance('PT1H');
    expect((await own(owner).open()).state).toBe('open');
  });

  it('refuses the 61st message within an hour; support writes as much as it likes', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open();
    for (let number = 1; number <= 60; number += 1) await own(owner).reply(id, `${number}`);
    expect(await codeOf(own(owner).reply(id, '61'))).toBe('ticket.too-often');
    expect((await deskOf(town.operator, owner.account).reply(id, 'Slowly')).number).toBe(62);
  });
});
