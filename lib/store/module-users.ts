import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Catalogue, type Plan, termPlanOf } from '../domain/catalogue.ts';
import { addDays, type PlainDate } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Period } from '../domain/licences/period.ts';
import type { Subscription } from '../domain/licences/subscription.ts';
import { countingOf } from '../domain/packs/allowances.ts';
import {
  type ByModule,
  countNights,
  excessIn,
  type ModuleUser,
  type ModuleUsers,
  newModuleUsers,
  type UserDays,
  withCounting,
  withMembers,
} from '../domain/packs/module-users.ts';
import { keys } from './keys.ts';
import { loadAllMembers } from './members.ts';
import { replaceSubscription } from './subscriptions.ts';
import { ABSENT, get, type Write } from './table.ts';

const moduleUsersItem = z.object({
  account: z.custom<AccountId>(),
  everywhere: z.number(),
  named: z.custom<ByModule>(),
  plan: z.string(),
  allowed: z.custom<ByModule>(),
  period: z.custom<Period>().optional(),
  until: z.custom<PlainDate>().optional(),
  userDays: z.custom<UserDays>(),
  waiting: z.custom<ModuleUsers['waiting']>(),
  countedThrough: z.custom<PlainDate>(),
  version: z.number(),
});

/** The counts of an account; version 0 where nothing is kept yet. */
export async function loadModuleUsers(account: AccountId, today: PlainDate): Promise<ModuleUsers> {
  const item = await get(keys.moduleUsers(account));
  if (item === undefined) return countAfresh(account, today);
  const { period, until, ...counts } = moduleUsersItem.parse(item);
  return { ...counts, period, until };
}

/** Everyone who changes a member writes the counts, so that a count that somebody was faster than is made again. */
async function countAfresh(account: AccountId, today: PlainDate): Promise<ModuleUsers> {
  const members = await loadAllMembers(account);
  const changes = members.map((after) => ({ after }));
  return { ...withMembers(newModuleUsers(account, today), changes), version: 0 };
}

function replaceModuleUsers(before: ModuleUsers, after: ModuleUsers): Write {
  const item = {
    ...keys.moduleUsers(after.account),
    type: 'module-users',
    v: 1,
    ...after,
    version: before.version + 1,
  };
  const isNew = before.version === 0;
  return {
    label: 'module-users',
    Put: {
      Item: item,
      ...(isNew
        ? { ConditionExpression: ABSENT }
        : {
            ConditionExpression: '#version = :seen',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':seen': before.version },
          }),
    },
  };
}

/** A vendor who counts no users of modules pays for no counts. */
export function countsUsers(plans: readonly Plan[]): boolean {
  return plans.some((plan) => plan.kind === 'term' && plan.modules.some(({ users }) => users !== undefined));
}

interface Counted {
  readonly catalogue: Catalogue;
  /** The last night that is counted as it was before. */
  readonly today: PlainDate;
}

export interface ModuleUserChange {
  readonly before?: ModuleUser | undefined;
  readonly after?: ModuleUser | undefined;
}

/**
 * The counts after changes of members, with the nights before them; nothing where none of them is counted otherwise.
 *
 * Source: U2.
 */
export async function countMembers(
  account: AccountId,
  changes: readonly ModuleUserChange[],
  { catalogue, today }: Counted,
): Promise<Write[]> {
  const counted = changes.filter(({ before, after }) => useOf(before) !== useOf(after));
  if (counted.length === 0 || !countsUsers(catalogue.plans)) return [];
  const stored = await loadModuleUsers(account, today);
  return [replaceModuleUsers(stored, withMembers(countNights(stored, today), counted))];
}

/** The same for members who use the same modules. */
function useOf(member: ModuleUser | undefined): string {
  if (member === undefined || !member.active || member.former) return 'none';
  return member.profileModules === undefined ? 'all' : JSON.stringify([...member.profileModules].sort());
}

/**
 * Replaces a subscription with what it allows of each module's users from the next night on; for the nights that waited
 * for a late roll-over, at once.
 *
 * Shape:  as {@link replaceSubscription}, with the counts where they are counted otherwise from now on.
 * Source: U1, U2.
 */
export async function moveSubscription(
  before: Subscription,
  after: Subscription,
  { catalogue, today }: Counted,
): Promise<Write[]> {
  const writes = [replaceSubscription(before, after)];
  const [plan, planBefore] = [termPlanOf(catalogue, after.plan), termPlanOf(catalogue, before.plan)];
  if (!countsUsers([plan, planBefore])) return writes;
  const counting = countingOf(plan, after);
  if (isDeepStrictEqual(counting, countingOf(planBefore, before))) return writes;
  const stored = await loadModuleUsers(after.account, today);
  return [...writes, replaceModuleUsers(stored, withCounting(countNights(stored, today), counting))];
}

/** User-days beyond those allowed in the running period, if nothing changes until it ends. Source: U2. */
export async function loadUserDays(subscription: Subscription, catalogue: Catalogue): Promise<UserDays> {
  const { account, period } = subscription;
  if (period === undefined || !countsUsers(catalogue.plans)) return {};
  const stored = await loadModuleUsers(account, addDays(period.end, -1));
  return excessIn(countNights(stored, addDays(period.end, -1)), period.index);
}
