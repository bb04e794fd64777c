import type { Invoice } from '../../domain/invoices/invoice.ts';
import { add, type Money, money, subtract } from '../../domain/money.ts';
import { amountText } from './amounts.ts';
import type { CurrencyCode, Totals, UblDocument } from './document.ts';
import { taxNotes } from './language.ts';
import { allowances, isAllowance, ublLines } from './lines.ts';
import { buyerParty, sellerParty } from './parties.ts';
import { payment } from './payment.ts';
import { taxTotal } from './taxes.ts';

/** The core of the standard, without the narrower rules of a country or a network. */
const SPECIFICATION = 'urn:cen.eu:en16931:2017';
/** UNCL 1001. */
const TYPE_CODE = { invoice: '380', 'credit-note': '381' } as const;

/**
 * A bill in the terms of EN 16931 as UBL 2.1 writes them.
 *
 * Shape:  every amount is taken from the bill as it was issued; nothing is computed anew but sums of its lines. Discounts
 *         are allowances of the whole document. A bill that was paid before it was issued has nothing left to pay.
 * Units:  decimals with the digits of the currency.
 * Source: T1.
 */
export function toUbl(invoice: Invoice): UblDocument {
  const discounts = allowances(invoice);
  const notes = notesOn(invoice);
  return {
    'cbc:CustomizationID': SPECIFICATION,
    'cbc:ID': invoice.number,
    'cbc:IssueDate': invoice.issuedOn,
    ...(invoice.dueOn !== undefined && { 'cbc:DueDate': invoice.dueOn }),
    'cbc:InvoiceTypeCode': TYPE_CODE[invoice.kind],
    ...(notes.length > 0 && { 'cbc:Note': [notes.join('\n')] }),
    ...taxPoint(invoice),
    'cbc:DocumentCurrencyCode': invoice.total.currency as unknown as CurrencyCode,
    ...(invoice.corrects !== undefined && { 'cac:BillingReference': [precedingInvoice(invoice.corrects)] }),
    'cac:AccountingSupplierParty': { 'cac:Party': sellerParty(invoice) },
    'cac:AccountingCustomerParty': { 'cac:Party': buyerParty(invoice) },
    ...payment(invoice),
    ...(discounts.length > 0 && { 'cac:AllowanceCharge': discounts }),
    'cac:TaxTotal': [taxTotal(invoice)],
    'cac:LegalMonetaryTotal': totals(invoice),
    'cac:InvoiceLine': ublLines(invoice),
  };
}

/**
 * Why a bill is corrected, what is to be said of tax that is charged, and what the seller says on every bill. Why no tax is
 * charged stands beside the tax.
 */
function notesOn(invoice: Invoice): string[] {
  const reason = invoice.corrects === undefined ? [] : [invoice.corrects.reason];
  const charged = invoice.treatment.category === 'S' ? taxNotes(invoice) : [];
  const { note } = invoice.seller;
  return [...reason, ...charged, ...(note === undefined ? [] : [note])];
}

/** Tax on what was paid before the bill was issued fell due with the payment. (BT-7) */
function taxPoint({ receivedOn, issuedOn }: Invoice): Pick<UblDocument, 'cbc:TaxPointDate'> {
  return receivedOn === undefined || receivedOn === issuedOn ? {} : { 'cbc:TaxPointDate': receivedOn };
}

function precedingInvoice({ number, issuedOn }: NonNullable<Invoice['corrects']>) {
  return { 'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issuedOn } };
}

function totals(invoice: Invoice): Totals {
  const currency = invoice.total.currency as unknown as CurrencyCode;
  const nothing = money(0, invoice.total.currency);
  const plus = (sum: Money, { net }: { readonly net: Money }) => add(sum, net);
  const lines = invoice.lines.filter((line) => !isAllowance(line)).reduce(plus, nothing);
  const deducted = subtract(lines, invoice.net);
  const isPaid = invoice.kind === 'invoice' && invoice.dueOn === undefined;
  return {
    'cbc:LineExtensionAmount': amountText(lines),
    'cbc:LineExtensionAmount@currencyID': currency,
    'cbc:TaxExclusiveAmount': amountText(invoice.net),
    'cbc:TaxExclusiveAmount@currencyID': currency,
    'cbc:TaxInclusiveAmount': amountText(invoice.total),
    'cbc:TaxInclusiveAmount@currencyID': currency,
    ...(deducted.minor !== 0 && {
      'cbc:AllowanceTotalAmount': amountText(deducted),
      'cbc:AllowanceTotalAmount@currencyID': currency,
    }),
    ...(isPaid && { 'cbc:PrepaidAmount': amountText(invoice.total), 'cbc:PrepaidAmount@currencyID': currency }),
    'cbc:PayableAmount': amountText(isPaid ? nothing : invoice.total),
    'cbc:PayableAmount@currencyID': currency,
  };
}
