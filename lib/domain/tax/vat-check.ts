import type { Instant } from '../dates.ts';
import { isMemberState } from './territories.ts';
import type { VatNumberState } from './treatment.ts';

/** What was found out about a VAT number: the evidence that the tax on a bill rests on. (T3) */
export interface VatCheck {
  /** As the account has it. */
  readonly number: string;
  /** Country of the register it is in. */
  readonly country: string;
  readonly answer: 'valid' | 'invalid' | 'unavailable';
  /** `form`: nobody was asked; form and checksum are what there is. */
  readonly source: 'form' | 'vies';
  readonly at: Instant;
  /** The number VIES files the consultation under. */
  readonly consultation?: string | undefined;
  /** When VIES says it was asked. */
  readonly requestDate?: string | undefined;
}

export interface VatNumberHolder {
  readonly billing: { readonly vatNumber?: string | undefined };
  readonly vatCheck?: VatCheck | undefined;
}

const FRESH_MS = 30 * 86_400_000;

const states = { valid: 'valid', invalid: 'invalid', unavailable: 'unverified' } as const;

/**
 * What is known of an account's VAT number.
 *
 * Shape:  `unverified` where nobody could be asked, and where what was found out is about another number.
 * Errors: none.
 * Source: T3.
 */
export function vatNumberState(holder: VatNumberHolder): VatNumberState {
  if (holder.billing.vatNumber === undefined) return 'none';
  const check = checkOf(holder);
  return check === undefined ? 'unverified' : states[check.answer];
}

/** The evidence about the number the account has now. */
export function checkOf({ billing, vatCheck }: VatNumberHolder): VatCheck | undefined {
  return vatCheck !== undefined && vatCheck.number === billing.vatNumber ? vatCheck : undefined;
}

/** VIES knows the numbers of the member states, and those that Northern Ireland has for goods. */
export function isKnownToVies(country: string, number: string): boolean {
  return isMemberState(country) || number.startsWith('XI');
}

/**
 * Whether a number is to be asked for again before a bill is priced.
 *
 * Shape:  true without evidence, after no answer, once VIES can be asked about what only its form spoke for, and when a
 *         valid answer is older than 30 days. An invalid answer stands until somebody asks again.
 * Errors: none.
 * Source: T3.
 */
export function isCheckDue(holder: VatNumberHolder, now: Instant, canAskVies: boolean): boolean {
  if (holder.billing.vatNumber === undefined) return false;
  const check = checkOf(holder);
  if (check === undefined || check.answer === 'unavailable') return true;
  if (!canAskVies || check.answer === 'invalid') return false;
  if (check.source === 'form') return isKnownToVies(check.country, check.number);
  return Date.parse(now) - Date.parse(check.at) > FRESH_MS;
}

/**
 * The evidence to keep when a new answer has come.
 *
 * Shape:  no answer leaves an earlier one of VIES about the same number in place.
 * Errors: none.
 * Source: T3.
 */
export function keptCheck(before: VatCheck | undefined, fresh: VatCheck): VatCheck {
  const hasAnswer = before?.number === fresh.number && before.source === 'vies';
  return hasAnswer && fresh.answer === 'unavailable' ? before : fresh;
}
