import type { Money } from '../../domain/money.ts';

/** The gateway that transfers count under. */
export const BANK = 'bank';

/** What banks write where they have no reference. */
const NO_REFERENCE = /^(NON-?REF|NOT ?PROVIDED|NONE|N\/A|[-0.]*)$/i;

/** Whether a text only says that there is no reference. */
export function isNoReference(text: string): boolean {
  return NO_REFERENCE.test(text.trim());
}

/** A transfer that the bank gave a reference to. */
export interface ReferredTransfer {
  /** Absent where no account is known. */
  readonly iban: string | undefined;
  readonly bankReference: string;
  readonly bookedOn: string;
  readonly amount: Money;
}

/**
 * What identifies a transfer for ever, in whichever file it comes and whether staff recorded it by hand before. Date and
 * amount are part of it, since a bank uses a reference again for what belongs to it.
 */
export function transferKey({ iban, bankReference, bookedOn, amount }: ReferredTransfer): string {
  return keyOf(iban ?? '', `ref:${bankReference}`, bookedOn, amount);
}

/** The same for a transfer without a reference: what is said of it. */
export function contentKey(iban: string, content: string, bookedOn: string, amount: Money): string {
  return keyOf(iban, `as:${content}`, bookedOn, amount);
}

function keyOf(iban: string, name: string, bookedOn: string, { minor, currency }: Money): string {
  return [iban, name, bookedOn, `${minor}${currency}`].join('/');
}
