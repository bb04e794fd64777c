import { randomUUID } from 'node:crypto';
import { newAccount, type SignedUp, settle, someone, type Town } from '../people/support.ts';

/** What stands in the paths of requests, by the name of its parameter. */
export type Ids = Readonly<Record<string, string>>;

/** An account with at least one of everything, and what its owner may name. */
export interface FullAccount {
  readonly owner: SignedUp;
  readonly ids: Ids;
  /** A time of the training session that can be picked. */
  readonly slot: string;
}

/** No job comes due for most of an hour, so that nothing changes but by requests. */
const QUIET = '2026-01-15T08:12:00Z';

/** Whatever an account can have, it can have on the plan `all`: modules, packs and licences. */
export async function settleWithEverything(): Promise<Town> {
  const town = await settle({ clock: QUIET, catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json' });
  const catalogue = await town.operator.send<{ plans: object[] }>('GET', '/v1/catalogue');
  const seat = {
    id: 'seat',
    name: 'Seat',
    features: ['desk'],
    prices: { month: [{ from: '2023-01-01', amount: 700 }] },
  };
  const all = { ...catalogue.plans[0], id: 'all', name: 'All', licence_types: [seat] };
  await town.operator.send('PUT', '/v1/catalogue', { ...catalogue, plans: [...catalogue.plans, all] });
  return town;
}

const key = () => ({ 'idempotency-key': randomUUID() });

interface Order {
  readonly id: string;
  readonly payment_url: string;
}

/** Pays by card, and waits for what it brings. */
export async function payByCard({ deployment }: Town, { payment_url }: Pick<Order, 'payment_url'>): Promise<void> {
  const card = new URLSearchParams({ card: '4242424242424242' });
  await fetch(payment_url, { method: 'POST', body: card, redirect: 'manual' });
  await deployment.settle();
}

/** An account whose first month is paid, with seats for the people who are to be added. */
export async function fullAccount(town: Town): Promise<FullAccount> {
  const owner = await newAccount(town, { plan: 'all' });
  const path = `/v1/accounts/${owner.account}`;
  const send = <Answer>(method: string, under: string, body?: unknown) =>
    owner.client.send<Answer>(method, `${path}${under}`, body, key());
  const first = async (list: string, at = 'items') => {
    const found = await send<Record<string, { id: string }[]>>('GET', list);
    const id = found[at]?.[0]?.id;
    if (id === undefined) throw new Error(`there is nothing in ${list}`);
    return id;
  };

  const items = [
    { kind: 'licence', type: 'seat', quantity: 12 },
    { kind: 'module', module: 'sales' },
    { kind: 'module', module: 'crm' },
    { kind: 'pack', pack: 'training', quantity: 1 },
  ];
  const paid = await send<Order>('POST', '/orders', { items, term: 1 });
  await payByCard(town, paid);
  const { payments } = await send<{ payments: string[] }>('GET', `/orders/${paid.id}`);
  const open = await send<Order>('POST', '/orders', { items: [{ kind: 'licence', type: 'seat', quantity: 1 }] });
  const { change } = await send<{ change: { id: string } }>('POST', '/subscription/changes', { remove_module: 'crm' });
  const ticket = await send<{ id: string }>('POST', '/tickets', { subject: 'A question', text: 'How?' });
  await send('POST', '/invitations', { emails: [someone()], licences: ['seat'] });
  const member = await newMember(town, owner);
  const training = await first('/trainings');
  const offered = { slots: [{ starts_at: '2026-03-02T09:00:00Z' }, { starts_at: '2026-03-03T09:00:00Z' }] };
  const { slots } = await town.operator.send<{ slots: { id: string }[] }>(
    'PUT',
    `${path}/trainings/${training}/slots`,
    offered,
  );
  const slot = slots[0]?.id ?? '';
  await send('PUT', `/trainings/${training}/booking`, { slot });
  return {
    owner,
    slot,
    ids: {
      account: owner.account,
      ...member,
      order: open.id,
      invoice: await first('/invoices'),
      payment: payments[0] ?? '',
      invitation: await first('/invitations'),
      licence: await first('/licences', 'licences'),
      change: change.id,
      ticket: ticket.id,
      training,
    },
  };
}

/** A member with a seat, whom nobody is. */
export async function newMember({ operator }: Town, { account }: SignedUp): Promise<{ member: string; user: string }> {
  const body = { email: someone(), licences: ['seat'] };
  const { id, user } = await operator.send<{ id: string; user: string }>(
    'POST',
    `/v1/accounts/${account}/members`,
    body,
  );
  return { member: id, user };
}
