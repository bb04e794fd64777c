/** All of a price, in hundredths of a percent. */
export const WHOLE = 10_000;

/**
 * Reads a percentage as a person or a program writes it.
 *
 * Shape:  digits with at most two decimals; undefined for anything else, for 0 and for more than 100.
 * Units:  hundredths of a percent: "20" is 2000.
 * Source: R1.
 */
export function readPercent(text: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const hundredths = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return hundredths >= 1 && hundredths <= WHOLE ? hundredths : undefined;
}

/** A percentage as it is written: 1250 is "12.5". Units: hundredths of a percent. Source: R1. */
export function percentText(hundredths: number): string {
  const decimals = String(hundredths % 100).padStart(2, '0');
  return `${Math.floor(hundredths / 100)}.${decimals}`.replace(/\.?0+$/, '');
}
