import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRenewal } from '../../functions/rollover/open-renewal.ts';
import { parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';
import licenceTypes from '../../lib/catalogue/vendors/licence-types-crm.json' with { type: 'json' };
import type { MemberId } from '../../lib/domain/ids.ts';
import { memberOfUser } from '../../lib/domain/ids.ts';
import { switchRenewal } from '../../lib/domain/licences/licence-pool.ts';
import { usersOf } from '../../lib/domain/packs/module-users.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { commitAssignment } from '../../lib/store/assignments.ts';
import { commitCatalogue } from '../../lib/store/catalogue.ts';
import { licencesOf, loadPool, replaceLicence, replacePool } from '../../lib/store/licences.ts';
import { putNewMember } from '../../lib/store/members.ts';
import { loadModuleUsers } from '../../lib/store/module-users.ts';
import { commitPayment } from '../../lib/store/payments.ts';
import { rollOver } from '../../lib/store/rollover.ts';
import { transact } from '../../lib/store/table.ts';
import { aCustomer, type Customer, licenceOrder, paymentOf } from '../support/buying.ts';
import { momentOn } from '../support/heads.ts';
import { useTable } from '../support/table.ts';

const month = [{ from: '2023-01-01', amount: 1000 }];
const reports = {
  id: 'reports',
  name: 'Reports',
  features: ['reports'],
  prices: { month },
  users: { prices: { month } },
};
const [sold] = licenceTypes.plans;
const parsed = parseCatalogue({ ...licenceTypes, plans: [{ ...sold, modules: [reports] }] });
if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
const { document } = parsed;
const vendor = toCatalogue(document, 1);
const type = sold?.licence_types[0]?.id ?? '';
const on = (date: string) => momentOn(date, vendor);
const START = on('2026-06-01');
const actor = { kind: 'system', id: 'test' } as const;

let table: Awaited<ReturnType<typeof useTable>>;
beforeAll(async () => {
  table = await useTable();
  await commitCatalogue(document, 0, START.now);
});
afterAll(() => table.clean());

/** A member who is not active so far, as everyone is without a licence. */
async function newMember({ account }: Customer): Promise<MemberId> {
  const user = newId('usr');
  const id = memberOfUser(user);
  const who = { account, id, user, email: 'one@example.com', name: '', locale: 'en', role: 'member' } as const;
  const settings = { active: false, former: false, credit: { activeSince: 0 }, licences: {}, version: 1 };
  await transact(putNewMember({ ...who, ...settings, joinedAt: START.now }));
  return id;
}

/** Reports and two licences: of the owner, and of a colleague's whose renewal is switched off. */
async function opened(): Promise<Customer & { readonly colleague: MemberId }> {
  const customer = await aCustomer(START);
  const { account, owner } = customer;
  const items = [
    { kind: 'licence', type, quantity: 2 },
    { kind: 'module', module: 'reports' },
  ] as const;
  await commitPayment(paymentOf(await licenceOrder(account, START, items)), START);
  const colleague = await newMember(customer);
  for (const member of [owner, colleague]) await commitAssignment({ account, member, type, actor }, START);
  for await (const licence of licencesOf(account, type)) {
    const { holder } = licence;
    if (holder === undefined || !('member' in holder) || holder.member !== colleague) continue;
    const stored = await loadPool(account, type);
    await transact([
      replacePool(account, stored, switchRenewal(stored.pool, licence, false)),
      replaceLicence(account, licence, { ...licence, autoRenew: false }),
    ]);
  }
  return { ...customer, colleague };
}

describe('U2, L7: a member whose licence ends with the period', () => {
  it.each([
    ['on time', '2026-07-01'],
    ['four days late', '2026-07-05'],
  ])('is a user of a module until then, and of no night after it, where the roll-over is %s', async (_, date) => {
    const { account } = await opened();
    const before = await loadModuleUsers(account, START.today);
    expect([usersOf(before, 'reports'), before.allowed]).toEqual([2, { reports: 1 }]);
    await rollOver(account, on(date), openRenewal(on(date)));
    const counts = await loadModuleUsers(account, START.today);
    expect(usersOf(counts, 'reports')).toBe(1);
    expect(counts).toMatchObject({ waiting: [], countedThrough: date, allowed: { reports: 1 } });
    expect(counts.userDays).toEqual({});
  });
});

describe('U2, L11: a member becomes a user of modules with a licence', () => {
  it('and is none without one', async () => {
    const customer = await opened();
    const third = await newMember(customer);
    const { account } = customer;
    const users = async () => usersOf(await loadModuleUsers(account, START.today), 'reports');
    expect(await users()).toBe(2);
    await commitPayment(paymentOf(await licenceOrder(account, START, [{ kind: 'licence', type, quantity: 1 }])), START);
    await commitAssignment({ account, member: third, type, actor }, START);
    expect(await users()).toBe(3);
  });
});
