import type { BillTax, Invoice } from '../../domain/invoices/invoice.ts';
import type { TaxCategory } from '../../domain/tax/treatment.ts';
import { amountText, percentText } from './amounts.ts';
import type { CurrencyCode, LineTax, TaxTotal } from './document.ts';
import { taxNotes } from './language.ts';

const VAT = { 'cbc:ID': 'VAT' } as const;

/** Why nothing is charged, as the VATEX list has it. It has no code for a seller who is not registered. */
const exemptionCode: Readonly<Partial<Record<TaxCategory, string>>> = { AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' };

/** How a line or a discount is taxed. What is outside the scope of VAT has no rate, not even zero. (BR-O-05) */
export function taxCategory({ category, rate }: Pick<BillTax, 'category' | 'rate'>): LineTax {
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
      'cac:TaxCategory': { ...taxCategory(tax), ...exemption(invoice, tax.category) },
    })),
  };
}

/** Only what is taxed has no reason for being untaxed. (BR-S-10) */
function exemption(invoice: Invoice, category: TaxCategory) {
  if (category === 'S') return {};
  const code = exemptionCode[category];
  return {
    ...(code !== undefined && { 'cbc:TaxExemptionReasonCode': code }),
    'cbc:TaxExemptionReason': taxNotes(invoice).join(' '),
  };
}
