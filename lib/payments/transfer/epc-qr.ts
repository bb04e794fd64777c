import type { Money } from '../../domain/money.ts';
import { isCreditorReference } from './creditor-reference.ts';
import { isBic, isIban, isSepaIban, plainIban } from './iban.ts';

const MAX_BYTES = 331;
const MAX_NAME_CHARACTERS = 70;
const MOST_MINOR = 99_999_999_999;

export interface TransferToMake {
  readonly iban: string;
  readonly bic: string | undefined;
  readonly holder: string;
  /** ISO 11649 creditor reference. */
  readonly reference: string;
  readonly amount: Money;
}

/**
 * What a bank's app reads from the QR code of a bill, so that nobody types an IBAN.
 *
 * Shape:  lines parted by LF, at most 331 bytes of UTF-8; absent for what no SEPA transfer can pay: another currency than
 *         EUR, nothing, a billion and more, an account outside SEPA. A holder's name too long is cut.
 * Errors: RangeError for a wrong IBAN, BIC or reference: a caller's bug.
 * Source: T4; EPC069-12 "Quick Response Code: Guidelines to Enable Data Capture for the Initiation of a SEPA Credit
 *         Transfer", version 002, structured remittance information.
 */
export function epcPayload({ iban, bic, holder, reference, amount }: TransferToMake): string | undefined {
  if (!isIban(iban)) throw new RangeError('The IBAN to pay to is wrong');
  if (bic !== undefined && !isBic(bic)) throw new RangeError('The BIC to pay to is wrong');
  if (!isCreditorReference(reference)) throw new RangeError(`${reference} is not a creditor reference`);
  if (amount.currency !== 'EUR' || amount.minor < 1 || amount.minor > MOST_MINOR || !isSepaIban(iban)) return undefined;
  const payloadFor = (name: string) =>
    ['BCD', '002', '1', 'SCT', bic ?? '', name, plainIban(iban), euros(amount.minor), '', reference].join('\n');
  let name = Array.from(holder.replaceAll(/\s+/g, ' ').trim()).slice(0, MAX_NAME_CHARACTERS);
  while (new TextEncoder().encode(payloadFor(name.join(''))).length > MAX_BYTES) name = name.slice(0, -1);
  return payloadFor(name.join('').trim());
}

/** Cents as the standard writes them: `EUR144.00`. */
function euros(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `EUR${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
