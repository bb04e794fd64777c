import type { TermLine } from '../licences/price-term-order.ts';
import { dividedHalfAway, money } from '../money.ts';
import type { Credited } from './credit-note.ts';
import type { Bill } from './invoice.ts';

/**
 * What is left of billed lines, to be billed anew without their discount.
 *
 * Shape:  `lines` are those that `bill` was made of. What was credited whole is left out; a line that was credited in part is
 *         one thing at its own price, as the credit note has it; all others are as they were.
 * Units:  as the lines have it, with tax or without; a part is rounded half away from zero.
 * Source: R5, T1.
 */
export function linesAnew(lines: readonly TermLine[], bill: Pick<Bill, 'lines'>, credited: Credited): TermLine[] {
  return lines.flatMap((line, index) => {
    if (line.kind === 'discount') return [];
    const { net = line.amount } = bill.lines[index] ?? {};
    const taken = credited.lines[index + 1] ?? 0;
    if (taken === 0) return [line];
    if (taken === net.minor) return [];
    const left = dividedHalfAway(line.amount.minor, net.minor - taken, net.minor);
    const amount = money(left, line.amount.currency);
    return [{ ...line, quantity: 1, unitPrice: amount, basis: { kind: 'full-price' }, amount }];
  });
}
