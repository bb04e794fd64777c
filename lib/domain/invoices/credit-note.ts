import { add, type Money, money, subtract } from '../money.ts';
import { type Mistake, Refused } from '../refusal.ts';
import { taxOnNet } from './bill.ts';
import type { Bill, BillLine, Invoice } from './invoice.ts';

/** What was credited of an invoice so far. */
export interface Credited {
  /** Net minor units by line number. */
  readonly lines: Readonly<Record<string, number>>;
  readonly tax: Money;
  readonly total: Money;
}

/** A line to credit: what is left of it, or a net amount. */
export interface CreditedLine {
  readonly line: number;
  readonly amount?: Money | undefined;
}

export function nothingCredited(currency: string): Credited {
  return { lines: {}, tax: money(0, currency), total: money(0, currency) };
}

/**
 * What a credit note says: whole lines or parts of them, with their tax.
 *
 * Shape:  without lines, everything that is left. Amounts are above zero, as those of the invoice.
 * Units:  net minor units; tax is what the whole credited so far comes to, less what was credited before, so that crediting
 *         everything in any number of steps gives back the very tax that was billed.
 * Errors: `credit-note.unknown-line`, `credit-note.nothing-left`, `credit-note.beyond-billed`.
 * Source: T1.
 */
export function decideCreditNote(invoice: Invoice, credited: Credited, wanted: readonly CreditedLine[]): Bill {
  if (invoice.kind !== 'invoice') throw new Refused('credit-note.of-credit-note');
  const asked = wanted.length === 0 ? allLeft(invoice, credited) : wanted;
  const lines = asked.map((line, index) => creditLine(invoice, credited, line, `/lines/${index}`));
  const { currency } = invoice.total;
  const net = lines.reduce((sum, line) => add(sum, line.net), money(0, currency));
  const before = netOf(credited, currency);
  const left = subtract(invoice.net, before);
  if (left.minor <= 0) throw new Refused('credit-note.nothing-left');
  if (net.minor <= 0 || net.minor > left.minor)
    throw beyondBilled(left, { pointer: '/lines', detail: `must together be from 1 to ${left.minor}` });
  const tax = subtract(taxThrough(invoice, add(before, net)), credited.tax);
  return {
    seller: invoice.seller,
    buyer: invoice.buyer,
    treatment: invoice.treatment,
    pricesIncludeTax: invoice.pricesIncludeTax,
    lines,
    taxes: invoice.taxes.map(({ category, rate }) => ({ category, rate, base: net, amount: tax })),
    net,
    tax,
    total: add(net, tax),
  };
}

/** What was credited once a credit note is issued. */
export function creditedAfter(credited: Credited, note: Bill): Credited {
  const lines = { ...credited.lines };
  for (const { number, net } of note.lines) lines[number] = (lines[number] ?? 0) + net.minor;
  return { lines, tax: add(credited.tax, note.tax), total: add(credited.total, note.total) };
}

function allLeft(invoice: Invoice, credited: Credited): CreditedLine[] {
  return invoice.lines
    .filter(({ number, net }) => net.minor !== (credited.lines[number] ?? 0))
    .map(({ number }) => ({ line: number }));
}

function creditLine(invoice: Invoice, credited: Credited, { line, amount }: CreditedLine, at: string): BillLine {
  const billed = invoice.lines.find(({ number }) => number === line);
  if (billed === undefined)
    throw new Refused('credit-note.unknown-line', {
      values: { line },
      errors: [{ pointer: `${at}/line`, detail: 'is not a line of the invoice' }],
    });
  const left = money(billed.net.minor - (credited.lines[line] ?? 0), billed.net.currency);
  const net = amount ?? left;
  if (net.currency !== left.currency)
    throw new Refused('credit.wrong-currency', {
      values: { currency: left.currency },
      errors: [{ pointer: `${at}/amount/currency`, detail: `must be ${left.currency}` }],
    });
  if (left.minor === 0)
    throw new Refused('credit-note.nothing-left', {
      errors: [{ pointer: `${at}/line`, detail: 'has nothing left to credit' }],
    });
  const [least, most] = left.minor > 0 ? [1, left.minor] : [left.minor, -1];
  if (net.minor < least || net.minor > most)
    throw beyondBilled(left, { pointer: `${at}/amount/amount`, detail: `must be from ${least} to ${most}` });
  return net.minor === billed.net.minor ? billed : partOf(billed, net, invoice);
}

/** Part of a line is one thing at its own price, since the line's quantity times its price is something else. */
function partOf(billed: BillLine, net: Money, { pricesIncludeTax, taxes: [tax] }: Invoice): BillLine {
  const unitPrice = pricesIncludeTax ? add(net, taxOnNet(net, tax?.rate ?? 0)) : net;
  return { ...billed, quantity: 1, unitPrice, basis: undefined, net };
}

function netOf({ lines }: Credited, currency: string): Money {
  return money(
    Object.values(lines).reduce((sum, minor) => sum + minor, 0),
    currency,
  );
}

/** Where prices include tax, the tax that was billed may differ by a cent from the tax on the net: the whole is the whole. */
function taxThrough(invoice: Invoice, net: Money): Money {
  if (net.minor === invoice.net.minor) return invoice.tax;
  const [tax] = invoice.taxes;
  const share = taxOnNet(net, tax?.rate ?? 0);
  return share.minor > invoice.tax.minor ? invoice.tax : share;
}

function beyondBilled(left: Money, mistake: Mistake): Refused {
  return new Refused('credit-note.beyond-billed', { values: { left }, errors: [mistake] });
}
