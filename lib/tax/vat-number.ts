import * as jsvat from 'jsvat';

/** A VAT number as its register writes it, with its prefix: `IT…`, `EL…`, `XI…`, `CHE…`. */
export interface VatNumber {
  /** ISO code of the country of the register: GR for EL, GB for XI. */
  readonly country: string;
  readonly number: string;
}

export type VatNumberReading =
  | ({ readonly kind: 'read' } & VatNumber)
  | { readonly kind: 'malformed' }
  /** It is a right number, of another country than the one that was named. */
  | { readonly kind: 'other-country'; readonly country: string };

interface Register {
  readonly country: string;
  readonly prefix: string;
  readonly check: jsvat.Country;
}

/** The library's pattern is from before Cyprus gave out numbers that begin with 6. */
const cyprus: jsvat.Country = { ...jsvat.cyprus, rules: { ...jsvat.cyprus.rules, regex: [/^(CY)(\d{8}[A-Z])$/] } };

/** Belgian numbers have ten digits since 2005; since 2023 some begin with 1, which the library does not know. */
const belgium: jsvat.Country = {
  ...jsvat.belgium,
  calcFn: (digits) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8)),
  rules: { ...jsvat.belgium.rules, regex: [/^(BE)(0[1-9]\d{8}|1\d{9})$/] },
};

const registers: readonly Register[] = [
  ...[jsvat.austria, belgium, jsvat.bulgaria, jsvat.croatia, cyprus, jsvat.czechRepublic, jsvat.denmark, jsvat.estonia],
  ...[jsvat.finland, jsvat.france, jsvat.germany, jsvat.greece, jsvat.hungary, jsvat.ireland, jsvat.italy],
  ...[jsvat.latvia, jsvat.lithuania, jsvat.luxembourg, jsvat.malta, jsvat.netherlands, jsvat.poland, jsvat.portugal],
  ...[jsvat.romania, jsvat.slovakiaRepublic, jsvat.slovenia, jsvat.spain, jsvat.sweden],
  ...[jsvat.norway, jsvat.switzerland, jsvat.unitedKingdom],
].map((check) => {
  const country = check.codes[0] ?? '';
  return { country, prefix: ({ GR: 'EL', CH: 'CHE' } as Record<string, string>)[country] ?? country, check };
});

/** Countries and territories whose businesses are in another one's register. */
const registerCountry: Readonly<Record<string, string>> = {
  ...{ EL: 'GR', UK: 'GB', XI: 'GB', IM: 'GB', MC: 'FR', AX: 'FI', IC: 'ES', EA: 'ES' },
  ...{ GP: 'FR', MQ: 'FR', RE: 'FR', GF: 'FR', YT: 'FR', MF: 'FR', BL: 'FR' },
};

/**
 * Reads a VAT number as a person writes it: with or without spaces, dots and the country's prefix.
 *
 * Shape:  `country` says whose number it is to be; without it the number's prefix does. A country whose numbers are not
 *         known here is taken at its word: letters and digits. Form and checksum only: whether a number is in use, its
 *         register knows.
 * Errors: none thrown; a mistake is part of the answer.
 * Source: T3.
 */
export function readVatNumber(text: string, country: string | undefined): VatNumberReading {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s./-]/g, '')
    .replace(/^GR(?=\d{9}$)/, 'EL');
  const byPrefix = registers.map((register) => inRegister(register, plain)).find((found) => found !== undefined);
  if (country === undefined) return byPrefix === undefined ? { kind: 'malformed' } : { kind: 'read', ...byPrefix };
  const homeCountry = registerCountry[country] ?? country;
  if (byPrefix !== undefined && byPrefix.country !== homeCountry) {
    return { kind: 'other-country', country: byPrefix.country };
  }
  const home = registers.find((register) => register.country === homeCountry);
  const found = home === undefined ? unchecked(plain, country) : (byPrefix ?? inRegister(home, home.prefix + plain));
  return found === undefined ? { kind: 'malformed' } : { kind: 'read', ...found };
}

/** Numbers that Northern Ireland has for goods are British ones under another prefix. */
function inRegister({ country, prefix, check }: Register, plain: string): VatNumber | undefined {
  const written = plain.replace(/^BE(?=\d{9}$)/, 'BE0');
  const british = country === 'GB' ? written.replace(/^XI/, 'GB') : written;
  if (!british.startsWith(prefix)) return undefined;
  return jsvat.checkVAT(british, [check]).isValid ? { country, number: written } : undefined;
}

function unchecked(plain: string, country: string): VatNumber | undefined {
  return /^(?=.*\d)[A-Z\d]{3,20}$/.test(plain) ? { country, number: plain } : undefined;
}
