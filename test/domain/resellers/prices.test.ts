import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../lib/domain/actor.ts';
import { maySeePrices, withoutAmounts } from '../../../lib/domain/resellers/prices.ts';

const own: Actor = { kind: 'user', id: 'usr_OWN' };
const reseller: Actor = { kind: 'user', id: 'usr_A', reseller: 'acc_A' };
const later: Actor = { kind: 'user', id: 'usr_B', reseller: 'acc_B' };
const operator: Actor = { kind: 'operator', id: 'key_O' };
const vendor: Actor = { kind: 'vendor', id: 'key_V', scopes: ['vendor:read'] };

describe('R5: a customer never sees reseller prices', () => {
  it.each<[string, Actor, boolean]>([
    ['the customer', own, false],
    ['the reseller', reseller, true],
    ['another reseller', later, false],
    ['an operator', operator, true],
    ["a vendor's key", vendor, true],
  ])('shows what the reseller bought to %s: %#', (_, viewer, may) => {
    expect(maySeePrices({ reseller: 'acc_A' }, viewer)).toBe(may);
  });

  it.each([own, reseller, later, operator, vendor])('shows other prices to everyone: %o', (viewer) => {
    expect(maySeePrices({}, viewer)).toBe(true);
  });

  it('leaves amounts out of facts, at every depth, and keeps the rest', () => {
    const amount = { amount: 9600, currency: 'EUR' };
    expect(
      withoutAmounts({ purpose: 'purchase', total: amount, status: 'paid', bill: { due: amount, lines: 2 } }),
    ).toEqual({ purpose: 'purchase', status: 'paid', bill: { lines: 2 } });
  });
});
