import { expect } from 'vitest';
import type { DeploymentOptions } from '../../infra/local/deployment.ts';
import { plainDate } from '../../lib/domain/dates.ts';
import type { AccountId, InvitationId, LicenceId, MemberId } from '../../lib/domain/ids.ts';
import { afterPurchase } from '../../lib/domain/licences/decide-subscription.ts';
import { addBought, type Holder } from '../../lib/domain/licences/licence-pool.ts';
import { periodAt } from '../../lib/domain/licences/period.ts';
import { loadHead } from '../../lib/store/credit-head.ts';
import type { Invitation } from '../../lib/store/invitations.ts';
import { keys } from '../../lib/store/keys.ts';
import { licencesOf, loadPool, loadPools, putNewLicences, replacePool } from '../../lib/store/licences.ts';
import { loadAllMembers } from '../../lib/store/members.ts';
import { replaceSubscription, requireSubscription } from '../../lib/store/subscriptions.ts';
import { queryAll, transact } from '../../lib/store/table.ts';
import { newAccount, type SignedUp, settle, someone, type Town } from '../people/support.ts';
import { offerPlans } from './catalogue.ts';

export const START = '2026-01-15';
const AT_ONCE = 40;

export async function settleWithPlans(options: Partial<DeploymentOptions> = {}): Promise<Town> {
  const town = await settle(options);
  await offerPlans(town.operator);
  return town;
}

/** A customer on the plan of ten types, with a month paid and so many licences. */
export async function customer(
  town: Town,
  licences: Readonly<Record<string, number>> = {},
  modules: readonly string[] = [],
): Promise<SignedUp> {
  const owner = await newAccount(town, { plan: 'seats' });
  await subscribe(owner, modules);
  await addLicences(owner, licences);
  return owner;
}

async function subscribe({ account }: SignedUp, modules: readonly string[]): Promise<void> {
  const before = await requireSubscription(account as AccountId);
  const period = periodAt(plainDate(START), 1, 0);
  const bought = { term: 1, period, modules, packs: [], renews: true, paymentMethod: 'card' } as const;
  await transact([replaceSubscription(before, afterPurchase(before, bought))]);
}

/** Puts licences as a paid order does, some in each transaction. */
export async function addLicences({ account }: SignedUp, counts: Readonly<Record<string, number>>): Promise<void> {
  const id = account as AccountId;
  for (const [type, count] of Object.entries(counts)) {
    for (let left = count; left > 0; left -= AT_ONCE) {
      const some = Math.min(left, AT_ONCE);
      const stored = await loadPool(id, type);
      await transact([replacePool(id, stored, addBought(stored.pool, some)), ...putNewLicences(id, type, some)]);
    }
  }
}

export interface MemberAnswer {
  readonly id: string;
  readonly active: boolean;
  readonly former: boolean;
  readonly role: string;
  readonly licences: readonly { readonly type: string; readonly licence: string }[];
}
export interface Counts {
  readonly type: string;
  readonly in_use: number;
  readonly free: number;
  readonly total: number;
}
export interface LicenceAnswer {
  readonly id: string;
  readonly type: string;
  readonly auto_renew: boolean;
  readonly member: string | null;
  readonly invitation: string | null;
}

/** What an admin does with members and licences. */
export function admin({ client, account }: SignedUp) {
  const path = `/v1/accounts/${account}`;
  const typesOf = (member: MemberAnswer) => member.licences.map(({ type }) => type).sort();
  const list = (query = '') =>
    client.send<{ types: Counts[]; licences: LicenceAnswer[]; next_cursor: string | null }>(
      'GET',
      `${path}/licences${query}`,
    );
  return {
    path,
    typesOf,
    add: (body: object = {}) => client.send<MemberAnswer>('POST', `${path}/members`, { email: someone(), ...body }),
    assign: (member: string, type: string) =>
      client.send<MemberAnswer>('PUT', `${path}/members/${member}/licences/${type}`),
    unassign: (member: string, type: string) =>
      client.send<MemberAnswer>('DELETE', `${path}/members/${member}/licences/${type}`),
    edit: (member: string, body: object) => client.send<MemberAnswer>('PATCH', `${path}/members/${member}`, body),
    remove: (member: string) => client.send('DELETE', `${path}/members/${member}`),
    show: (member: string) => client.send<MemberAnswer>('GET', `${path}/members/${member}`),
    list,
    async counts(type: string): Promise<string> {
      const { types } = await list('?limit=1');
      const found = types.find((each) => each.type === type);
      return `${found?.in_use} of ${found?.total}`;
    },
    invite: (emails: readonly string[], body: object = {}) =>
      client.send<{ items: { id: string; licences: string[]; status: string }[]; none_free: string[] }>(
        'POST',
        `${path}/invitations`,
        { emails, ...body },
      ),
    entitlements: (member: string) =>
      client.send<{ allowed: boolean; features: string[]; modules: string[]; reasons: { code: string }[] }>(
        'GET',
        `${path}/members/${member}/entitlements`,
      ),
    history: async () =>
      (await client.send<{ items: { action: string }[] }>('GET', `${path}/history?limit=100`)).items.map(
        ({ action }) => action,
      ),
  };
}

/** Everything that must hold of an account's licences, whatever happened to them. (L1, L2, L11) */
export async function expectCounted({ account }: Pick<SignedUp, 'account'>): Promise<void> {
  const id = account as AccountId;
  const held = await holdersOf(id);
  const members = await loadAllMembers(id);
  const kept = new Map<LicenceId, string>();
  for (const member of members) {
    for (const licence of Object.values(member.licences)) kept.set(licence, member.id);
    if (member.former) expect(member.licences, `licences of the former ${member.id}`).toEqual({});
    if (member.active && member.role !== 'owner') expect(Object.keys(member.licences)).not.toEqual([]);
  }
  for (const invitation of await invitationsOf(id)) {
    for (const licence of Object.values(invitation.licences ?? {})) kept.set(licence, invitation.id);
  }
  expect(kept, 'holders say what licences say').toEqual(held);
  const head = await loadHead(id);
  expect(head?.head.activeUsers).toBe(members.filter(({ active }) => active).length);
}

/** Checks the counts of each pool against its licences, and answers who holds which. */
async function holdersOf(account: AccountId): Promise<Map<LicenceId, string>> {
  const held = new Map<LicenceId, string>();
  for (const { pool } of await loadPools(account)) {
    const seen = { total: 0, inUse: 0, ending: 0 };
    for await (const { id, holder, autoRenew } of licencesOf(account, pool.type)) {
      seen.total += 1;
      if (!autoRenew) seen.ending += 1;
      if (holder === undefined) continue;
      seen.inUse += 1;
      held.set(id, holderId(holder));
    }
    const { total, inUse, ending } = pool;
    expect({ total, inUse, ending }, `counts of ${pool.type}`).toEqual(seen);
    expect(pool.inUse).toBeLessThanOrEqual(pool.total);
    expect(pool.total).toBeGreaterThanOrEqual(pool.minimum);
  }
  return held;
}

function holderId(holder: Holder): MemberId | InvitationId {
  return 'member' in holder ? holder.member : holder.invitation;
}

async function invitationsOf(account: AccountId): Promise<Invitation[]> {
  const found: Invitation[] = [];
  for await (const item of queryAll({ pk: keys.account(account).pk, prefix: 'INVITATION#', consistent: true }))
    found.push(item as unknown as Invitation);
  return found;
}
