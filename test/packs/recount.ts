import { expect } from 'vitest';
import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import type { Subscription } from '../../lib/domain/licences/subscription.ts';
import { usersOf } from '../../lib/domain/packs/module-users.ts';
import { keys } from '../../lib/store/keys.ts';
import { loadAllMembers } from '../../lib/store/members.ts';
import { loadModuleUsers } from '../../lib/store/module-users.ts';
import { requireSubscription } from '../../lib/store/subscriptions.ts';
import { get } from '../../lib/store/table.ts';
import type { OrderAnswer, PackAnswer } from './support.ts';

export const COUNTED = ['sales', 'crm', 'accounting'] as const;
const MODULES = [...COUNTED, 'e-mailing'] as const;
/** One user comes with each module of this vendor. */
const INCLUDED = 1;

/** What an account has: modules, and quantities by pack and module. */
export interface Holdings {
  readonly modules: ReadonlySet<string>;
  readonly packs: ReadonlyMap<string, number>;
}

const nameOf = ({ pack, module }: Omit<PackAnswer, 'quantity'>) => `${pack}/${module ?? ''}`;

/** What the paid orders of a subscription bought, on top of what it had. Training is delivered and gone. */
export function withOrders(before: Holdings, paid: readonly Pick<OrderAnswer, 'items'>[]): Holdings {
  const modules = new Set(before.modules);
  const packs = new Map(before.packs);
  for (const { kind, subject, module, quantity } of paid.flatMap(({ items }) => items)) {
    if (kind === 'module') modules.add(subject);
    const name = nameOf({ pack: subject, module });
    if (kind === 'pack' && subject !== 'training') packs.set(name, (packs.get(name) ?? 0) + quantity);
  }
  return { modules, packs };
}

/** Less what was to be removed when the period ended, and packs of modules that are gone. */
export function withoutRemoved({ modules, packs }: Holdings, { scheduled }: Pick<Subscription, 'scheduled'>): Holdings {
  const gone = new Set(scheduled.flatMap((change) => (change.kind === 'remove-module' ? [change.module] : [])));
  const left = [...packs].map(([name, quantity]) => {
    const removed = scheduled.find(
      (change) => change.kind === 'remove-pack' && nameOf({ ...change, module: change.module ?? null }) === name,
    );
    return [name, quantity - (removed?.kind === 'remove-pack' ? removed.quantity : 0)] as const;
  });
  return {
    modules: new Set([...modules].filter((id) => !gone.has(id))),
    packs: new Map(left.filter(([name, quantity]) => quantity > 0 && !gone.has(name.split('/')[1] ?? ''))),
  };
}

/** Members one by one: how many use each module. */
export async function recountUsers(account: AccountId): Promise<Record<string, number>> {
  const there = (await loadAllMembers(account)).filter(({ active, former }) => active && !former);
  const using = (id: string) =>
    there.filter(({ profileModules }) => profileModules === undefined || profileModules.includes(id)).length;
  return Object.fromEntries(MODULES.map((id) => [id, using(id)]));
}

export function allowedBy({ modules, packs }: Holdings): Record<string, number> {
  const counted = COUNTED.filter((id) => modules.has(id));
  return Object.fromEntries(counted.map((id) => [id, INCLUDED + (packs.get(`users/${id}`) ?? 0)]));
}

/** The subscription has what its orders bought, and the counts are those of its members and packs. */
export async function expectStored(account: AccountId, held: Holdings): Promise<Subscription> {
  const subscription = await requireSubscription(account);
  const { modules, packs, state } = subscription;
  expect([...modules].sort()).toEqual([...held.modules].sort());
  const quantities = packs.map(({ pack, module = null, quantity }) => [nameOf({ pack, module }), quantity]);
  expect(quantities.sort()).toEqual([...held.packs].sort());
  const users = await recountUsers(account);
  const counts = await loadModuleUsers(account, plainDate('2026-01-01'));
  for (const id of MODULES) expect(usersOf(counts, id), `users of ${id}`).toBe(users[id]);
  if ((await get(keys.moduleUsers(account))) === undefined) expect(state).toBe('none');
  const isUsable = ['active', 'past-due', 'cancelling'].includes(state);
  expect(counts.allowed).toEqual(isUsable ? allowedBy(held) : {});
  return subscription;
}
