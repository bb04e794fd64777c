import type { PlainDate } from '../dates.ts';

/** Where somebody is, as VAT sees it. */
export interface TaxPlace {
  /** Whose VAT law holds there: sales within one law are domestic. A place that has no VAT is a law of its own. */
  readonly law: string;
  /** Within the territory that Directive 2006/112/EC applies to. */
  readonly isUnion: boolean;
  /** Area of the rate for a buyer there. */
  readonly rates: string;
  /** Area of the rate where the seller is there as well. */
  readonly localRates?: string;
}

const memberStates: ReadonlySet<string> = new Set([
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
]);

/** The United Kingdom was part of the territory until the end of the transition (Withdrawal Agreement art. 126, 127). */
const BRITAIN_LEFT = '2021-01-01';

export function isMemberState(country: string): boolean {
  return memberStates.has(country);
}

/** Codes that mean a country under another name: of VAT numbers (EL, XI), of everyday use (UK). */
const otherNames: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB', XI: 'GB' };

const outside = (law: string): TaxPlace => ({ law, isUnion: false, rates: law });
const canaries = outside('ES-CN');
const ceuta = outside('ES-CE');
const melilla = outside('ES-ML');
/** Finnish law taxes services there, although the Directive counts Åland as a third territory (Act 1266/1996). */
const aland: TaxPlace = { law: 'FI', isUnion: false, rates: 'FI' };
/** French VAT at rates of its own between French parties; a third territory to everybody else (BOI-TVA-GEO-20-40). */
const frenchOverseas: TaxPlace = { law: 'FR', isUnion: false, rates: 'FR-DROM' };
/** Swiss VAT holds in Liechtenstein and in Büsingen (MWSTG art. 3(a) and the treaties of 1994 and 1964). */
const swiss: TaxPlace = { law: 'CH', isUnion: false, rates: 'CH' };
const member = (country: string): TaxPlace => ({ law: country, isUnion: true, rates: country });

/** Territories with an ISO code of their own that do not follow their own law. Source: Directive 2006/112/EC art. 6, 7. */
const byCode: Readonly<Record<string, TaxPlace>> = {
  MC: member('FR'),
  LI: swiss,
  AX: aland,
  IC: canaries,
  EA: ceuta,
  GP: frenchOverseas,
  MQ: frenchOverseas,
  RE: frenchOverseas,
};

type PostalRule = readonly [postalCode: RegExp, place: TaxPlace];

/**
 * Territories that only a postal code tells from the country they belong to. Source: Directive 2006/112/EC art. 5 to 7;
 * the postal codes are those of the national posts.
 */
const byPostalCode: Readonly<Record<string, readonly PostalRule[]>> = {
  AT: [[/^(6691|699[123])$/, { ...member('AT'), localRates: 'AT-JM' }]],
  DE: [
    [/^27498$/, outside('DE-HELGOLAND')],
    [/^78266$/, swiss],
  ],
  DK: [[/^39\d\d$/, outside('GL')]],
  ES: [
    [/^3[58]\d{3}$/, canaries],
    [/^51\d{3}$/, ceuta],
    [/^52\d{3}$/, melilla],
  ],
  FI: [[/^22\d{3}$/, aland]],
  FR: [
    [/^97133$/, outside('BL')],
    [/^97150$/, outside('MF')],
    [/^97[124]\d\d$/, frenchOverseas],
    [/^973\d\d$/, outside('GF')],
    [/^975\d\d$/, outside('PM')],
    [/^976\d\d$/, outside('YT')],
    [/^98[4-9]\d\d$/, outside('FR-PACIFIC')],
  ],
  GR: [[/^6308[67]$/, outside('GR-69')]],
  IT: [
    [/^23041$/, outside('IT-LIVIGNO')],
    [/^22061$/, outside('IT-CAMPIONE')],
  ],
  NO: [[/^(917\d|8099)$/, outside('SJ')]],
  PT: [
    [/^9[0-4]\d\d/, { ...member('PT'), rates: 'PT-30' }],
    [/^9[5-9]\d\d/, { ...member('PT'), rates: 'PT-20' }],
  ],
};

/**
 * Whose VAT law holds at an address, and at which rate.
 *
 * Shape:  a country without a rule is a law of its own outside the Union; without a postal code it is the mainland's.
 * Errors: none; a code that no country has is outside the Union.
 * Source: T2; Directive 2006/112/EC art. 5, 6, 7.
 */
export function placeOf(country: string, postalCode: string | undefined, on: PlainDate): TaxPlace {
  const code = otherNames[country] ?? country;
  if (code === 'GB' || code === 'IM') return britain(postalCode ?? '', on);
  const digits = (postalCode ?? '').replaceAll(/\D/g, '');
  const special = byPostalCode[code]?.find(([pattern]) => pattern.test(digits))?.[1];
  return special ?? byCode[code] ?? (memberStates.has(code) ? member(code) : outside(code));
}

/**
 * The Isle of Man counts as the United Kingdom, the bases on Cyprus as Cyprus (Directive art. 7), and the Channel
 * Islands as neither. Northern Ireland is the Union's for goods only (Protocol art. 8), so for services it is not.
 */
function britain(postalCode: string, on: PlainDate): TaxPlace {
  const plain = postalCode.toUpperCase().replaceAll(/[^A-Z\d]/g, '');
  if (/^BFPO5[78]$/.test(plain)) return member('CY');
  const island = /^(JE|GY)\d/.exec(plain)?.[1];
  if (island !== undefined) return outside(island === 'JE' ? 'JE' : 'GG');
  return { law: 'GB', isUnion: on < BRITAIN_LEFT, rates: 'GB' };
}
