import type { PlainDate } from '../dates.ts';
import { hasRates, standardRate } from './rates.ts';
import { placeOf, type TaxPlace } from './territories.ts';
import type { TaxFacts, TaxTreatment } from './treatment.ts';

/** Where an electronically supplied service is taxed: where the buyer is, business (44) or not (58). */
const PLACE_OF_SUPPLY = 'Directive 2006/112/EC art. 44, 58';

/** The same rule in the laws of countries the Directive does not reach. */
const placeOfSupplyOf: Readonly<Record<string, string>> = {
  CH: 'Switzerland: MWSTG art. 8(1)',
  GB: 'United Kingdom: Value Added Tax Act 1994 s. 7A, sch. 4A para. 15, 16',
  NO: 'Norway: merverdiavgiftsloven § 6-22',
};

/**
 * The tax on what an account buys: electronically supplied services, which are taxed where the buyer is.
 *
 * Shape:  a seller without a VAT number charges none. Within one VAT law it is domestic, whatever the number. A buyer in
 *         another member state whose number is known to be valid owes the tax themselves; every other one there is
 *         charged their own country's rate, because who gives no valid number may be taken for a consumer (Regulation
 *         282/2011 art. 18). The seller has opted for that below the threshold of art. 59c as well. Outside the Union
 *         no VAT is charged. A seller established outside the Union charges its buyers there by the same rules: the
 *         non-Union one-stop shop (art. 358a to 369) knows no threshold.
 * Units:  the rate in hundredths of a percent; it is above 0 exactly in category S.
 * Errors: RangeError for a domestic sale in a country whose rates are not known; see {@link canChargeTax}.
 * Source: T2. The lower rate of some Greek islands is left out: it is for what is carried out there.
 */
export function decideTax({ seller, buyer, on }: TaxFacts): TaxTreatment {
  if (seller.vatNumber === undefined) {
    return untaxed('not-registered', 'E', 'Directive 2006/112/EC art. 284: the seller is not registered for VAT');
  }
  const from = placeOf(seller.country, seller.postalCode, on);
  const to = placeOf(buyer.country, buyer.postalCode, on);
  if (from.law === to.law) return domestic(from, to, on);
  if (to.isUnion) return withinTheUnion(to, buyer.vatNumberState === 'valid', on);
  const source = from.isUnion ? PLACE_OF_SUPPLY : (placeOfSupplyOf[from.law] ?? 'The law of the place of supply');
  return untaxed('outside-scope', 'O', source);
}

/**
 * Whether a seller there can be charged for: the rates of its own country are known.
 *
 * Shape:  false means that {@link decideTax} throws for a registered seller's domestic sales.
 * Errors: none.
 * Source: T2.
 */
export function canChargeTax(country: string, postalCode: string | undefined, on: PlainDate): boolean {
  return hasRates(placeOf(country, postalCode, on).rates);
}

function domestic(from: TaxPlace, to: TaxPlace, on: PlainDate): TaxTreatment {
  const isLocal = to.localRates !== undefined && to.localRates === from.localRates;
  const { rate, source } = standardRate(isLocal ? (to.localRates ?? to.rates) : to.rates, on);
  return {
    kind: 'domestic',
    category: 'S',
    rate,
    country: to.law,
    source: to.isUnion ? `${PLACE_OF_SUPPLY}; ${source}` : source,
  };
}

function withinTheUnion(to: TaxPlace, isBusiness: boolean, on: PlainDate): TaxTreatment {
  if (isBusiness) return untaxed('reverse-charge', 'AE', 'Directive 2006/112/EC art. 44, 196');
  const { rate, source } = standardRate(to.rates, on);
  return {
    kind: 'destination',
    category: 'S',
    rate,
    country: to.law,
    source: `Directive 2006/112/EC art. 58; Regulation 282/2011 art. 18(2); ${source}`,
  };
}

function untaxed(kind: TaxTreatment['kind'], category: TaxTreatment['category'], source: string): TaxTreatment {
  return { kind, category, rate: 0, country: undefined, source };
}
