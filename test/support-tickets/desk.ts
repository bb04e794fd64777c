import { fileURLToPath } from 'node:url';
import type { ApiClient } from '../../infra/local/api-client.ts';
import type { SignedUp, Town } from '../people/support.ts';

export interface TicketAnswer {
  readonly id: string;
  readonly account: string;
  readonly subject: string;
  readonly channel: string;
  readonly state: string;
  readonly opened_by: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly assignee: string | null;
  readonly message_count: number;
  readonly opened_at: string;
  readonly updated_at: string;
  readonly version: number;
}
export interface MessageAnswer {
  readonly id: string;
  readonly number: number;
  readonly author: TicketAnswer['opened_by'];
  readonly text: string;
  readonly at: string;
}
export interface PageOf<T> {
  readonly items: T[];
  readonly next_cursor: string | null;
}
type WithMessages = TicketAnswer & { readonly messages: PageOf<MessageAnswer> };

export function vendorCatalogue(name: string): string {
  return fileURLToPath(new URL(`../../lib/catalogue/vendors/${name}.json`, import.meta.url));
}

/** What one caller does with the tickets of an account. */
export function deskOf(client: ApiClient, account: string) {
  const path = `/v1/accounts/${account}`;
  return {
    path,
    open: (body: object = {}) =>
      client.send<TicketAnswer>('POST', `${path}/tickets`, {
        subject: 'A question',
        text: 'How does it work?',
        ...body,
      }),
    list: (query = '') => client.send<PageOf<TicketAnswer>>('GET', `${path}/tickets${query}`),
    read: (ticket: string, query = '') => client.send<WithMessages>('GET', `${path}/tickets/${ticket}${query}`),
    reply: (ticket: string, body: object | string) =>
      client.send<MessageAnswer>(
        'POST',
        `${path}/tickets/${ticket}/messages`,
        typeof body === 'string' ? { text: body } : body,
      ),
    edit: (ticket: string, body: object, headers: Record<string, string> = {}) =>
      client.send<TicketAnswer>('PATCH', `${path}/tickets/${ticket}`, body, headers),
    support: () => client.send<Record<string, unknown>>('GET', `${path}/support`),
    history: async () =>
      (await client.send<PageOf<Fact>>('GET', `${path}/history?limit=100`)).items.filter(({ action }) =>
        action.startsWith('ticket.'),
      ),
  };
}

export interface Fact {
  readonly action: string;
  readonly subject: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

export const own = ({ client, account }: SignedUp) => deskOf(client, account);

/** Every page of a list, and how many pages there were. */
export async function allPages<T>(
  client: ApiClient,
  path: string,
  limit: number,
): Promise<{ readonly items: T[]; readonly pages: number }> {
  const items: T[] = [];
  const query = path.includes('?') ? '&' : '?';
  let cursor: string | null = null;
  let pages = 0;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: PageOf<T> = await client.send<PageOf<T>>('GET', `${path}${query}limit=${limit}${more}`);
    items.push(...page.items);
    cursor = page.next_cursor;
    pages += 1;
  } while (cursor !== null);
  return { items, pages };
}

export async function operatorKey({ operator, anyone }: Town, name: string) {
  const made = await operator.send<{ id: string; key: string }>('POST', '/v1/api-keys', { name, scopes: ['operator'] });
  return { id: made.id, client: anyone.as(made.key) };
}
