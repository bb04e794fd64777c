import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, newAccount, type SignedUp, settle, type Town } from '../people/support.ts';
import { allPages, deskOf, operatorKey, own, type PageOf, type TicketAnswer } from './desk.ts';

let town: Town;
let owners: SignedUp[];
let anna: Awaited<ReturnType<typeof operatorKey>>;
let tickets: TicketAnswer[];

/** Ten tickets of two accounts, opened a minute apart: the 3rd and 6th are answered, the 9th closed; Anna has the 2nd and 3rd. */
beforeAll(async () => {
  town = await settle();
  owners = [await newAccount(town), await newAccount(town)];
  anna = await operatorKey(town, 'Anna');
  tickets = [];
  for (let number = 1; number <= 10; number += 1) {
    await minute();
    tickets.push(await own(ownerOf(number)).open({ subject: `Ticket ${number}` }));
  }
  for (const number of [6, 3]) await changed(number, (desk, id) => desk.reply(id, 'An answer'));
  await changed(9, (desk, id) => desk.edit(id, { state: 'closed' }));
  for (const number of [2, 3]) await changed(number, (desk, id) => desk.edit(id, { assignee: 'me' }));
});
afterAll(() => town.deployment.stop());

const minute = () => town.deployment.clock.advance('PT1M');
const ownerOf = (number: number) => owners[number % 2] as SignedUp;
const idOf = (number: number) => tickets[number - 1]?.id ?? '';

async function changed(
  number: number,
  change: (desk: ReturnType<typeof deskOf>, id: string) => Promise<unknown>,
): Promise<void> {
  await minute();
  await change(deskOf(anna.client, ownerOf(number).account), idOf(number));
}

const numbersIn = (items: readonly TicketAnswer[]) => items.map(({ subject }) => Number(subject.split(' ')[1]));

async function listed(query: string, limit = 3): Promise<number[]> {
  return numbersIn((await allPages<TicketAnswer>(anna.client, `/v1/tickets${query}`, limit)).items);
}

describe('U4: operators see the tickets of all accounts, longest unchanged first', () => {
  it.each([
    ['', [1, 4, 5, 7, 8, 10, 6, 9, 2, 3]],
    ['?state=open', [1, 4, 5, 7, 8, 10, 2]],
    ['?state=answered', [6, 3]],
    ['?state=closed', [9]],
    ['?assignee=me', [2, 3]],
    ['?assignee=none', [1, 4, 5, 7, 8, 10, 6, 9]],
    ['?assignee=none&state=open', [1, 4, 5, 7, 8, 10]],
    ['?assignee=me&state=answered', [3]],
    ['?assignee=me&state=closed', []],
  ])('lists with "%s" %j, in pages of any size', async (query, numbers) => {
    for (const limit of [1, 3, 10, 100]) expect(await listed(query, limit)).toEqual(numbers);
  });

  it('finds another operator’s by their key, and has as many pages as it takes', async () => {
    const query = `/v1/tickets?assignee=${anna.id}`;
    const { items, pages } = await allPages<TicketAnswer>(town.operator, query, 1);
    expect(numbersIn(items)).toEqual([2, 3]);
    expect(pages).toBe(2);
  });

  it('is for operators alone, and takes no cursor of another list', async () => {
    expect(await codeOf(owners[0]?.client.send('GET', '/v1/tickets') ?? Promise.resolve())).toBe('access.denied');
    const page = await anna.client.send<PageOf<TicketAnswer>>('GET', '/v1/tickets?limit=1');
    const misused = anna.client.send('GET', `/v1/tickets?state=open&limit=1&cursor=${page.next_cursor}`);
    expect(await codeOf(misused)).toBe('request.bad-cursor');
  });

  it('leaves none out that changes while it is paged: it comes again at the end', async () => {
    const first = await anna.client.send<PageOf<TicketAnswer>>('GET', '/v1/tickets?limit=4');
    expect(numbersIn(first.items)).toEqual([1, 4, 5, 7]);
    for (const number of [1, 8]) await changed(number, (desk, id) => desk.reply(id, 'Wait a moment'));
    const rest: TicketAnswer[] = [];
    let cursor = first.next_cursor;
    while (cursor !== null) {
      const page: PageOf<TicketAnswer> = await anna.client.send('GET', `/v1/tickets?limit=4&cursor=${cursor}`);
      rest.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(numbersIn(rest)).toEqual([10, 6, 9, 2, 3, 1, 8]);
  });
});
