import { adjustCredit as contract } from '../../lib/contract/credit.ts';
import { adjust } from '../../lib/domain/credit/decide-money.ts';
import { money } from '../../lib/domain/money.ts';
import { requireCurrency } from '../../lib/domain/orders.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitCreditChange } from '../../lib/store/credit.ts';
import { recordFact } from '../../lib/store/history.ts';
import { panelOf } from './panel.ts';

export const adjustCredit = route(contract, async ({ path, body, actor, now, today, catalogue, remember }) => {
  if (body.amount.amount === 0) throw outOfRange();
  const amount = money(body.amount.amount, body.amount.currency);
  const panel = await commitCreditChange(path.account, { today, now, catalogue }, (head, plan) => {
    requireCurrency(plan, amount);
    const change = adjust(head, plan, today, amount, body.reason);
    const result = panelOf(change.head, plan, today);
    const fact = {
      account: path.account,
      action: 'credit.adjusted',
      actor,
      subject: `entry-${change.head.entries}`,
      before: { balance: head.balance },
      after: { balance: change.head.balance, amount, reason: body.reason },
      at: now,
    };
    return { ...change, writes: [recordFact(fact), ...remember({ body: result })], result };
  });
  return { body: panel };
});

function outOfRange(): Refused {
  return new Refused('request.invalid', { errors: [{ pointer: '/amount/amount', detail: 'must not be 0' }] });
}
