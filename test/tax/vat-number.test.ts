import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVatNumber } from '../../lib/tax/vat-number.ts';

/** Made up, with the right check digits; the country is ISO's. */
const numbers = {
  AT: 'ATU12345675',
  BE: 'BE0123456749',
  BG: 'BG123456786',
  CH: 'CHE123456788',
  CY: 'CY10345670V',
  CZ: 'CZ12345679',
  DE: 'DE123456788',
  DK: 'DK12345674',
  EE: 'EE101234500',
  ES: 'ESA12345674',
  FI: 'FI12345671',
  FR: 'FR11123456782',
  GB: 'GB123456727',
  GR: 'EL123456783',
  HR: 'HR12345678903',
  HU: 'HU12345676',
  IE: 'IE1234567T',
  IT: 'IT12345670017',
  LT: 'LT123456117',
  LU: 'LU12345613',
  LV: 'LV40001234561',
  MT: 'MT12345634',
  NL: 'NL123456782B01',
  NO: 'NO912345688MVA',
  PL: 'PL1234567890',
  PT: 'PT501234560',
  RO: 'RO123456789',
  SE: 'SE556012345601',
  SI: 'SI12345679',
  SK: 'SK2021234567',
} as const;
const all = Object.entries(numbers);
/** Where every digit is checked: an Italian digit that is mistyped is always noticed. */
const italian = numbers.IT;

describe('T3: a VAT number is checked for form and checksum', () => {
  it.each(all)('reads %s with its prefix, which says the country', (country, number) => {
    expect(readVatNumber(number, undefined)).toEqual({ kind: 'read', country, number });
    expect(readVatNumber(number, country)).toEqual({ kind: 'read', country, number });
  });

  it.each(all)('reads %s without its prefix where the country is said', (country, number) => {
    const bare = number.replace(/^(CHE|[A-Z]{2})/, '');
    expect(readVatNumber(bare, country)).toEqual({ kind: 'read', country, number });
  });

  it.each([
    ['it 123.456.700-17', 'IT12345670017'],
    ['CHE-123.456.788 MWST', 'CHE123456788MWST'],
    ['GR 123456783', 'EL123456783'],
    ['xi 123 4567 27', 'XI123456727'],
    ['BE 123.456.749', 'BE0123456749'],
    ['BE 1000.000.021', 'BE1000000021'],
    ['CY 60000001T', 'CY60000001T'],
  ])('reads %s as %s', (written, number) => {
    expect(readVatNumber(written, undefined)).toMatchObject({ kind: 'read', number });
  });

  it('takes a number of Northern Ireland for a British one, and the register of France for Monaco', () => {
    expect(readVatNumber('XI123456727', 'GB')).toMatchObject({ kind: 'read', country: 'GB' });
    expect(readVatNumber(numbers.FR, 'MC')).toMatchObject({ kind: 'read', country: 'FR' });
    expect(readVatNumber(numbers.ES, 'IC')).toMatchObject({ kind: 'read', country: 'ES' });
  });

  it.each<[string, string | undefined, string]>([
    ['IT12345670018', 'IT', 'a wrong check digit'],
    ['IT00000000000', 'IT', 'nothing but zeros'],
    ['IT1234567001', 'IT', 'a digit too few'],
    ['BE0000000097', 'BE', 'nothing but zeros'],
    ['BE2000000021', 'BE', 'a first digit that is not given out'],
    ['CY12000001T', 'CY', 'a beginning that is not given out'],
    ['12345670017', undefined, 'no prefix and no country'],
    ['IT', 'IT', 'a prefix only'],
    ['', 'IT', 'nothing'],
    ['VAT', 'US', 'no digit'],
  ])('refuses %s (%s): %s', (text, country) => {
    expect(readVatNumber(text, country)).toEqual({ kind: 'malformed' });
  });

  it('tells the country of a number that is right, but not of the country that was said', () => {
    expect(readVatNumber(numbers.DE, 'IT')).toEqual({ kind: 'other-country', country: 'DE' });
    expect(readVatNumber(numbers.DE, 'FR')).toEqual({ kind: 'other-country', country: 'DE' });
    expect(readVatNumber(numbers.DE, 'US')).toEqual({ kind: 'other-country', country: 'DE' });
    expect(readVatNumber('XI123456727', 'IE')).toEqual({ kind: 'other-country', country: 'GB' });
  });

  it('takes a country whose numbers it does not know at its word', () => {
    expect(readVatNumber('12-3456789', 'US')).toEqual({ kind: 'read', country: 'US', number: '123456789' });
    expect(readVatNumber('TRN 100.123', 'AE')).toEqual({ kind: 'read', country: 'AE', number: 'TRN100123' });
  });

  it('notices any one mistyped digit of an Italian number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const digit = (Number(italian[place]) + by) % 10;
        const mistyped = italian.slice(0, place) + digit + italian.slice(place + 1);
        expect(readVatNumber(mistyped, 'IT')).toEqual({ kind: 'malformed' });
      }),
    );
  });

  it('reads what it has read as the same, whatever was written', () => {
    const written = fc.oneof(
      fc.constantFrom(...Object.values(numbers)),
      fc.string(),
      fc.stringMatching(/^[A-Z]{0,3}\d{5,12}$/),
    );
    fc.assert(
      fc.property(written, fc.constantFrom(undefined, 'IT', 'FR', 'GR', 'GB', 'US', 'MC'), (text, country) => {
        const reading = readVatNumber(text, country);
        if (reading.kind === 'read') expect(readVatNumber(reading.number, country)).toEqual(reading);
      }),
    );
  });
});
