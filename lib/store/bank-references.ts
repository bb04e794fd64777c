import { daysBetween, type PlainDate } from '../domain/dates.ts';
import type { PaymentId } from '../domain/ids.ts';
import type { Money } from '../domain/money.ts';
import { Refused } from '../domain/refusal.ts';
import { BANK } from '../payments/transfer/transfer-key.ts';
import { keys } from './keys.ts';
import type { Recognised } from './payments.ts';
import { loadPayment, type Payment, paymentId, requirePayment } from './received.ts';
import { get, PRESENT, putOnce, type Write } from './table.ts';

/** How far the date that somebody wrote by hand may be from the bank's own. */
const DAYS_APART = 10;

/** A transfer by bank as it is about to be recorded. */
export interface BankTransfer {
  readonly key: string;
  readonly bankReference: string;
  readonly amount: Money;
  readonly bookedOn: PlainDate;
}

/** The payment that was recorded first under a bank's reference. */
interface Claim {
  readonly payment: PaymentId;
  /** The key of the transfer in the bank's file; absent while it was recorded by hand only. */
  readonly entry?: string | undefined;
}

/**
 * Recognises a transfer that somebody records by hand: a bank's reference counts once, whatever the date.
 *
 * Errors: `payment.reference-used` when another amount was recorded with the same reference.
 * Source: T4.
 */
export async function recogniseByHand({ key, bankReference, amount }: BankTransfer): Promise<Recognised> {
  const claim = await findClaim(bankReference);
  const keep = (payment: PaymentId) => (claim === undefined ? [putClaim(bankReference, { payment })] : []);
  const first = claim && (await requirePayment(claim.payment));
  if (first !== undefined && isSame(first.amount, amount)) return { payment: first, keep };
  const payment = await loadPayment(paymentId(BANK, key));
  if (first === undefined || payment !== undefined) return { payment, keep };
  throw new Refused('payment.reference-used', { values: { amount: first.amount }, extra: { payment: first.id } });
}

/**
 * Recognises a transfer of the bank's file, also one that was recorded by hand before, perhaps with another date. What was
 * recorded by hand is one transfer of the files: the first of the same reference and amount, within ten days. A bank may
 * use its reference again for another.
 *
 * Shape:  `isInFile` knows the keys of the whole file: what has the date of another transfer there is that one.
 * Source: T4.
 */
export async function recogniseInFile(transfer: BankTransfer, isInFile: (key: string) => boolean): Promise<Recognised> {
  const { key, bankReference } = transfer;
  const [exact, claim] = await Promise.all([loadPayment(paymentId(BANK, key)), findClaim(bankReference)]);
  if (claim === undefined) {
    return { payment: exact, keep: (payment) => [putClaim(bankReference, { payment, entry: key })] };
  }
  const first = exact?.id === claim.payment ? exact : await requirePayment(claim.payment);
  if (claim.entry !== undefined) return { payment: claim.entry === key ? first : exact, keep: nothing };
  const isFirst = first === exact || (exact === undefined && isNear(first, transfer) && !isInFile(first.reference));
  return isFirst
    ? { payment: first, keep: () => [noteEntry(bankReference, { ...claim, entry: key })] }
    : { payment: exact, keep: nothing };
}

const nothing = () => [];

function isNear(payment: Payment, { amount, bookedOn }: BankTransfer): boolean {
  return isSame(payment.amount, amount) && Math.abs(daysBetween(payment.bookedOn, bookedOn)) <= DAYS_APART;
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

async function findClaim(reference: string): Promise<Claim | undefined> {
  const item = await get(keys.bankReference(reference));
  return item as Claim | undefined;
}

function claimItem(reference: string, { payment, entry }: Claim) {
  return { ...keys.bankReference(reference), type: 'bank-reference', v: 1, payment, entry };
}

/** Fails with its label when somebody else was faster. */
function putClaim(reference: string, claim: Claim): Write {
  return putOnce('bank-reference', claimItem(reference, claim));
}

/** Notes which transfer of the bank's file it is that was recorded by hand; fails with its label when another one is. */
function noteEntry(reference: string, claim: Claim): Write {
  const ConditionExpression = `${PRESENT} AND attribute_not_exists(entry)`;
  return { label: 'bank-reference', Put: { Item: claimItem(reference, claim), ConditionExpression } };
}
