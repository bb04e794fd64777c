import type { Locale } from '../messages/locales.ts';

/** ISO 3166-1 alpha-2, and XK, which Kosovo uses. */
const codes =
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS XK YE YT ZA ZM ZW`.split(/\s+/);

/** A country in the reader's language. A tax area such as `ES-CN` is named after the country it belongs to. */
export function countryName(locale: Locale, code: string): string {
  const country = code.slice(0, 2);
  return /^[A-Z]{2}$/.test(country) ? (regionNames(locale).of(country) ?? country) : code;
}

export interface CountryChoice {
  readonly value: string;
  readonly label: string;
}

const choices = new Map<Locale, readonly CountryChoice[]>();

/** Every country, in the order of the reader's alphabet. */
export function countryChoices(locale: Locale): readonly CountryChoice[] {
  const known = choices.get(locale);
  if (known !== undefined) return known;
  const { compare } = new Intl.Collator(locale);
  const sorted = codes
    .map((value) => ({ value, label: countryName(locale, value) }))
    .sort((a, b) => compare(a.label, b.label));
  choices.set(locale, sorted);
  return sorted;
}

function regionNames(locale: Locale): Intl.DisplayNames {
  return new Intl.DisplayNames(locale, { type: 'region' });
}
