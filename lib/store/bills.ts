import { type Catalogue, type Plan, requirePlan } from '../domain/catalogue.ts';
import { addDays, type PlainDate } from '../domain/dates.ts';
import { makeBill, type PricedLine, type Terms } from '../domain/invoices/bill.ts';
import type { Bill, Buyer, Seller } from '../domain/invoices/invoice.ts';
import type { TermLine } from '../domain/licences/price-term-order.ts';
import type { Money } from '../domain/money.ts';
import type { CreditItem } from '../domain/orders.ts';
import { decideTax } from '../domain/tax/decide-tax.ts';
import { vatNumberState } from '../domain/tax/vat-check.ts';
import { newId } from '../runtime/ids.ts';
import type { Account } from './accounts.ts';
import type { InvoiceDraft } from './invoices.ts';
import type { Order } from './orders.ts';

/** Who sells and who buys on a date, and how that is taxed: the customer's details as they are now. (T2, A10) */
export function termsOf(account: Account, catalogue: Catalogue, plan: Plan, today: PlainDate): Terms {
  const { seller } = catalogue;
  const buyer = buyerOf(account, seller.country);
  return {
    seller: sellerOf(catalogue),
    buyer,
    treatment: decideTax({ seller, buyer: { ...buyer, vatNumberState: vatNumberState(account) }, on: today }),
    pricesIncludeTax: plan.pricesIncludeTax,
  };
}

function sellerOf({ seller, service }: Catalogue): Seller {
  const { name, address, postalCode, city, country, vatNumber, taxNumber, registration, invoiceNote: note } = seller;
  const email = seller.email ?? service.supportEmail;
  return { name, address, postalCode, city, country, vatNumber, taxNumber, registration, note, email };
}

/** A customer who has not said where they are is taken to be in the seller's country. */
function buyerOf({ billing, organisation, locale }: Account, sellerCountry: string): Buyer {
  return {
    name: billing.legalName ?? organisation,
    address: billing.address,
    postalCode: billing.postalCode,
    city: billing.city,
    country: billing.country ?? sellerCountry,
    vatNumber: billing.vatNumber,
    taxNumber: billing.taxNumber,
    language: billing.language ?? locale,
  };
}

/** The bill for priced lines; undefined where they come to nothing, since nothing is billed then. */
export function billFor(
  lines: readonly (CreditItem | TermLine)[],
  account: Account,
  catalogue: Catalogue,
  today: PlainDate,
): Bill | undefined {
  const terms = termsOf(account, catalogue, requirePlan(catalogue, account.plan), today);
  return billOf(lines, terms);
}

/** The bill for credit whose whole price, tax and all, is an amount that is there already. */
export function billForTotal(total: Money, account: Account, catalogue: Catalogue, today: PlainDate): Bill | undefined {
  const terms = termsOf(account, catalogue, requirePlan(catalogue, account.plan), today);
  const bill = billOf([{ kind: 'credit', amount: total }], { ...terms, pricesIncludeTax: true });
  if (bill === undefined || terms.pricesIncludeTax) return bill;
  return { ...bill, pricesIncludeTax: false, lines: bill.lines.map((line) => ({ ...line, unitPrice: line.net })) };
}

function billOf(lines: readonly (CreditItem | TermLine)[], terms: Terms): Bill | undefined {
  const priced = lines.map(pricedLine);
  return priced.reduce((sum, { amount }) => sum + amount.minor, 0) === 0 ? undefined : makeBill(priced, terms);
}

function pricedLine(line: CreditItem | TermLine): PricedLine {
  if (line.kind !== 'credit') return line;
  return { kind: 'credit', subject: '', name: 'Credit', quantity: 1, unitPrice: line.amount, amount: line.amount };
}

/**
 * The invoice of an order. It is open until `dueOn`, or was paid before it is issued where there is none: on `receivedOn`,
 * the day that the bank or gateway booked what completed it.
 */
export function invoiceFor(
  order: Order,
  bill: Bill,
  issuedOn: PlainDate,
  paymentDays?: number,
  receivedOn?: PlainDate,
): InvoiceDraft {
  const isOpen = paymentDays !== undefined;
  return {
    ...bill,
    id: order.invoice ?? newId('doc'),
    kind: 'invoice',
    account: order.account,
    order: order.id,
    issuedOn,
    dueOn: isOpen ? addDays(issuedOn, paymentDays) : undefined,
    receivedOn,
    paymentMethod: order.paymentMethod,
    transfer: isOpen ? order.transfer : undefined,
    corrects: undefined,
    reseller: order.reseller,
  };
}
