import type { Actor } from '../domain/actor.ts';
import { addDays, daysBetween } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { decideCreditNote } from '../domain/invoices/credit-note.ts';
import { linesAnew } from '../domain/invoices/lines-anew.ts';
import { invoiced } from '../domain/journal/journal.ts';
import { afterBilledAnew, unpaidAnewSince } from '../domain/licences/decide-subscription.ts';
import type { TermLine } from '../domain/licences/price-term-order.ts';
import { SUSPENSION_DAY, type Subscription } from '../domain/licences/subscription.ts';
import { add } from '../domain/money.ts';
import { requireAccount } from './accounts.ts';
import { decideAndCommit } from './commit.ts';
import type { Moment } from './credit.ts';
import { creditNoteFor } from './credit-notes.ts';
import { managerOf } from './customers.ts';
import { recordFact } from './history.ts';
import { type InvoiceDraft, invoiceStatus, requireInvoice, type StoredInvoice } from './invoices.ts';
import { postJournal } from './journal.ts';
import { billRecipient, requestMail } from './mail.ts';
import { loadOrder, type Order, putNewOrder, replaceOrder } from './orders.ts';
import { loadSubscription, replaceSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';

/** What is billed in the place of an unpaid renewal. */
export interface BilledAnew {
  readonly replaced: Order;
  readonly subscription: Subscription;
  readonly lines: readonly TermLine[];
  /** Days until the last one on which it does not lead to the suspension. */
  readonly mostPaymentDays: number;
}

/** Bills a renewal anew and opens the ways to pay it; handed in, so that the table knows no gateway. `reason` stands on the credit note. */
export type OpenAnew = (bill: BilledAnew) => Promise<{
  readonly order: Order;
  readonly invoice: InvoiceDraft;
  readonly writes: readonly Write[];
  readonly reason: string;
}>;

/** Who bills anew, and when. */
export interface Rebilling {
  readonly actor: Actor;
  readonly moment: Moment;
  readonly open: OpenAnew;
}

/**
 * Bills an unpaid renewal anew, at the full price, where it was billed at the prices of a reseller who no longer manages the
 * account: only the customer can pay it now, who may not see those prices.
 *
 * Shape:  the credit note, the new invoice and all that goes with them in one transaction; done once, however often and by
 *         however many it is asked for. Nothing to do once the period is over: the subscription ends with it.
 * Errors: `edit.conflict` when others were always faster.
 * Source: R5, L13, T1.
 */
export function rebillUnpaid(account: AccountId, rebilling: Rebilling): Promise<void> {
  return decideAndCommit<void>(async () => {
    const found = await leftByReseller(account, rebilling.moment);
    if (found === undefined) return { writes: [], result: undefined };
    return { ...(await billAnew(found, rebilling)), result: undefined };
  });
}

interface LeftByReseller {
  readonly subscription: Subscription;
  readonly order: Order;
  readonly invoice: StoredInvoice;
}

/** The unpaid renewal that is hidden from everybody who could pay it. */
async function leftByReseller(account: AccountId, { today }: Moment): Promise<LeftByReseller | undefined> {
  const subscription = await loadSubscription(account);
  if (subscription?.unpaid === undefined || subscription.period === undefined) return undefined;
  if (subscription.period.end <= today) return undefined;
  const order = await loadOrder(account, subscription.unpaid.order);
  if (order?.reseller === undefined || order.invoice === undefined) return undefined;
  const manager = await managerOf(await requireAccount(account));
  if (manager?.id === order.reseller) return undefined;
  const invoice = await requireInvoice(account, order.invoice);
  // Somebody was faster, between these reads.
  if (invoiceStatus(invoice) === 'credited') return undefined;
  return { subscription, order, invoice };
}

async function billAnew({ subscription, order: replaced, invoice }: LeftByReseller, rebilling: Rebilling) {
  const { actor, moment, open } = rebilling;
  const { account } = subscription;
  const lines = linesAnew(termLines(replaced), invoice.document, invoice.credited);
  const suspendedOn = addDays(unpaidAnewSince(subscription, moment.today), SUSPENSION_DAY);
  const mostPaymentDays = daysBetween(moment.today, suspendedOn) - 1;
  const opened = await open({ replaced, subscription, lines, mostPaymentDays });
  const { order, reason } = opened;
  const taken = decideCreditNote(invoice.document, invoice.credited, []);
  const { note, writes } = creditNoteFor(invoice, taken, { reason, actor }, moment);
  const after = afterBilledAnew(subscription, order.id, moment.today);
  const { minor: amountMinor, currency } = order.total;
  const mail = { template: 'renewal-billed-anew', account, amountMinor, currency, invoice: order.invoice } as const;
  const cause = { kind: 'invoice', account, order: order.id, invoice: opened.invoice.id } as const;
  return {
    writes: [
      ...writes,
      replaceOrder(replaced, { ...replaced, credited: add(replaced.credited, taken.total), closed: 'outdated' }),
      putNewOrder(order),
      ...opened.writes,
      replaceSubscription(subscription, after),
      ...postJournal(cause, invoiced(opened.invoice, undefined), moment),
      recordFact({
        account,
        action: 'subscription.billed-anew',
        actor,
        subject: account,
        before: { state: subscription.state, unpaid: subscription.unpaid },
        after: { state: after.state, unpaid: after.unpaid },
        at: moment.now,
      }),
      requestMail(billRecipient(order), { ...mail, until: suspendedOn }, moment.now),
    ],
    invoices: [note, opened.invoice],
  };
}

/** Only credit has other lines, and credit does not renew. */
function termLines({ lines }: Order): TermLine[] {
  return lines.flatMap((line) => (line.kind === 'credit' ? [] : [line]));
}
