import { disableAddOn as disableContract, enableAddOn as enableContract } from '../../lib/contract/credit.ts';
import type { Actor } from '../../lib/domain/actor.ts';
import type { CreditChange, CreditHead } from '../../lib/domain/credit/credit-head.ts';
import {
  disableAddOn as decideOff,
  enableAddOn as decideOn,
  needsMembers,
} from '../../lib/domain/credit/decide-add-ons.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitCreditChange, type Moment } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { loadActiveCredits } from '../../lib/store/members.ts';
import type { Write } from '../../lib/store/table.ts';
import { panelOf } from './panel.ts';

export const enableAddOn = route(enableContract, async ({ path, actor, now, today, catalogue }) => {
  const moment = { today, now, catalogue };
  const panel = await commitCreditChange(path.account, moment, async (head, plan) => {
    // The head's version is part of the commit, so members that change meanwhile make this decide again.
    const credits = needsMembers(head, path.add_on, today) ? await loadActiveCredits(path.account) : undefined;
    const change = decideOn(head, plan, path.add_on, today, credits);
    const writes = factOf(path.account, 'add-on.enabled', path.add_on, actor, head, change, moment);
    return { ...change, writes, result: panelOf(change.head, plan, today) };
  });
  return { body: panel };
});

export const disableAddOn = route(disableContract, async ({ path, actor, now, today, catalogue }) => {
  const moment = { today, now, catalogue };
  const panel = await commitCreditChange(path.account, moment, (head, plan) => {
    const change = decideOff(head, plan, path.add_on);
    const writes = factOf(path.account, 'add-on.disabled', path.add_on, actor, head, change, moment);
    return { ...change, writes, result: panelOf(change.head, plan, today) };
  });
  return { body: panel };
});

function factOf(
  account: AccountId,
  action: string,
  addOn: string,
  actor: Actor,
  before: CreditHead,
  { head }: CreditChange,
  { now }: Moment,
): Write[] {
  if (head === before) return [];
  const enabled = action === 'add-on.enabled';
  return [
    recordFact({ account, action, actor, subject: addOn, before: { enabled: !enabled }, after: { enabled }, at: now }),
  ];
}
