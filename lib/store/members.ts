import * as z from 'zod';
import { roles } from '../domain/accounts/roles.ts';
import type { MemberCredit } from '../domain/credit/member-credit.ts';
import type { AccountId, LicenceId, MemberId, UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { locales } from '../messages/locales.ts';
import { keys, prefixes } from './keys.ts';
import { ABSENT, get, type Item, type Key, PRESENT, queryAll, queryPage, type Write } from './table.ts';

export type { Role } from '../domain/accounts/roles.ts';

const memberItem = z.object({
  type: z.literal('member'),
  v: z.literal(1),
  account: z.custom<AccountId>(),
  id: z.custom<MemberId>(),
  user: z.custom<UserId>(),
  email: z.string(),
  name: z.string(),
  locale: z.enum(locales),
  role: z.enum(roles),
  active: z.boolean(),
  former: z.boolean(),
  /** Modules the member may use; absent means all of them. (A8) */
  profileModules: z.array(z.string()).optional(),
  externalId: z.string().optional(),
  /** What of the current day is already paid for this member. (P3) */
  credit: z.custom<MemberCredit>(),
  /** The licences they hold, by type; none on plans without licences. (L1) */
  licences: z.record(z.string(), z.custom<LicenceId>()).default({}),
  joinedAt: z.string(),
  version: z.number(),
});

/** A user in an account. */
export type Member = Omit<z.infer<typeof memberItem>, 'type' | 'v'>;

export function memberToItem(member: Member): Item {
  return { ...keys.member(member.account, member.id), type: 'member', v: 1, ...member };
}

export function memberFromItem(item: Item): Member {
  const { type: _type, v: _v, ...member } = memberItem.parse(item);
  return member;
}

export async function loadMember(account: AccountId, id: MemberId): Promise<Member | undefined> {
  const item = await get(keys.member(account, id));
  return item === undefined ? undefined : memberFromItem(item);
}

/** Errors: `member.not-found`. */
export async function requireMember(account: AccountId, id: MemberId): Promise<Member> {
  const member = await loadMember(account, id);
  if (member === undefined) throw new Refused('member.not-found');
  return member;
}

/** The member and the user's list of accounts, put together; fails with the label `member` when the person is there already. */
export function putNewMember(member: Member): Write[] {
  return [
    { label: 'member', Put: { Item: memberToItem(member), ConditionExpression: ABSENT } },
    {
      label: 'membership',
      Put: {
        Item: { ...keys.membership(member.user, member.account), type: 'membership', v: 1, account: member.account },
      },
    },
  ];
}

/** Replaces a member as it was read; fails with the label `member` when somebody else changed it since. */
export function replaceMember(before: Member, after: Omit<Member, 'version'>): Write {
  return {
    label: 'member',
    Put: {
      Item: memberToItem({ ...after, version: before.version + 1 }),
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

export function deleteMember(member: Member): Write[] {
  return [
    {
      label: 'member',
      Delete: {
        Key: keys.member(member.account, member.id),
        ConditionExpression: `${PRESENT} AND #version = :seen`,
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':seen': member.version },
      },
    },
    { label: 'membership', Delete: { Key: keys.membership(member.user, member.account) } },
  ];
}

/** Remembers what was paid for a member who leaves, so that coming back the same day costs nothing twice. (P3) */
export function rememberPaid(member: Member, credit: MemberCredit, ttl: number): Write {
  return {
    label: 'removed-member',
    Put: { Item: { ...keys.removedMember(member.account, member.id), type: 'removed-member', v: 1, credit, ttl } },
  };
}

/** What was paid for somebody who was a member before. */
export async function recallPaid(account: AccountId, member: MemberId): Promise<MemberCredit | undefined> {
  const item = await get(keys.removedMember(account, member));
  return item?.['credit'] as MemberCredit | undefined;
}

export interface MemberPage {
  readonly members: Member[];
  readonly last: Key | undefined;
}

/** Members in the order in which their logins were made; former ones only when asked for. (A7) */
export async function listMembers(
  account: AccountId,
  limit: number,
  withFormer: boolean,
  after?: Key,
): Promise<MemberPage> {
  const members: Member[] = [];
  let last: Key | undefined = after;
  do {
    const page = await queryPage({
      pk: keys.account(account).pk,
      prefix: prefixes.member,
      limit: limit - members.length,
      after: last as Item | undefined,
      consistent: true,
    });
    members.push(...page.items.map(memberFromItem).filter((member) => withFormer || !member.former));
    last = page.last as Key | undefined;
  } while (last !== undefined && members.length < limit);
  return { members, last };
}

/** Every member of an account, for the few decisions that need all of them. */
export async function loadAllMembers(account: AccountId): Promise<Member[]> {
  const members: Member[] = [];
  for await (const item of queryAll({ pk: keys.account(account).pk, prefix: prefixes.member, consistent: true })) {
    members.push(memberFromItem(item));
  }
  return members;
}

/** Whether an account has an owner or admin among its own people, active or not: its reseller's discount is off then. (R4) */
export async function hasOwnAdmins(account: AccountId): Promise<boolean> {
  const range = { pk: keys.account(account).pk, prefix: prefixes.member, consistent: true };
  for await (const item of queryAll(range)) {
    const { role, former } = memberFromItem(item);
    if (role !== 'member' && !former) return true;
  }
  return false;
}

/** What is paid today for each active member: an add-on that is switched on again must know. (P3) */
export async function loadActiveCredits(account: AccountId): Promise<MemberCredit[]> {
  return (await loadAllMembers(account)).filter((member) => member.active).map((member) => member.credit);
}
