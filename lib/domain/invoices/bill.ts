import type { PlainDate } from '../dates.ts';
import type { LineBasis } from '../licences/price-term-order.ts';
import { add, dividedHalfAway, type Money, money, subtract } from '../money.ts';
import type { TaxTreatment } from '../tax/treatment.ts';
import type { Bill, BillLine, BillTax, Buyer, Seller } from './invoice.ts';

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;

/** What is priced, before anything is said of tax. */
export interface PricedLine {
  readonly kind: BillLine['kind'];
  readonly subject: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly period?: { readonly start: PlainDate; readonly end: PlainDate } | undefined;
  readonly basis?: LineBasis | undefined;
  /** Before tax, or with it where prices include it. */
  readonly amount: Money;
}

/** Who deals with whom, and how that is taxed. */
export interface Terms {
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly treatment: TaxTreatment;
  readonly pricesIncludeTax: boolean;
}

/**
 * Adds the tax to priced lines; a preview, an order and its invoice come from here alike.
 *
 * Shape:  one tax, since everything on a bill is taxed alike; at least one line. Where prices include tax, the net amounts
 *         of the lines add up to the total less its tax.
 * Units:  tax is rounded half away from zero once per rate, on the sum of the lines.
 * Errors: RangeError without a line: a bug.
 * Source: M2, T2; prices that include tax stay what the buyer pays, whatever rate is due.
 */
export function makeBill(lines: readonly PricedLine[], terms: Terms): Bill {
  const [first] = lines;
  if (first === undefined) throw new RangeError('a bill has a line');
  const { currency } = first.amount;
  const sum = lines.reduce((total, { amount }) => add(total, amount), money(0, currency));
  const tax = money(taxOn(sum.minor, terms), currency);
  const net = terms.pricesIncludeTax ? subtract(sum, tax) : sum;
  const nets = terms.pricesIncludeTax ? shares(lines, net.minor, sum.minor) : lines.map(({ amount }) => amount.minor);
  return {
    ...terms,
    lines: lines.map((line, index) => billLine(line, index + 1, money(nets[index] ?? 0, currency))),
    taxes: [taxLine(terms.treatment, net, tax)],
    net,
    tax,
    total: add(net, tax),
  };
}

function taxOn(sum: number, { treatment: { rate }, pricesIncludeTax }: Terms): number {
  return dividedHalfAway(sum, rate, pricesIncludeTax ? WHOLE + rate : WHOLE);
}

/** The credit that a bill for credit is about: where prices include tax, it is worth its whole price. Source: P8. */
export function creditIn({ pricesIncludeTax, net, total }: Pick<Bill, 'pricesIncludeTax' | 'net' | 'total'>): Money {
  return pricesIncludeTax ? total : net;
}

/** The tax on a part of what was billed at a rate. Units: rounded half away from zero. Source: M2. */
export function taxOnNet(net: Money, rate: number): Money {
  return money(dividedHalfAway(net.minor, rate, WHOLE), net.currency);
}

/** Divides the net total among lines with tax in them; rounding the running sum keeps the parts equal to the whole. */
function shares(lines: readonly PricedLine[], net: number, gross: number): number[] {
  let before = 0;
  let running = 0;
  return lines.map(({ amount }) => {
    running += amount.minor;
    const through = gross === 0 ? 0 : dividedHalfAway(running, net, gross);
    const share = through - before;
    before = through;
    return share;
  });
}

function billLine(line: PricedLine, number: number, net: Money): BillLine {
  const { kind, subject, name, quantity, unitPrice, period, basis } = line;
  return { number, kind, subject, name, quantity, unitPrice, period, basis, net };
}

function taxLine({ category, rate }: TaxTreatment, base: Money, amount: Money): BillTax {
  return { category, rate, base, amount };
}
