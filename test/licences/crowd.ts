import type { AccountId, LicenceId, MemberId } from '../../lib/domain/ids.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Member, putNewMember } from '../../lib/store/members.ts';
import { transact } from '../../lib/store/table.ts';

const AT_ONCE = 45;

/** Members written straight to the table, with the licences that are named for each; they are not counted as active users. */
export async function addMembers(
  account: AccountId,
  count: number,
  licencesOf: (index: number) => Record<string, LicenceId> = () => ({}),
): Promise<MemberId[]> {
  const members = Array.from({ length: count }, (_, index): Member => {
    const user = newId('usr');
    return {
      account,
      id: memberOfUser(user),
      user,
      email: `crowd${index}@example.com`,
      name: '',
      locale: 'en',
      role: 'member',
      active: false,
      former: false,
      credit: { activeSince: 0 },
      licences: licencesOf(index),
      joinedAt: '2026-01-15T08:00:00.000Z',
      version: 1,
    };
  });
  for (let from = 0; from < count; from += AT_ONCE)
    await transact(members.slice(from, from + AT_ONCE).flatMap(putNewMember));
  return members.map(({ id }) => id);
}
