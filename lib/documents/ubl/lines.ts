import { addDays } from '../../domain/dates.ts';
import type { BillLine, Invoice } from '../../domain/invoices/invoice.ts';
import { money } from '../../domain/money.ts';
import { lineName } from '../invoice-lines-view.ts';
import { amountText } from './amounts.ts';
import type { Allowance, CurrencyCode, UblDocument, UblLine } from './document.ts';
import { sayIn } from './language.ts';
import { taxCategory } from './taxes.ts';

/** UN/ECE Recommendation 20: a number of things. */
const PIECES = 'C62';
/** UNCL 5189: a discount. */
const DISCOUNT = '95';

/** A line below zero is a deduction from the whole: a price may not be negative. (BR-27) */
export function isAllowance(line: BillLine): boolean {
  return line.net.minor < 0;
}

export function ublLines(invoice: Invoice): UblDocument['cac:InvoiceLine'] {
  const lines = invoice.lines.filter((line) => !isAllowance(line)).map((line) => ublLine(invoice, line));
  return lines as [UblLine, ...UblLine[]];
}

/** The price is that of the whole line, for its quantity: so that price and net amount agree without rounding. */
function ublLine(invoice: Invoice, line: BillLine): UblLine {
  const currency = line.net.currency as unknown as CurrencyCode;
  const quantity = String(line.quantity);
  return {
    'cbc:ID': String(line.number),
    'cbc:InvoicedQuantity': quantity,
    'cbc:InvoicedQuantity@unitCode': PIECES,
    'cbc:LineExtensionAmount': amountText(line.net),
    'cbc:LineExtensionAmount@currencyID': currency,
    ...(line.period !== undefined && { 'cac:InvoicePeriod': period(line.period) }),
    'cac:Item': {
      'cbc:Name': lineName(line, sayIn(invoice)),
      ...(line.subject !== '' && { 'cac:SellersItemIdentification': { 'cbc:ID': line.subject } }),
      'cac:ClassifiedTaxCategory': taxCategory(invoice),
    },
    'cac:Price': {
      'cbc:PriceAmount': amountText(line.net),
      'cbc:PriceAmount@currencyID': currency,
      'cbc:BaseQuantity': quantity,
      'cbc:BaseQuantity@unitCode': PIECES,
    },
  };
}

/** The standard's periods end with their last day, ours with the day after it. */
function period({ start, end }: NonNullable<BillLine['period']>) {
  return { 'cbc:StartDate': start, 'cbc:EndDate': addDays(end, -1) };
}

export function allowances(invoice: Invoice): Allowance[] {
  return invoice.lines.filter(isAllowance).map((line) => ({
    'cbc:ChargeIndicator': 'false',
    'cbc:AllowanceChargeReasonCode': DISCOUNT,
    'cbc:AllowanceChargeReason': lineName(line, sayIn(invoice)),
    'cbc:Amount': amountText(money(-line.net.minor, line.net.currency)),
    'cbc:Amount@currencyID': line.net.currency as unknown as CurrencyCode,
    'cac:TaxCategory': taxCategory(invoice),
  }));
}
