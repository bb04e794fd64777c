import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '../../../lib/domain/dates.ts';
import { canChargeTax, decideTax } from '../../../lib/domain/tax/decide-tax.ts';
import { standardRates } from '../../../lib/domain/tax/rates.ts';
import type { TaxCategory, TaxFacts, TaxKind, VatNumberState } from '../../../lib/domain/tax/treatment.ts';

type Case = readonly [
  /** Country, and postal code where it matters. */
  seller: string,
  buyer: string,
  number: VatNumberState,
  on: string,
  kind: TaxKind,
  category: TaxCategory,
  /** Hundredths of a percent. */
  rate: number,
  country: string | undefined,
  /** Where the law says so: articles are of Directive 2006/112/EC unless another act is named, 282/2011 is the Council's implementing regulation. */
  source: string,
];

const cases: readonly Case[] = [
  // One VAT law: the rate of the country, whatever the buyer's number.
  ['IT', 'IT', 'none', '2026-01-15', 'domestic', 'S', 2200, 'IT', 'art. 58; DPR 633/1972 art. 16'],
  ['IT', 'IT', 'valid', '2026-01-15', 'domestic', 'S', 2200, 'IT', 'art. 44, 193; DPR 633/1972 art. 16'],
  ['IT', 'IT', 'invalid', '2026-01-15', 'domestic', 'S', 2200, 'IT', 'art. 58; DPR 633/1972 art. 16'],
  ['IT', 'IT', 'unverified', '2026-01-15', 'domestic', 'S', 2200, 'IT', 'art. 44, 58; DPR 633/1972 art. 16'],
  ['FR', 'FR', 'valid', '2026-01-15', 'domestic', 'S', 2000, 'FR', 'art. 44, 193; CGI art. 278'],
  ['NL', 'NL', 'valid', '2026-01-15', 'domestic', 'S', 2100, 'NL', 'art. 44, 193; Wet OB 1968 art. 9(1)'],
  ['ES', 'ES', 'none', '2026-01-15', 'domestic', 'S', 2100, 'ES', 'art. 58; Ley 37/1992 art. 90'],
  [
    'SE',
    'SE',
    'valid',
    '2026-01-15',
    'domestic',
    'S',
    2500,
    'SE',
    'art. 44, 193; mervärdesskattelagen 2023:200 ch. 9 § 2',
  ],
  // Another member state, a business: the buyer owes the tax.
  ['IT', 'FR', 'valid', '2026-01-15', 'reverse-charge', 'AE', 0, undefined, 'art. 44, 196; 282/2011 art. 18(1)(a)'],
  ['SE', 'GR', 'valid', '2026-01-15', 'reverse-charge', 'AE', 0, undefined, 'art. 44, 196, 215 (EL)'],
  [
    'NL',
    'PT 9000-001',
    'valid',
    '2026-01-15',
    'reverse-charge',
    'AE',
    0,
    undefined,
    'art. 44, 196; Madeira: art. 5(2), 355 TFEU',
  ],
  ['ES', 'MC', 'valid', '2026-01-15', 'reverse-charge', 'AE', 0, undefined, 'art. 7(1), 44, 196: Monaco is France'],
  ['FR', 'IE', 'valid', '2026-01-15', 'reverse-charge', 'AE', 0, undefined, 'art. 44, 196'],
  // Another member state, no number that is known to be valid: the buyer's country's rate.
  ['IT', 'FR', 'none', '2026-01-15', 'destination', 'S', 2000, 'FR', 'art. 58; 282/2011 art. 18(2); CGI art. 278'],
  ['IT', 'FR', 'invalid', '2026-01-15', 'destination', 'S', 2000, 'FR', 'art. 58; 282/2011 art. 18(2), 20'],
  [
    'IT',
    'FR',
    'unverified',
    '2026-01-15',
    'destination',
    'S',
    2000,
    'FR',
    'art. 58; 282/2011 art. 18(1)(a): no confirmation',
  ],
  ['IT', 'HU', 'none', '2026-01-15', 'destination', 'S', 2700, 'HU', 'art. 58; Act CXXVII of 2007 § 82(1)'],
  ['NL', 'FI', 'none', '2026-01-15', 'destination', 'S', 2550, 'FI', 'art. 58; arvonlisäverolaki § 84'],
  ['SE', 'PL', 'none', '2026-01-15', 'destination', 'S', 2300, 'PL', 'art. 58; Act of 11 March 2004 art. 146ef'],
  ['FR', 'MT', 'none', '2026-01-15', 'destination', 'S', 1800, 'MT', 'art. 58; VAT Act (Cap. 406) art. 19'],
  ['FR', 'CY', 'none', '2026-01-15', 'destination', 'S', 1900, 'CY', 'art. 58; VAT Law 95(I)/2000 s. 17'],
  ['DE', 'BE', 'invalid', '2026-01-15', 'destination', 'S', 2100, 'BE', 'art. 58; Royal Decree no. 20 art. 1'],
  ['DE', 'DK', 'none', '2026-01-15', 'destination', 'S', 2500, 'DK', 'art. 58; momsloven § 33'],
  ['ES', 'MC', 'none', '2026-01-15', 'destination', 'S', 2000, 'FR', 'art. 7(1), 58: Monaco is France'],
  // Rates that changed.
  ['FR', 'DE', 'none', '2020-06-30', 'destination', 'S', 1900, 'DE', 'art. 58; UStG § 12(1)'],
  ['FR', 'DE', 'none', '2020-07-01', 'destination', 'S', 1600, 'DE', 'art. 58; UStG § 28(1), BGBl. 2020 I 1512'],
  ['DE', 'DE', 'valid', '2020-12-31', 'domestic', 'S', 1600, 'DE', 'UStG § 28(1), BGBl. 2020 I 1512'],
  ['DE', 'DE', 'valid', '2021-01-01', 'domestic', 'S', 1900, 'DE', 'UStG § 12(1)'],
  ['IT', 'IE', 'none', '2020-09-01', 'destination', 'S', 2100, 'IE', 'art. 58; VATCA 2010 s. 46(1)(a), Act 2020/26'],
  ['IT', 'IE', 'none', '2021-03-01', 'destination', 'S', 2300, 'IE', 'art. 58; VATCA 2010 s. 46(1)(a)'],
  ['FR', 'LU', 'none', '2022-12-31', 'destination', 'S', 1700, 'LU', 'art. 58; law of 12 February 1979 art. 39'],
  ['FR', 'LU', 'none', '2023-06-01', 'destination', 'S', 1600, 'LU', 'art. 58; law of 26 October 2022'],
  ['FR', 'LU', 'none', '2024-01-01', 'destination', 'S', 1700, 'LU', 'art. 58; law of 12 February 1979 art. 39'],
  ['SE', 'EE', 'none', '2023-12-31', 'destination', 'S', 2000, 'EE', 'art. 58; käibemaksuseadus § 15(1)'],
  ['SE', 'EE', 'none', '2025-06-30', 'destination', 'S', 2200, 'EE', 'art. 58; käibemaksuseadus § 15(1)'],
  ['SE', 'EE', 'none', '2025-07-01', 'destination', 'S', 2400, 'EE', 'art. 58; käibemaksuseadus § 15(1)'],
  ['SE', 'FI', 'none', '2024-08-31', 'destination', 'S', 2400, 'FI', 'art. 58; arvonlisäverolaki § 84'],
  ['SE', 'FI', 'none', '2024-09-01', 'destination', 'S', 2550, 'FI', 'art. 58; arvonlisäverolaki § 84'],
  ['IT', 'SK', 'none', '2024-12-31', 'destination', 'S', 2000, 'SK', 'art. 58; Act 222/2004 § 27(1)'],
  ['IT', 'SK', 'none', '2025-01-01', 'destination', 'S', 2300, 'SK', 'art. 58; Act 278/2024'],
  ['IT', 'RO', 'none', '2025-07-31', 'destination', 'S', 1900, 'RO', 'art. 58; Codul fiscal art. 291(1)'],
  ['IT', 'RO', 'none', '2025-08-01', 'destination', 'S', 2100, 'RO', 'art. 58; Law 141/2025'],
  ['CH', 'CH', 'none', '2023-12-31', 'domestic', 'S', 770, 'CH', 'MWSTG art. 25(1)'],
  ['CH', 'CH', 'none', '2024-01-01', 'domestic', 'S', 810, 'CH', 'MWSTG art. 25(1), AHV 21'],
  // Parts of member states that the Directive leaves out, and those it does not.
  ['ES', 'ES 35001', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(b): Canary Islands'],
  ['ES', 'ES 38001', 'valid', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(b): Canary Islands'],
  ['FR', 'IC', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(b): Canary Islands'],
  ['ES', 'ES 51001', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(2)(c): Ceuta'],
  ['ES', 'ES 52001', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(2)(d): Melilla'],
  ['ES', 'ES 07001', 'none', '2026-01-15', 'domestic', 'S', 2100, 'ES', 'Balearic Islands: Ley 37/1992 art. 3, 90'],
  [
    'IT',
    'IT 23041',
    'none',
    '2026-01-15',
    'outside-scope',
    'O',
    0,
    undefined,
    'art. 6(2)(e): Livigno; DPR 633/1972 art. 7',
  ],
  [
    'IT',
    'IT 22061',
    'none',
    '2026-01-15',
    'outside-scope',
    'O',
    0,
    undefined,
    'art. 6(1)(f): Campione; DPR 633/1972 art. 7',
  ],
  ['DE', 'DE 27498', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(2)(a): Heligoland; UStG § 1(2)'],
  ['DE', 'DE 78266', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(2)(b): Büsingen; UStG § 1(2)'],
  [
    'CH',
    'DE 78266',
    'none',
    '2026-01-15',
    'domestic',
    'S',
    810,
    'CH',
    'Büsingen: treaty of 23 November 1964, MWSTG art. 3(a)',
  ],
  ['CH', 'LI', 'none', '2026-01-15', 'domestic', 'S', 810, 'CH', 'Liechtenstein: treaty of 28 October 1994'],
  ['SE', 'FI 22100', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(d): Åland'],
  ['FI', 'AX', 'none', '2026-01-15', 'domestic', 'S', 2550, 'FI', 'arvonlisäverolaki § 84; Act 1266/1996'],
  ['GR', 'GR 630 86', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(a): Mount Athos'],
  ['DE', 'FR 97400', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 6(1)(c): Réunion'],
  ['FR', 'FR 97400', 'none', '2026-01-15', 'domestic', 'S', 850, 'FR', 'Réunion: CGI art. 296; BOI-TVA-GEO-20-40'],
  ['FR', 'MQ', 'valid', '2026-01-15', 'domestic', 'S', 850, 'FR', 'Martinique: CGI art. 296; BOI-TVA-GEO-20-40'],
  ['FR', 'GF', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'French Guiana: CGI art. 294(1)'],
  ['FR', 'FR 97600', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'Mayotte: CGI art. 294(1)'],
  ['FR', 'FR 97150', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'Saint-Martin: art. 6(1)(c)'],
  ['FR', 'MC', 'none', '2026-01-15', 'domestic', 'S', 2000, 'FR', 'art. 7(1): Monaco is France'],
  [
    'FR',
    'FR 20000',
    'none',
    '2026-01-15',
    'domestic',
    'S',
    2000,
    'FR',
    'Corsica: CGI art. 297 lowers no rate of services like these',
  ],
  [
    'PT',
    'PT 9500-001',
    'none',
    '2026-01-15',
    'domestic',
    'S',
    1600,
    'PT',
    'Azores: CIVA art. 18(3)(a), DLR 15-A/2021/A',
  ],
  ['PT', 'PT 9500-001', 'none', '2021-06-30', 'domestic', 'S', 1800, 'PT', 'Azores: CIVA art. 18(3)(a)'],
  [
    'ES',
    'PT 9000-001',
    'none',
    '2026-01-15',
    'destination',
    'S',
    2200,
    'PT',
    'art. 58, 105; Madeira: CIVA art. 18(3)(b)',
  ],
  [
    'AT 6691',
    'AT 6991',
    'valid',
    '2026-01-15',
    'domestic',
    'S',
    1900,
    'AT',
    'art. 104; UStG 1994 § 10(4): Jungholz, Mittelberg',
  ],
  [
    'AT',
    'AT 6991',
    'valid',
    '2026-01-15',
    'domestic',
    'S',
    2000,
    'AT',
    'UStG 1994 § 10(4): only for who is established there',
  ],
  ['DK', 'FO', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 5(2), 355(5)(a) TFEU: Faroe Islands'],
  // Outside the Union.
  ['IT', 'US', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 58: taxed where the buyer is'],
  ['IT', 'CH', 'valid', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 44: taxed where the buyer is'],
  ['IT', 'GB', 'valid', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 44; Withdrawal Agreement art. 126'],
  ['IT', 'GB', 'none', '2020-12-31', 'destination', 'S', 2000, 'GB', 'art. 58; Withdrawal Agreement art. 126, 127'],
  [
    'IT',
    'GB BT1 1AA',
    'valid',
    '2026-01-15',
    'outside-scope',
    'O',
    0,
    undefined,
    'Northern Ireland is the Union’s for goods only: Protocol art. 8',
  ],
  ['IT', 'SM', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 5(2), 58: San Marino'],
  ['IT', 'VA', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'art. 5(2), 58: Vatican City'],
  ['IT', 'GB BFPO 57', 'none', '2026-01-15', 'destination', 'S', 1900, 'CY', 'art. 7(1): Akrotiri is Cyprus'],
  // Sellers outside the Union.
  ['GB', 'IM', 'none', '2026-01-15', 'domestic', 'S', 2000, 'GB', 'VATA 1994 s. 2(1); Isle of Man Act 1979 s. 6'],
  [
    'GB',
    'GB JE2 3AB',
    'none',
    '2026-01-15',
    'outside-scope',
    'O',
    0,
    undefined,
    'VATA 1994 s. 7A: Jersey is no part of the UK',
  ],
  ['GB', 'FR', 'none', '2026-01-15', 'destination', 'S', 2000, 'FR', 'art. 58, 358a to 369'],
  ['GB', 'FR', 'valid', '2026-01-15', 'reverse-charge', 'AE', 0, undefined, 'art. 44, 196'],
  ['CH', 'US', 'none', '2026-01-15', 'outside-scope', 'O', 0, undefined, 'MWSTG art. 8(1)'],
  ['NO', 'NO', 'valid', '2026-01-15', 'domestic', 'S', 2500, 'NO', 'merverdiavgiftsloven § 5-1'],
  [
    'NO',
    'NO 9170',
    'none',
    '2026-01-15',
    'outside-scope',
    'O',
    0,
    undefined,
    'Svalbard: merverdiavgiftsloven § 1-2(3)',
  ],
];

function factsOf(seller: string, buyer: string, vatNumberState: VatNumberState, on: string): TaxFacts {
  return {
    seller: { ...partyOf(seller), vatNumber: 'a number' },
    buyer: { ...partyOf(buyer), vatNumberState },
    on: plainDate(on),
  };
}

/** `PT 9500-001` is a country with a postal code. */
function partyOf(text: string): { country: string; postalCode: string | undefined } {
  const [country = '', ...rest] = text.split(' ');
  return { country, postalCode: rest.length === 0 ? undefined : rest.join(' ') };
}

describe('T2: VAT by seller, buyer, number and date, as the law has it', () => {
  it.each(cases)(
    '%s sells to %s (%s) on %s: %s %s %i %s, by %s',
    (seller, buyer, state, on, kind, category, rate, country) => {
      expect(decideTax(factsOf(seller, buyer, state, on))).toEqual({
        kind,
        category,
        rate,
        country,
        source: expect.stringMatching(/\w/),
      });
    },
  );

  it.each(['IT', 'FR', 'US'])('charges a buyer in %s nothing where the seller is not registered', (buyer) => {
    const facts = factsOf('IT', buyer, 'valid', '2026-01-15');
    expect(decideTax({ ...facts, seller: { country: 'IT', vatNumber: undefined } })).toMatchObject({
      kind: 'not-registered',
      category: 'E',
      rate: 0,
    });
  });

  it('names the law of the rate it charges', () => {
    expect(decideTax(factsOf('IT', 'RO', 'none', '2026-01-15')).source).toContain('Law 141/2025');
    expect(decideTax(factsOf('IT', 'IT', 'none', '2026-01-15')).source).toContain('DPR 633/1972 art. 16');
  });

  it('charges nobody at a rate it does not know', () => {
    expect(() => decideTax(factsOf('US', 'US', 'none', '2026-01-15'))).toThrow(RangeError);
    const on = plainDate('2026-01-15');
    expect(['US', 'IC', 'IT', 'GB', 'MC'].map((country) => canChargeTax(country, undefined, on))).toEqual([
      ...[false, false, true, true, true],
    ]);
    expect(canChargeTax('IT', '23041', on)).toBe(false);
  });
});

const MEMBERS = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
const country = fc.oneof(
  fc.constantFrom(...MEMBERS),
  fc.constantFrom('GB', 'CH', 'NO', 'US', 'MC', 'AX', 'IC', 'RE', 'LI'),
);
const postalCode = fc.option(
  fc.oneof(fc.constantFrom('23041', '35001', '97400', '9500', '6991', '78266', 'BT1 1AA'), fc.string()),
  { nil: undefined },
);
const state = fc.constantFrom<VatNumberState>('none', 'valid', 'invalid', 'unverified');
const on = fc.integer({ min: 0, max: 4000 }).map((days) => addDays(plainDate('2020-01-01'), days));
const facts = fc.record<TaxFacts>({
  seller: fc.record({
    country: fc.constantFrom(...MEMBERS, 'GB', 'CH', 'NO'),
    vatNumber: fc.constant('a number'),
    postalCode: fc.constant(undefined),
  }),
  buyer: fc.record({ country, postalCode, vatNumberState: state }),
  on,
});

describe('T2: whoever sells to whomever, whenever since 2020', () => {
  it('is charged at a rate above zero exactly in category S, and then by a country', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const { category, rate, country: whose } = decideTax(each);
        expect(rate > 0).toBe(category === 'S');
        expect(whose !== undefined).toBe(category === 'S');
      }),
    );
  });

  it('is free of VAT for a number that is not known to be valid only outside the Union', () => {
    fc.assert(
      fc.property(facts, (each) => {
        if (each.buyer.vatNumberState === 'valid') return;
        expect(['domestic', 'destination', 'outside-scope']).toContain(decideTax(each).kind);
      }),
    );
  });

  it('reverses the charge between two countries only', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const { kind } = decideTax(each);
        if (kind === 'reverse-charge') expect(each.buyer.country).not.toBe(each.seller.country);
      }),
    );
  });
});

describe('T2: rates are data with a source', () => {
  it('have one for every member state, and for GB, CH and NO, on every date since 2020', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MEMBERS, 'GB', 'CH', 'NO'), on, (area, date) => {
        const holding = standardRates.filter(
          (each) => each.area === area && each.from <= date && (each.until === undefined || date < each.until),
        );
        expect(holding).toHaveLength(1);
      }),
    );
  });

  it('are between 15 % and 27 % in every member state, each with its law', () => {
    for (const { area, rate, source } of standardRates) {
      expect(source).toMatch(/^[A-Z][\w ]+: .+\d/);
      if (!MEMBERS.includes(area)) continue;
      expect(rate).toBeGreaterThanOrEqual(1500);
      expect(rate).toBeLessThanOrEqual(2700);
    }
  });

  it('follow each other in time within an area', () => {
    for (const [, ofArea] of Map.groupBy(standardRates, ({ area }) => area)) {
      for (const [index, { from, until }] of ofArea.entries()) {
        expect(until).toBe(ofArea[index + 1]?.from);
        if (until !== undefined) expect(from < until).toBe(true);
      }
    }
  });
});
