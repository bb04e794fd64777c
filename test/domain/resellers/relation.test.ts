import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../lib/domain/ids.ts';
import { manages, type Related } from '../../../lib/domain/resellers/relation.ts';

const since = '2026-01-15T08:00:00.000Z';
const account = (name: string): AccountId => `acc_${name}`;
const reseller: Related = { id: account('RESELLER'), reseller: { discount: 2000, since, appointment: 3 } };
const customer: Related = {
  id: account('CUSTOMER'),
  managedBy: { reseller: account('RESELLER'), appointment: 3, since },
};

describe('R2, R5: a reseller manages its own customers and nobody else', () => {
  it('manages a customer of its present time as a reseller', () => {
    expect(manages(reseller, customer)).toBe(true);
  });

  it.each<[string, Related | undefined, Related]>([
    ['one that is gone', undefined, customer],
    ['one that is no reseller any more', { id: reseller.id }, customer],
    [
      'one that became a reseller again since',
      { ...reseller, reseller: { discount: 2000, since, appointment: 9 } },
      customer,
    ],
    ['another reseller', { ...reseller, id: account('OTHER') }, customer],
    ['a reseller of nobody in particular', reseller, { id: customer.id }],
    ['a reseller of a reseller', reseller, { ...customer, reseller: { discount: 100, since, appointment: 1 } }],
  ])('is not %s', (_, by, of) => {
    expect(manages(by, of)).toBe(false);
  });
});
