import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditorReference,
  creditorReferenceInGroups,
  findCreditorReferences,
  isCreditorReference,
} from '../../../lib/payments/transfer/creditor-reference.ts';

const body = fc.stringMatching(/^\d{15}$/);
const withDigit = (text: string, at: number, digit: string) => text.slice(0, at) + digit + text.slice(at + 1);

describe('T4: a reference has the check digits of ISO 11649', () => {
  it.each([
    ['000000000000001', 'RF74000000000000001'],
    ['123456789012345', 'RF68123456789012345'],
    ['999999999999999', 'RF77999999999999999'],
  ])('makes %s into %s', (digits, reference) => {
    expect(creditorReference(digits)).toBe(reference);
    // The whole, with RF moved to the end as 2715, leaves 1 when divided by 97.
    expect(BigInt(`${digits}2715${reference.slice(2, 4)}`) % 97n).toBe(1n);
  });

  it('accepts each it makes, with check digits between 02 and 98', () => {
    fc.assert(
      fc.property(body, (digits) => {
        const reference = creditorReference(digits);
        expect(reference).toMatch(/^RF\d{17}$/);
        expect(Number(reference.slice(2, 4))).toBeGreaterThanOrEqual(2);
        expect(Number(reference.slice(2, 4))).toBeLessThanOrEqual(98);
        expect(isCreditorReference(reference)).toBe(true);
      }),
    );
  });

  it('catches every single digit that is wrong', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 2, max: 18 }), fc.integer({ min: 1, max: 9 }), (digits, at, more) => {
        const reference = creditorReference(digits);
        const wrong = String((Number(reference[at]) + more) % 10);
        expect(isCreditorReference(withDigit(reference, at, wrong))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('catches every two neighbours that change places', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 2, max: 17 }), (digits, at) => {
        const reference = creditorReference(digits);
        const [left = '', right = ''] = [reference[at], reference[at + 1]];
        fc.pre(left !== right);
        expect(isCreditorReference(withDigit(withDigit(reference, at, right), at + 1, left))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses check digits that only leave the same remainder', () => {
    const [low] = Array.from({ length: 97 }, (_, index) => creditorReference(String(index).padStart(15, '0'))).filter(
      (reference) => reference.startsWith('RF02'),
    );
    expect(low).toBeDefined();
    expect(isCreditorReference(low?.replace('RF02', 'RF99') ?? '')).toBe(false);
  });

  it.each(['', '12345678901234', '1234567890123456', '12345678901234a', '１２３４５６７８９０１２３４５'])(
    'makes none of %j',
    (digits) => {
      expect(() => creditorReference(digits)).toThrow(RangeError);
    },
  );
});

describe('T4: references are found in what people write to their bank', () => {
  const reference = 'RF68123456789012345';

  it.each([
    ['alone', reference],
    ['in groups of four', 'RF68 1234 5678 9012 345'],
    ['in lower case', 'invoice rf68 1234 5678 9012 345, thank you'],
    ['over two lines', 'Ref. RF6812345678\r\n  9012345'],
    ['with signs between', 'RF68-1234-5678-9012-345.'],
    ['with no-break spaces', 'RF68\u00a01234\u00a05678\u00a09012\u00a0345'],
    ['behind letters', 'REF:RF68123456789012345/INV 12'],
    ['before another number', 'RF68 1234 5678 9012 345 2026-01-05'],
    ['beside one with a mistake', 'RF69 1234 5678 9012 345 or RF68 1234 5678 9012 345'],
    ['twice', `${reference} ${reference}`],
  ])('finds one %s', (_, text) => {
    expect(findCreditorReferences(text)).toEqual([reference]);
  });

  it('finds several in their order', () => {
    expect(findCreditorReferences('RF77999999999999999, RF74000000000000001')).toEqual([
      'RF77999999999999999',
      'RF74000000000000001',
    ]);
  });

  it.each([
    '',
    'no reference at all',
    'RF68 1234 5678 9012 346',
    'RF681234567890123456',
    'RF68 1234 5678 9012 34',
    'RF18539007547034',
    'R 33123456789012345',
  ])('finds none in %j', (text) => {
    expect(findCreditorReferences(text)).toEqual([]);
  });

  it('finds again what it prints, whatever stands around it', () => {
    fc.assert(
      fc.property(body, fc.stringMatching(/^[a-z ,]{0,20}$/), fc.stringMatching(/^[a-z ,]{0,20}$/), (digits, a, b) => {
        const made = creditorReference(digits);
        expect(findCreditorReferences(`${a}${creditorReferenceInGroups(made).toLowerCase()} ${b}`)).toEqual([made]);
      }),
    );
  });

  it('reads a megabyte of near misses in less than a second', () => {
    const startedAt = performance.now();
    expect(findCreditorReferences('R F RF68 1234 '.repeat(75_000))).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
