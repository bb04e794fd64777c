/** Days counted by the Julian day number, which the rules do not use. */
export function julianDay(date: string): bigint {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const a = Math.floor((14 - month) / 12);
  const y = year + 4800 - a;
  const m = month + 12 * a - 3;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return BigInt(day + Math.floor((153 * m + 2) / 5) + 365 * y + leaps - 32045);
}

/** A quotient rounded half away from zero, by the remainder. */
export function quotient(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const left = numerator - whole * denominator;
  const size = left < 0n ? -left : left;
  if (size * 2n < denominator) return whole;
  return numerator < 0n ? whole - 1n : whole + 1n;
}

/** What `full` comes to for the days from `today` to the end of a period. */
export function dailyByHand(full: bigint, period: { start: string; end: string }, today: string): bigint {
  const left = julianDay(period.end) - julianDay(today);
  return left <= 0n ? 0n : quotient(full * left, julianDay(period.end) - julianDay(period.start));
}
