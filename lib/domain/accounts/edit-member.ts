import { Refused } from '../refusal.ts';
import type { Role } from './roles.ts';

/** What of a member an admin can change. */
export interface MemberSettings {
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly former: boolean;
  /** Modules the member may use; absent means all of them. */
  readonly profileModules?: readonly string[] | undefined;
  readonly externalId?: string | undefined;
}

/** The fields that are sent; null clears. */
export interface MemberEdit {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
  readonly former?: boolean | undefined;
  readonly profileModules?: readonly string[] | null | undefined;
  readonly externalId?: string | null | undefined;
}

/**
 * A member's settings after an edit.
 *
 * Shape:  a former member is inactive; bringing one back leaves them inactive unless `active` is sent too.
 * Errors: `member.owner-stays` for what would leave the account without an active owner; `member.only-owner` for handing
 *         it over without being its owner; `member.owner-inactive` for handing it to somebody inactive or former;
 *         `member.former` for making a former member active.
 * Source: A7, A8.
 */
export function editMember(before: MemberSettings, edit: MemberEdit, mayHandOver: boolean): MemberSettings {
  const former = edit.former ?? before.former;
  if (former && edit.active === true) throw new Refused('member.former');
  const after: MemberSettings = {
    name: edit.name ?? before.name,
    role: edit.role ?? before.role,
    active: !former && (edit.active ?? before.active),
    former,
    profileModules: changed(edit.profileModules, before.profileModules),
    externalId: changed(edit.externalId, before.externalId),
  };
  if (before.role === 'owner' && after.role !== 'owner') throw new Refused('member.owner-stays');
  if (before.role !== 'owner' && after.role === 'owner' && !mayHandOver) throw new Refused('member.only-owner');
  if (after.role === 'owner' && !after.active)
    throw new Refused(before.role === 'owner' ? 'member.owner-stays' : 'member.owner-inactive');
  return after;
}

function changed<T>(sent: T | null | undefined, before: T | undefined): T | undefined {
  return sent === undefined ? before : (sent ?? undefined);
}

/** The past tense of an edit, by the weightiest thing it changed. Source: A9. */
export function memberFact(before: MemberSettings, after: MemberSettings): string {
  if (before.former !== after.former) return after.former ? 'member.marked-former' : 'member.brought-back';
  if (before.active !== after.active) return after.active ? 'member.activated' : 'member.deactivated';
  if (before.role !== after.role) return 'member.role-changed';
  return 'member.edited';
}
