import { describe, expect, it } from 'vitest';
import {
  isCheckDue,
  isKnownToVies,
  keptCheck,
  type VatCheck,
  vatNumberState,
} from '../../../lib/domain/tax/vat-check.ts';

const NUMBER = 'IT12345670017';
const ASKED = '2026-01-15T08:00:00.000Z';
const checked = (changes: Partial<VatCheck> = {}): VatCheck => ({
  number: NUMBER,
  country: 'IT',
  answer: 'valid',
  source: 'vies',
  at: ASKED,
  ...changes,
});
const holder = (vatCheck?: VatCheck, vatNumber: string | undefined = NUMBER) => ({ billing: { vatNumber }, vatCheck });

describe('T3: what is known of a VAT number', () => {
  it.each([
    ['valid', 'valid'],
    ['invalid', 'invalid'],
    ['unavailable', 'unverified'],
  ] as const)('after the answer %s it is %s', (answer, state) => {
    expect(vatNumberState(holder(checked({ answer })))).toBe(state);
  });

  it('is none without a number, and unverified without evidence about this very number', () => {
    expect(vatNumberState({ billing: {}, vatCheck: checked() })).toBe('none');
    expect(vatNumberState(holder())).toBe('unverified');
    expect(vatNumberState(holder(checked({ number: 'IT99999990019' })))).toBe('unverified');
  });
});

describe('T3: a number is asked for again before a bill', () => {
  it.each([
    ['nothing is known', undefined, ASKED, true],
    ['nobody answered', checked({ answer: 'unavailable' }), ASKED, true],
    ['it was valid 30 days ago', checked(), '2026-02-14T08:00:00.000Z', false],
    ['it was valid more than 30 days ago', checked(), '2026-02-14T08:00:00.001Z', true],
    ['it was invalid long ago', checked({ answer: 'invalid' }), '2027-01-15T08:00:00.000Z', false],
    ['only its form spoke for it', checked({ source: 'form' }), ASKED, true],
    ['it is Swiss', checked({ source: 'form', country: 'CH' }), '2027-01-15T08:00:00.000Z', false],
  ] as const)('where %s', (_case, vatCheck, now, isDue) => {
    expect(isCheckDue(holder(vatCheck), now, true)).toBe(isDue);
  });

  it('only for what has no answer yet where VIES is switched off', () => {
    expect(isCheckDue(holder(checked({ source: 'form' })), ASKED, false)).toBe(false);
    expect(isCheckDue(holder(checked()), '2027-01-15T08:00:00.000Z', false)).toBe(false);
    expect(isCheckDue(holder(checked({ answer: 'unavailable' })), ASKED, false)).toBe(true);
    expect(isCheckDue({ billing: {} }, ASKED, true)).toBe(false);
  });

  it('of VIES for the member states and Northern Ireland', () => {
    expect([isKnownToVies('GR', 'EL123456783'), isKnownToVies('GB', 'XI123456727')]).toEqual([true, true]);
    expect([isKnownToVies('GB', 'GB123456727'), isKnownToVies('CH', 'CHE123456788')]).toEqual([false, false]);
  });
});

describe('T3: VIES down leaves an earlier answer in place', () => {
  const silence = checked({ answer: 'unavailable', at: '2026-03-01T08:00:00.000Z' });

  it.each(['valid', 'invalid'] as const)('that it was %s', (answer) => {
    expect(keptCheck(checked({ answer }), silence)).toEqual(checked({ answer }));
  });

  it('but not of its form alone, nor about another number, nor against a new answer', () => {
    expect(keptCheck(checked({ source: 'form' }), silence)).toBe(silence);
    expect(keptCheck(checked({ number: 'IT99999990019' }), silence)).toBe(silence);
    expect(keptCheck(undefined, silence)).toBe(silence);
    const no = checked({ answer: 'invalid' });
    expect(keptCheck(checked(), no)).toBe(no);
  });
});
