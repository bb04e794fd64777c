import { createCreditNote as contract } from '../../lib/contract/invoices.ts';
import { money } from '../../lib/domain/money.ts';
import { route } from '../../lib/runtime/route.ts';
import { commitCreditNote } from '../../lib/store/credit-notes.ts';

export const createCreditNote = route(contract, async ({ path, body, actor, now, today, catalogue, remember }) => {
  const replyOf = (creditNote: `doc_${string}`) => ({ body: { credit_note: creditNote, invoice: path.invoice } });
  const wanted = {
    account: path.account,
    invoice: path.invoice,
    lines: (body.lines ?? []).map(({ line, amount }) => ({
      line,
      amount: amount && money(amount.amount, amount.currency),
    })),
    reason: body.reason,
    actor,
    also: (creditNote: `doc_${string}`) => remember(replyOf(creditNote)),
  };
  return replyOf(await commitCreditNote(wanted, { today, now, catalogue }));
});
