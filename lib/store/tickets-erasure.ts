import type { AccountId, TicketId, UserId } from '../domain/ids.ts';
import { decideAndCommit } from './commit.ts';
import { keys, prefixes } from './keys.ts';
import { type Item, queryAll, transact, type Write } from './table.ts';
import { loadTicket, messagesOf, replaceTicket } from './tickets.ts';

const AT_ONCE = 50;

/**
 * Blanks what a person wrote to support: the text of their messages, and the subjects of the tickets they opened. The tickets
 * stay, with their states and what others wrote.
 *
 * Shape:  ticket by ticket, each forgotten as the person's only with its last change, so that it can be run again when it was
 *         cut short. The person is marked as being erased before, which keeps them from writing meanwhile.
 * Source: A11.
 */
export async function blankTicketsOf(user: UserId): Promise<void> {
  for (const prefix of [prefixes.ticket, prefixes.joinedTicket]) {
    for await (const item of queryAll({ pk: keys.user(user).pk, prefix, limit: AT_ONCE, consistent: true })) {
      await blankTicket(item, user);
    }
  }
}

async function blankTicket(pointer: Item, user: UserId): Promise<void> {
  const [account, id] = [pointer['account'] as AccountId, pointer['id'] as TicketId];
  await blankMessages(account, id, user);
  await decideAndCommit(async () => {
    const before = await loadTicket(account, id);
    if (before === undefined) throw new Error(`${user} wrote into ${id}, which is not there.`);
    const subject = before.openedBy.id === user ? '' : before.subject;
    const forget: Write = {
      label: 'pointer',
      Delete: { Key: { pk: pointer['pk'] as string, sk: pointer['sk'] as string } },
    };
    return { writes: [...replaceTicket(before, { ...before, subject }), forget], result: undefined };
  });
}

async function blankMessages(account: AccountId, ticket: TicketId, user: UserId): Promise<void> {
  let writes: Write[] = [];
  for await (const { author, number, text } of messagesOf(account, ticket)) {
    if (author.id === user && text !== '') writes.push(blankMessage(account, ticket, number));
    if (writes.length < AT_ONCE) continue;
    await transact(writes);
    writes = [];
  }
  if (writes.length > 0) await transact(writes);
}

function blankMessage(account: AccountId, ticket: TicketId, number: number): Write {
  return {
    label: 'message',
    Update: {
      Key: keys.ticketMessage(account, ticket, number),
      UpdateExpression: 'SET #text = :blank',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':blank': '' },
    },
  };
}
