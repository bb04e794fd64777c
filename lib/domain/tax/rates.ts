import { type PlainDate, plainDate } from '../dates.ts';

/** A standard rate of VAT while it held. */
export interface StandardRate {
  /** ISO 3166-1 code of the country, or ISO 3166-2 code of a part of it that has a rate of its own. */
  readonly area: string;
  /** Hundredths of a percent. */
  readonly rate: number;
  readonly from: PlainDate;
  /** The first date it no longer holds; absent while no other one is enacted. */
  readonly until: PlainDate | undefined;
  /** The law that says so. */
  readonly source: string;
}

type Row = readonly [from: string, rate: number, source: string];

/**
 * What each country's own law says, compared with the Commission's Taxes in Europe Database (TEDB, "VAT standard rate").
 * A rate holds from its date until the next one begins.
 */
const rows: Readonly<Record<string, readonly Row[]>> = {
  AT: [['1984-01-01', 2000, 'Austria: UStG 1994 § 10(1)']],
  'AT-JM': [
    ['1995-01-01', 1900, 'Austria: UStG 1994 § 10(4), Jungholz and Mittelberg; Directive 2006/112/EC art. 104'],
  ],
  BE: [['1996-01-01', 2100, 'Belgium: Royal Decree no. 20 of 20 July 1970 art. 1']],
  BG: [['1999-01-01', 2000, 'Bulgaria: ZDDS art. 66(1)']],
  CY: [['2014-01-13', 1900, 'Cyprus: VAT Law 95(I)/2000 s. 17']],
  CZ: [['2013-01-01', 2100, 'Czechia: Act 235/2004 § 47(1)']],
  DE: [
    ['2007-01-01', 1900, 'Germany: UStG § 12(1)'],
    ['2020-07-01', 1600, 'Germany: UStG § 28(1), Zweites Corona-Steuerhilfegesetz'],
    ['2021-01-01', 1900, 'Germany: UStG § 12(1)'],
  ],
  DK: [['1992-01-01', 2500, 'Denmark: momsloven § 33']],
  EE: [
    ['2009-07-01', 2000, 'Estonia: käibemaksuseadus § 15(1)'],
    ['2024-01-01', 2200, 'Estonia: käibemaksuseadus § 15(1), as amended in 2023'],
    ['2025-07-01', 2400, 'Estonia: käibemaksuseadus § 15(1), as amended in 2024'],
  ],
  ES: [['2012-09-01', 2100, 'Spain: Ley 37/1992 art. 90']],
  FI: [
    ['2013-01-01', 2400, 'Finland: arvonlisäverolaki 1501/1993 § 84'],
    ['2024-09-01', 2550, 'Finland: arvonlisäverolaki 1501/1993 § 84, as amended in 2024'],
  ],
  FR: [['2014-01-01', 2000, 'France: CGI art. 278']],
  'FR-DROM': [['2000-04-01', 850, 'France: CGI art. 296; BOI-TVA-GEO-20-40']],
  GR: [['2016-06-01', 2400, 'Greece: VAT Code art. 21(1) (Law 2859/2000; art. 26 of Law 5144/2024)']],
  HR: [['2012-03-01', 2500, 'Croatia: Zakon o PDV-u art. 38(1)']],
  HU: [['2012-01-01', 2700, 'Hungary: Act CXXVII of 2007 § 82(1)']],
  IE: [
    ['2012-01-01', 2300, 'Ireland: VAT Consolidation Act 2010 s. 46(1)(a)'],
    [
      '2020-09-01',
      2100,
      'Ireland: VAT Consolidation Act 2010 s. 46(1)(a), Financial Provisions (Covid-19) (No. 2) Act 2020',
    ],
    ['2021-03-01', 2300, 'Ireland: VAT Consolidation Act 2010 s. 46(1)(a)'],
  ],
  IT: [['2013-10-01', 2200, 'Italy: DPR 633/1972 art. 16']],
  LT: [['2009-09-01', 2100, 'Lithuania: PVM įstatymas art. 19(1)']],
  LU: [
    ['2015-01-01', 1700, 'Luxembourg: VAT law of 12 February 1979 art. 39'],
    ['2023-01-01', 1600, 'Luxembourg: law of 26 October 2022 lowering the rates for 2023'],
    ['2024-01-01', 1700, 'Luxembourg: VAT law of 12 February 1979 art. 39'],
  ],
  LV: [['2012-07-01', 2100, 'Latvia: PVN likums art. 41(1)']],
  MT: [['2004-01-01', 1800, 'Malta: VAT Act (Cap. 406) art. 19']],
  NL: [['2012-10-01', 2100, 'Netherlands: Wet op de omzetbelasting 1968 art. 9(1)']],
  PL: [['2011-01-01', 2300, 'Poland: VAT Act of 11 March 2004 art. 41(1) with 146a to 146ef']],
  PT: [['2011-01-01', 2300, 'Portugal: CIVA art. 18(1)(c)']],
  'PT-20': [
    ['2014-01-01', 1800, 'Azores: CIVA art. 18(3)(a)'],
    ['2021-07-01', 1600, 'Azores: CIVA art. 18(3)(a), DLR 15-A/2021/A; tax authority circular 30237'],
  ],
  'PT-30': [['2012-04-01', 2200, 'Madeira: CIVA art. 18(3)(b)']],
  RO: [
    ['2017-01-01', 1900, 'Romania: Codul fiscal (Law 227/2015) art. 291(1)'],
    ['2025-08-01', 2100, 'Romania: Codul fiscal (Law 227/2015) art. 291(1), Law 141/2025'],
  ],
  SE: [['1990-07-01', 2500, 'Sweden: mervärdesskattelagen 2023:200 ch. 9 § 2 (until 2023-06-30 1994:200 ch. 7 § 1)']],
  SI: [['2013-07-01', 2200, 'Slovenia: ZDDV-1 art. 41(1)']],
  SK: [
    ['2011-01-01', 2000, 'Slovakia: Act 222/2004 § 27(1)'],
    ['2025-01-01', 2300, 'Slovakia: Act 222/2004 § 27(1), Act 278/2024'],
  ],
  CH: [
    ['2018-01-01', 770, 'Switzerland: MWSTG (SR 641.20) art. 25(1)'],
    ['2024-01-01', 810, 'Switzerland: MWSTG (SR 641.20) art. 25(1), AHV 21'],
  ],
  GB: [['2011-01-04', 2000, 'United Kingdom: Value Added Tax Act 1994 s. 2(1)']],
  IS: [['2015-01-01', 2400, 'Iceland: VAT Act 50/1988 art. 14']],
  NO: [['2005-01-01', 2500, 'Norway: merverdiavgiftsloven § 5-1, Stortingsvedtak om merverdiavgift § 2']],
};

/** Every rate with the dates it held; each area's are in the order of time and leave no day out. */
export const standardRates: readonly StandardRate[] = Object.entries(rows).flatMap(([area, ofArea]) =>
  ofArea.map(([from, rate, source], index) => {
    const next = ofArea[index + 1]?.[0];
    return { area, rate, from: plainDate(from), until: next === undefined ? undefined : plainDate(next), source };
  }),
);

export function hasRates(area: string): boolean {
  return area in rows;
}

/**
 * The standard rate of an area on a date.
 *
 * Shape:  one row of {@link standardRates}.
 * Units:  hundredths of a percent.
 * Errors: RangeError for an area without rates and for a date before the first one: a caller's bug.
 * Source: T2.
 */
export function standardRate(area: string, on: PlainDate): StandardRate {
  const found = standardRates.find(
    (each) => each.area === area && each.from <= on && !(each.until && each.until <= on),
  );
  if (found === undefined) throw new RangeError(`No VAT rate of ${area} is known for ${on}`);
  return found;
}
