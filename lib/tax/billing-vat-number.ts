import { Refused } from '../domain/refusal.ts';
import type { VatCheck } from '../domain/tax/vat-check.ts';
import type { Account } from '../store/accounts.ts';
import { readVatNumber, type VatNumber } from './vat-number.ts';

type Billing = Account['billing'];

/** Billing details as they are to be kept, and what is known of their number. */
export interface ReadBilling {
  readonly billing: Billing;
  /** What was known before, where it is about the same number still. */
  readonly known: VatCheck | undefined;
  /** The number nobody has been asked about yet. */
  readonly unasked: VatNumber | undefined;
}

/**
 * Reads the VAT number of changed billing details, which then says the country where they do not.
 * Errors: `vat-number.malformed`, `vat-number.other-country`.
 */
export function readBilling(before: Pick<Account, 'billing' | 'vatCheck'>, after: Billing): ReadBilling {
  const { vatNumber, country } = after;
  if (vatNumber === undefined) return { billing: after, known: undefined, unasked: undefined };
  if (vatNumber === before.billing.vatNumber && country === before.billing.country) {
    return { billing: after, known: before.vatCheck, unasked: undefined };
  }
  const reading = readVatNumber(vatNumber, country);
  if (reading.kind === 'malformed') throw malformed();
  if (reading.kind === 'other-country') throw otherCountry(reading.country, country ?? '');
  const billing = { ...after, vatNumber: reading.number, country: country ?? reading.country };
  const { vatCheck } = before;
  const isKnown = vatCheck?.number === reading.number && vatCheck.country === reading.country;
  return isKnown
    ? { billing, known: vatCheck, unasked: undefined }
    : { billing, known: undefined, unasked: { country: reading.country, number: reading.number } };
}

function malformed(): Refused {
  const detail = 'must be a VAT number of the country, with right check digits';
  return new Refused('vat-number.malformed', { errors: [{ pointer: '/billing/vat_number', detail }] });
}

function otherCountry(ofNumber: string, country: string): Refused {
  return new Refused('vat-number.other-country', {
    values: { ofNumber, country },
    errors: [{ pointer: '/billing/vat_number', detail: `is a number of ${ofNumber}, and the country is ${country}` }],
    extra: { number_country: ofNumber },
  });
}
