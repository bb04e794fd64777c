import type { PlainDate } from '../dates.ts';

/** What is known of a buyer's VAT number. `unverified`: its form is right and nobody could be asked yet. (T3) */
export type VatNumberState = 'none' | 'valid' | 'invalid' | 'unverified';

/** What the tax on a bill follows from. */
export interface TaxFacts {
  readonly seller: {
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    /** Absent for a seller who is not registered for VAT and charges none. */
    readonly vatNumber: string | undefined;
    readonly postalCode?: string | undefined;
  };
  readonly buyer: {
    readonly country: string;
    readonly postalCode?: string | undefined;
    readonly vatNumber?: string | undefined;
    readonly vatNumberState: VatNumberState;
  };
  readonly on: PlainDate;
}

/** How a bill is taxed. (T2) */
export type TaxKind = 'domestic' | 'reverse-charge' | 'destination' | 'outside-scope' | 'not-registered';

/** Codes of UNCL 5305 as EN 16931 uses them: standard, reverse charge, outside scope, exempt. */
export type TaxCategory = 'S' | 'AE' | 'O' | 'E';

export interface TaxTreatment {
  readonly kind: TaxKind;
  readonly category: TaxCategory;
  /** Hundredths of a percent: 2200 is 22 %, 2550 is 25.5 %. */
  readonly rate: number;
  /** Whose VAT it is; absent where none is charged. */
  readonly country: string | undefined;
  /** Where the rate or the rule is written down. */
  readonly source: string;
}
