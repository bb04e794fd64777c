import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { TaxCategory } from '../../domain/tax/treatment.ts';
import { amountText, percentText } from './amounts.ts';
import type { CurrencyCode, LineTax, TaxTotal } from './document.ts';
import { taxNotes } from './language.ts';

const VAT = { 'cbc:ID': 'VAT' } as const;

/** Why nothing is charged, as the VATEX list has it. It has no code for an exempt seller who is not registered. */
const exemptionCode: Readonly<Partial<Record<TaxCategory, string>>> = { AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' };

/**
 * The category as the standard sees it. What is exempt needs a number of the seller's (BR-E-02): who is not registered and
 * has no other tax number sells what is not subject to VAT.
 */
export function categoryOf({ treatment: { category }, seller }: Invoice): TaxCategory {
  const hasNumber = seller.vatNumber !== undefined || seller.taxNumber !== undefined;
  return category === 'E' && !hasNumber ? 'O' : category;
}

/** How a bill is taxed, and each line and discount of it. What is outside the scope has no rate, not even zero. (BR-O-05) */
export function taxCategory(invoice: Invoice): LineTax {
  const category = categoryOf(invoice);
  const { rate } = invoice.treatment;
  return {
    'cbc:ID': category,
    ...(category !== 'O' && { 'cbc:Percent': percentText(rate) }),
    'cac:TaxScheme': VAT,
  };
}

export function taxTotal(invoice: Invoice): TaxTotal {
  const currency = invoice.tax.currency as unknown as CurrencyCode;
  return {
    'cbc:TaxAmount': amountText(invoice.tax),
    'cbc:TaxAmount@currencyID': currency,
    'cac:TaxSubtotal': invoice.taxes.map((tax) => ({
      'cbc:TaxableAmount': amountText(tax.base),
      'cbc:TaxableAmount@currencyID': currency,
      'cbc:TaxAmount': amountText(tax.amount),
      'cbc:TaxAmount@currencyID': currency,
      'cac:TaxCategory': { ...taxCategory(invoice), ...exemption(invoice) },
    })),
  };
}

/** Only what is taxed has no reason for being untaxed. (BR-S-10) */
function exemption(invoice: Invoice) {
  const category = categoryOf(invoice);
  if (category === 'S') return {};
  const code = exemptionCode[category];
  return {
    ...(code !== undefined && { 'cbc:TaxExemptionReasonCode': code }),
    'cbc:TaxExemptionReason': taxNotes(invoice).join(' '),
  };
}
