import { createHash } from 'node:crypto';
import type { CreditEntry, Statement } from '../domain/credit/credit-head.ts';

/**
 * Entries and statements are chained in their order: each carries SHA-256 of the one before and of itself, and the head
 * carries the last. A record that was changed, dropped or put in later breaks the chain from there on. (P10)
 */
export function chained(previous: Uint8Array, record: CreditEntry | Statement): Uint8Array {
  return createHash('sha256').update(previous).update(canonical(record)).digest();
}

/** JSON with its keys in order, so that the same record always hashes alike. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
    .join(',')}}`;
}
