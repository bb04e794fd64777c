import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../infra/local/api-client.ts';
import prepaid from '../../lib/catalogue/vendors/prepaid-crm.json' with { type: 'json' };
import { newAccount, type SignedUp, settle, type Town } from '../people/support.ts';

/** The vendor of modules and packs in Paris, who has a prepaid plan too. */
export async function settleWithMeters(): Promise<Town> {
  const town = await settle({ catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json' });
  const catalogue = await town.operator.send<{ plans: object[] }>('GET', '/v1/catalogue');
  await town.operator.send('PUT', '/v1/catalogue', { ...catalogue, plans: [...catalogue.plans, ...prepaid.plans] });
  return town;
}

export interface ResultAnswer {
  readonly meter: string;
  readonly quantity: number;
  readonly event_id: string;
  readonly outcome: string;
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly links?: Readonly<Record<string, string>>;
  readonly allowance?: number;
  readonly used?: number;
  readonly left?: number;
}

export interface UsageAnswer {
  readonly meter: string;
  readonly included: number;
  readonly in_packs: number;
  readonly allowance: number;
  readonly used: number;
  readonly left: number;
  readonly until: string | null;
}

/** The vendor's application with a key that may report usage and no more. */
export async function application({ anyone, operator }: Town): Promise<ApiClient> {
  const body = { name: 'application', scopes: ['vendor:usage'] };
  const { key } = await operator.send<{ key: string }>('POST', '/v1/api-keys', body);
  return anyone.as(key);
}

/** Buys and pays by card. */
export async function buy({ deployment }: Town, owner: SignedUp, items: readonly object[]): Promise<void> {
  const path = `/v1/accounts/${owner.account}/orders`;
  const order = await owner.client.send<{ payment_url: string }>(
    'POST',
    path,
    { items },
    { 'idempotency-key': randomUUID() },
  );
  const card = new URLSearchParams({ card: '4242424242424242' });
  await fetch(order.payment_url, { method: 'POST', body: card, redirect: 'manual' });
  await deployment.settle();
}

export const packs = (pack: string, quantity = 1) => ({ kind: 'pack', pack, quantity });

/** A customer with the e-mailing module for a month, and what an application reports of it. */
export async function sender(town: Town, client: ApiClient, bought: readonly object[] = []) {
  const owner = await newAccount(town, { plan: 'suite' });
  await buy(town, owner, [{ kind: 'module', module: 'e-mailing' }, ...bought]);
  return { owner, ...reporter(owner, client) };
}

let events = 0;
export const newEventId = (): string => {
  events += 1;
  return `mail-${events}`;
};

export function reporter({ account, client }: SignedUp, application: ApiClient) {
  const path = `/v1/accounts/${account}/usage`;
  return {
    path,
    report: (quantity?: number, event_id = newEventId(), meter = 'e-mails') =>
      application.send<ResultAnswer>('POST', path, { meter, quantity, event_id }),
    reportAll: async (...quantities: number[]) => {
      const batch = quantities.map((quantity) => ({ meter: 'e-mails', quantity, event_id: newEventId() }));
      return (await application.send<{ results: ResultAnswer[] }>('POST', path, { events: batch })).results;
    },
    usage: async (meter = 'e-mails') => {
      const { meters } = await client.send<{ meters: UsageAnswer[] }>('GET', path);
      return meters.find((each) => each.meter === meter);
    },
  };
}
