import type { Money } from '../domain/money.ts';

/** Money as the API writes it, wherever it stands in a value that leaves the deployment; everything else as it is. (M1) */
export function withMoneyAsJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMoneyAsJson);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isMoney(value)) return { amount: value.minor, currency: value.currency };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withMoneyAsJson(part)]));
}

function isMoney(value: object): value is Money {
  return Object.keys(value).length === 2 && 'minor' in value && 'currency' in value;
}
