/** What a row of quantities asks of a count: a positive one takes, a negative one gives back. */
export interface Need {
  /** What the count goes up by in the end. */
  readonly net: number;
  /** How much must be left at the start for each one that takes; below zero where the row gives back more before. */
  readonly left: number | undefined;
  /** How much must be used at the start for each one that gives back. */
  readonly used: number;
}

/** Shape: the quantities follow each other in their order. Source: U3. */
export function needOf(quantities: readonly number[]): Need {
  let net = 0;
  let left: number | undefined;
  let used = 0;
  for (const quantity of quantities) {
    net += quantity;
    if (quantity > 0) left = Math.max(left ?? net, net);
    else used = Math.max(used, -net);
  }
  return { net, left, used };
}

export interface Decided {
  readonly outcome: 'fits' | 'beyond-allowance' | 'below-zero';
  /** The count as this one finds it. */
  readonly used: number;
}

/**
 * Which of some quantities fit, one after the other.
 *
 * Shape:  one that does not fit changes nothing, so later ones may. Where the count is above the allowance, because packs
 *         ended, nothing more is taken and everything may be given back.
 * Errors: none.
 * Source: U3.
 */
export function takeInOrder(quantities: readonly number[], used: number, allowance: number): Decided[] {
  let count = used;
  return quantities.map((quantity) => {
    const decided = { outcome: outcomeOf(quantity, count, allowance), used: count };
    if (decided.outcome === 'fits') count += quantity;
    return decided;
  });
}

function outcomeOf(quantity: number, used: number, allowance: number): Decided['outcome'] {
  if (quantity > 0) return used + quantity <= allowance ? 'fits' : 'beyond-allowance';
  return used + quantity >= 0 ? 'fits' : 'below-zero';
}
