import type { Actor } from '../domain/actor.ts';
import type { CreditChange } from '../domain/credit/credit-head.ts';
import { takeBackCredit } from '../domain/credit/decide-money.ts';
import type { AccountId, InvoiceId } from '../domain/ids.ts';
import { creditIn } from '../domain/invoices/bill.ts';
import { type CreditedLine, creditedAfter, decideCreditNote } from '../domain/invoices/credit-note.ts';
import type { Bill } from '../domain/invoices/invoice.ts';
import { dueOf } from '../domain/invoices/settle-order.ts';
import { posted, takenBack } from '../domain/journal/journal.ts';
import { afterRenewalPaid } from '../domain/licences/decide-subscription.ts';
import { add, type Money, money, subtract } from '../domain/money.ts';
import { newId } from '../runtime/ids.ts';
import { decideAndCommit } from './commit.ts';
import { commitCreditChange, type Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { type InvoiceDraft, noteOnInvoice, requireInvoice, type StoredInvoice } from './invoices.ts';
import { postJournal } from './journal.ts';
import { moveSubscription } from './module-users.ts';
import { type Order, replaceOrder } from './orders.ts';
import { requireOrder } from './payments.ts';
import { arrived, putPaymentOnce } from './received.ts';
import { requireSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';

/** What is to be credited, and why. */
export interface WantedCreditNote {
  readonly account: AccountId;
  readonly invoice: InvoiceId;
  /** Everything that is left, without lines. */
  readonly lines: readonly CreditedLine[];
  readonly reason: string;
  readonly actor: Actor;
  /** More to write with it, such as the answer to a request that may be repeated. */
  readonly also?: ((creditNote: InvoiceId) => readonly Write[]) | undefined;
}

/** Money that a credit note sets free counts as a payment of its own, to be put to another order or refunded. */
const CREDIT_NOTE = 'credit-note';

/**
 * Issues a credit note: what it takes off is no longer due; what was paid for already is free to be used again or
 * refunded; credit that was sold is taken back.
 *
 * Errors: as {@link decideCreditNote}; `credit.below-zero` where the credit was used; `edit.conflict`.
 * Source: T1.
 */
export async function commitCreditNote(wanted: WantedCreditNote, moment: Moment): Promise<InvoiceId> {
  const { account, invoice } = wanted;
  const { document } = await requireInvoice(account, invoice);
  const { purpose } = await requireOrder({ account, order: document.order });
  if (purpose !== 'credit') return decideAndCommit(() => decide(wanted, moment));
  return commitCreditChange<InvoiceId>(account, moment, async (head) => {
    let change: CreditChange = { head, entries: [] };
    const decided = await decide(wanted, moment, (amount, order) => {
      change = takeBackCredit(head, moment.today, amount, order);
    });
    return { ...change, ...decided };
  });
}

async function decide(
  wanted: WantedCreditNote,
  moment: Moment,
  takeBack: ((amount: Money, order: string) => void) | undefined = undefined,
) {
  const stored = await requireInvoice(wanted.account, wanted.invoice);
  const order = await requireOrder({ account: wanted.account, order: stored.document.order });
  const bill = decideCreditNote(stored.document, stored.credited, wanted.lines);
  const credit = takeBack === undefined ? undefined : creditIn(bill);
  if (credit !== undefined) takeBack?.(credit, order.id);
  const { note, writes } = creditNoteFor(stored, bill, wanted, moment, credit);
  return {
    writes: [...writes, ...(await orderAfter(order, bill, moment)), ...(wanted.also?.(note.id) ?? [])],
    invoices: [note],
    result: note.id,
  };
}

/** A credit note with what is written beside it, but for the order. `credit` is what it takes out of prepaid credit. */
export function creditNoteFor(
  stored: StoredInvoice,
  bill: Bill,
  { reason, actor }: Pick<WantedCreditNote, 'reason' | 'actor'>,
  moment: Moment,
  credit?: Money,
): { note: InvoiceDraft; writes: Write[] } {
  const { account, order, id, reseller: pricesOf } = stored.document;
  const note = draftOf(stored, bill, reason, moment);
  const after: StoredInvoice = { ...stored, credited: creditedAfter(stored.credited, bill) };
  const freed = subtract(overpaid(after), overpaid(stored));
  const cause = { kind: CREDIT_NOTE, account, order, invoice: note.id } as const;
  const postings = [...takenBack(bill, credit), ...posted(freed, 'receivable', 'unallocated')];
  const fact = { account, action: 'invoice.credited', actor, subject: id, pricesOf, at: moment.now };
  const writes = [
    noteOnInvoice(stored, { credited: after.credited }),
    ...(freed.minor === 0 ? [] : putPaymentOnce(freedPayment(note, freed, moment))),
    ...postJournal(cause, postings, moment),
    recordFact({ ...fact, after: { credit_note: note.id, amount: bill.total } }),
  ];
  return { note, writes };
}

function draftOf({ document }: StoredInvoice, bill: Bill, reason: string, { today }: Moment): InvoiceDraft {
  const { account, order, paymentMethod, id, number, issuedOn, reseller } = document;
  return {
    ...bill,
    id: newId('doc'),
    kind: 'credit-note',
    account,
    order,
    issuedOn: today,
    dueOn: undefined,
    paymentMethod,
    transfer: undefined,
    corrects: { invoice: id, number, issuedOn, reason },
    reseller,
  };
}

/** What was paid beyond what is left of an invoice. */
function overpaid({ document, paid, credited }: StoredInvoice): Money {
  const over = subtract(add(paid, credited.total), document.total);
  return over.minor > 0 ? over : money(0, over.currency);
}

function freedPayment(note: InvoiceDraft, freed: Money, { today, now }: Moment) {
  const payment = arrived({ gateway: CREDIT_NOTE, reference: note.id, amount: freed, at: now }, today);
  return { ...payment, account: note.account };
}

/** The order owes less; a renewal of which nothing is due any more is settled, and its subscription goes on. */
async function orderAfter(order: Order, bill: Bill, moment: Moment): Promise<Write[]> {
  if (order.status === 'paid') return [];
  const after: Order = { ...order, credited: add(order.credited, bill.total) };
  if (dueOf(after).minor > 0) return [replaceOrder(order, after)];
  const before = await requireSubscription(order.account);
  const settled = afterRenewalPaid(before, order.id);
  return [
    replaceOrder(order, { ...after, status: 'paid', paidAt: moment.now }),
    ...(settled === before ? [] : await moveSubscription(before, settled, moment)),
  ];
}
