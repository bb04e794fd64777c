import { expect } from 'vitest';
import type { MailMessage } from '../../infra/local/inbox.ts';
import { documentClient } from '../../lib/store/table.ts';
import { mailsTo, newAccount, OPERATOR_KEY, type SignedUp, settle, type Town } from '../people/support.ts';

export const SUPPORT = 'assistance@suite.example.com';
export const LINK = 'https://meet.example.com/first-steps';

export interface TrainingAnswer {
  readonly id: string;
  readonly account: string;
  readonly order: string;
  readonly pack: string;
  readonly minutes: number;
  readonly state: string;
  readonly slots: readonly { readonly id: string; readonly starts_at: string; readonly ends_at: string }[];
  readonly booking: { readonly slot: string; readonly by: string; readonly at: string } | null;
  readonly conference_url: string | null;
  readonly version: number;
}
export interface TrainingList {
  readonly items: readonly TrainingAnswer[];
  readonly next_cursor: string | null;
}

/** The vendor of modules and packs in Paris, on a winter morning. */
export function settleInParis(): Promise<Town> {
  return settle({ catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json' });
}

/** A customer who pays a module and so many training packs by card. */
export async function buyer(town: Town, packs = 1): Promise<SignedUp> {
  const owner = await newAccount(town, { plan: 'suite' });
  const items = [
    { kind: 'module', module: 'sales' },
    { kind: 'pack', pack: 'training', quantity: packs },
  ];
  const order = await owner.client.send<{ payment_url: string }>(
    'POST',
    `/v1/accounts/${owner.account}/orders`,
    { items, term: 1 },
    { 'idempotency-key': owner.account },
  );
  const card = new URLSearchParams({ card: '4242424242424242' });
  await fetch(order.payment_url, { method: 'POST', body: card, redirect: 'manual' });
  await town.deployment.settle();
  return owner;
}

/** A session of a customer, and what staff and customer do with it. */
export async function session(town: Town, owner: SignedUp) {
  const list = `/v1/accounts/${owner.account}/trainings`;
  const { items } = await owner.client.send<TrainingList>('GET', list);
  const path = `${list}/${items[0]?.id}`;
  const offer = (starts: readonly string[], more: object = {}) =>
    town.operator.send<TrainingAnswer>('PUT', `${path}/slots`, {
      slots: starts.map((starts_at) => ({ starts_at })),
      ...more,
    });
  return {
    path,
    offer,
    /** Offers times and answers the ids of the slots. */
    offered: async (starts: readonly string[], more: object = {}) => {
      const { slots } = await offer(starts, more);
      // The admins have read of these before anything else is done.
      await town.deployment.settle();
      return slots.map(({ id }) => id);
    },
    show: () => owner.client.send<TrainingAnswer>('GET', path),
    edit: (body: object, headers = {}) => town.operator.send<TrainingAnswer>('PATCH', path, body, headers),
    book: (slot: string | undefined, client = owner.client) =>
      client.send<TrainingAnswer>('PUT', `${path}/booking`, { slot }),
    cancel: (client = owner.client) => client.send<TrainingAnswer>('DELETE', `${path}/booking`),
    calendar: async () => {
      const headers = { authorization: `Bearer ${OPERATOR_KEY}` };
      return fetch(`${town.deployment.url}${path}.ics`, { headers });
    },
  };
}

/** The mails about trainings that an address got, oldest first. */
export async function trainingMails(town: Town, email: string): Promise<readonly MailMessage[]> {
  return (await mailsTo(town, email)).filter(({ subject }) => /training/i.test(subject));
}

export async function subjects(town: Town, email: string): Promise<string[]> {
  return (await trainingMails(town, email)).map(({ subject }) => subject);
}

/** The properties of a calendar file by name, unfolded; those with parameters keep them. */
export function calendarOf(text: string | undefined): Record<string, string> {
  expect(text, 'lines end as RFC 5545 wants it').toMatch(/^BEGIN:VCALENDAR\r\n(.*\r\n)+END:VCALENDAR\r\n$/);
  for (const line of (text ?? '').split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = (text ?? '').replaceAll(/\r\n[ \t]/g, '').split('\r\n');
  const parts = lines.map((line) => /^([A-Z-]+)([;:].*)$/.exec(line));
  return Object.fromEntries(
    parts.flatMap((part) => (part === null ? [] : [[part[1] ?? '', (part[2] ?? '').replace(/^:/, '')]])),
  );
}

/** What a mail has attached for a calendar. */
export function attached(mail: MailMessage | undefined): Record<string, string> {
  expect(mail?.attachments).toHaveLength(1);
  expect(mail?.attachments[0]).toMatchObject({ name: 'training.ics', content_type: 'application/ics' });
  return calendarOf(mail?.attachments[0]?.content);
}

export async function history(town: Town, { account }: SignedUp) {
  const path = `/v1/accounts/${account}/history?limit=100`;
  const { items } = await town.operator.send<{
    items: { action: string; actor: { kind: string; id: string }; before: unknown; after: unknown }[];
  }>('GET', path);
  return items.filter(({ action }) => action.startsWith('training.'));
}

/** Does something in the moment before the next transaction is written, as somebody who is a little faster does. */
export function beforeNextWrite(act: () => Promise<unknown>): void {
  const { middlewareStack } = documentClient();
  const name = `meanwhile-${Math.random()}`;
  const wait =
    (next: (args: object) => Promise<unknown>, context: { commandName?: string }) => async (args: object) => {
      if (context.commandName !== 'TransactWriteItemsCommand' && context.commandName !== 'TransactWriteCommand')
        return next(args);
      middlewareStack.remove(name);
      await act();
      return next(args);
    };
  middlewareStack.add(wait as never, { step: 'initialize', name });
}
