import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../lib/domain/money.ts';
import { epcPayload } from '../../../lib/payments/transfer/epc-qr.ts';

const transfer = {
  iban: 'IT60 X054 2811 1010 0000 0123 456',
  bic: undefined,
  holder: 'Prepaid CRM S.r.l.',
  reference: 'RF68123456789012345',
  amount: money(14_400, 'EUR'),
};

describe('T4: the EPC QR code of a bill', () => {
  it('holds the lines of EPC069-12, version 002, without a BIC', () => {
    expect(epcPayload(transfer)).toBe(
      'BCD\n002\n1\nSCT\n\nPrepaid CRM S.r.l.\nIT60X0542811101000000123456\nEUR144.00\n\nRF68123456789012345',
    );
  });

  it('names the BIC where there is one', () => {
    expect(epcPayload({ ...transfer, bic: 'BCITITMM' })).toBe(
      'BCD\n002\n1\nSCT\nBCITITMM\nPrepaid CRM S.r.l.\nIT60X0542811101000000123456\nEUR144.00\n\nRF68123456789012345',
    );
  });

  it.each([
    [1, 'EUR0.01'],
    [10, 'EUR0.10'],
    [100, 'EUR1.00'],
    [99_999_999_999, 'EUR999999999.99'],
  ])('writes %i cents as %s', (minor, written) => {
    expect(epcPayload({ ...transfer, amount: money(minor, 'EUR') })?.split('\n')[7]).toBe(written);
  });

  it.each([
    ['Swedish crowns', { amount: money(14_400, 'SEK') }],
    ['nothing', { amount: money(0, 'EUR') }],
    ['less than nothing', { amount: money(-1, 'EUR') }],
    ['a billion', { amount: money(100_000_000_000, 'EUR') }],
    ['an account outside SEPA', { iban: 'TR330006100519786457841326' }],
  ])('is not there for %s', (_, other) => {
    expect(epcPayload({ ...transfer, ...other })).toBeUndefined();
  });

  it.each([
    ['IBAN', { iban: 'IT60X0542811101000000123457' }],
    ['BIC', { bic: 'BCI' }],
    ['reference', { reference: 'RF69123456789012345' }],
  ])('is not made with a wrong %s', (_, other) => {
    expect(() => epcPayload({ ...transfer, ...other })).toThrow(RangeError);
  });

  it('keeps 10 lines, 70 characters of name and 331 bytes, whatever the holder is called', () => {
    const holder = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(holder, (name) => {
        const payload = epcPayload({ ...transfer, bic: 'BCITITMMXXX', holder: name }) ?? '';
        expect(payload.split('\n')).toHaveLength(10);
        expect(Array.from(payload.split('\n')[5] ?? '').length).toBeLessThanOrEqual(70);
        expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(331);
      }),
    );
    expect(Buffer.byteLength(epcPayload({ ...transfer, holder: '😀'.repeat(80) }) ?? '')).toBeGreaterThan(320);
  });
});
