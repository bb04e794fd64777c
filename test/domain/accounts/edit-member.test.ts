import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editMember,
  type MemberEdit,
  type MemberSettings,
  memberFact,
} from '../../../lib/domain/accounts/edit-member.ts';
import { roles } from '../../../lib/domain/accounts/roles.ts';
import { Refused } from '../../../lib/domain/refusal.ts';

const member: MemberSettings = { name: 'Somebody', role: 'member', active: true, former: false };
const owner: MemberSettings = { ...member, role: 'owner' };
const ghost: MemberSettings = { ...member, active: false };
const gone: MemberSettings = { ...ghost, former: true };

const outcome = (before: MemberSettings, edit: MemberEdit, mayHandOver = false) => {
  try {
    const { name: _, profileModules: __, externalId: ___, ...after } = editMember(before, edit, mayHandOver);
    return after;
  } catch (error) {
    return (error as Refused).code;
  }
};

describe('A7, A8: what an edit makes of a member', () => {
  it.each([
    ['a member made inactive', member, { active: false }, false, { role: 'member', active: false, former: false }],
    ['a ghost made active', ghost, { active: true }, false, { role: 'member', active: true, former: false }],
    ['a member marked former', member, { former: true }, false, { role: 'member', active: false, former: true }],
    ['a former member made active', gone, { active: true }, false, 'member.former'],
    ['a former member brought back', gone, { former: false }, false, { role: 'member', active: false, former: false }],
    [
      'brought back and active',
      gone,
      { former: false, active: true },
      false,
      { role: 'member', active: true, former: false },
    ],
    ['former and active at once', member, { former: true, active: true }, false, 'member.former'],
    ['the owner made inactive', owner, { active: false }, true, 'member.owner-stays'],
    ['the owner marked former', owner, { former: true }, true, 'member.owner-stays'],
    ['the owner made an admin', owner, { role: 'admin' }, true, 'member.owner-stays'],
    ['an owner by an admin', member, { role: 'owner' }, false, 'member.only-owner'],
    ['an owner by the owner', member, { role: 'owner' }, true, { role: 'owner', active: true, former: false }],
    ['an owner out of a ghost', ghost, { role: 'owner' }, true, 'member.owner-inactive'],
    ['an owner out of a former member', gone, { role: 'owner' }, true, 'member.owner-inactive'],
    [
      'an owner out of a former member who comes back',
      gone,
      { role: 'owner', former: false, active: true },
      true,
      { role: 'owner', active: true, former: false },
    ],
  ] as const)('%s', (_, before, edit, mayHandOver, after) => {
    expect(outcome(before, edit, mayHandOver)).toEqual(after);
  });

  it('never gives an inactive owner, nor an active former member', () => {
    const flag = fc.option(fc.boolean(), { nil: undefined });
    const edits = fc.record({
      role: fc.option(fc.constantFrom(...roles), { nil: undefined }),
      active: flag,
      former: flag,
    });
    fc.assert(
      fc.property(fc.constantFrom(member, owner, ghost, gone), edits, fc.boolean(), (before, edit, mayHandOver) => {
        try {
          const after = editMember(before, edit, mayHandOver);
          expect(after.role === 'owner' && !after.active).toBe(false);
          expect(after.former && after.active).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
        }
      }),
    );
  });

  it('keeps what is not sent, and clears what is null', () => {
    const before = { ...member, profileModules: ['projects'], externalId: 'crm-1' };
    expect(editMember(before, {}, false)).toEqual(before);
    expect(editMember(before, { profileModules: null, externalId: null }, false)).toEqual({
      ...member,
      profileModules: undefined,
      externalId: undefined,
    });
  });
});

describe('A9: an edit is named by the weightiest thing it changed', () => {
  it.each([
    ['member.marked-former', member, gone],
    ['member.brought-back', gone, ghost],
    ['member.deactivated', member, { ...ghost, role: 'admin' }],
    ['member.activated', ghost, member],
    ['member.role-changed', member, { ...member, role: 'admin' }],
    ['member.edited', member, { ...member, name: 'Else' }],
  ] as const)('%s', (fact, before, after) => {
    expect(memberFact(before, after)).toBe(fact);
  });
});
