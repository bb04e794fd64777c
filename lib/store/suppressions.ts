import type { Instant } from '../domain/dates.ts';
import { keys } from './keys.ts';
import { ABSENT, get, put } from './table.ts';

export type SuppressionReason = 'bounce' | 'complaint';

/** Stops mail to an address for good. Only its hash is kept; a second report changes nothing. */
export async function suppress(email: string, reason: SuppressionReason, at: Instant): Promise<void> {
  await put({
    Item: { ...keys.suppressed(normalised(email)), type: 'suppression', v: 1, reason, at },
    ConditionExpression: ABSENT,
  });
}

export async function isSuppressed(email: string): Promise<boolean> {
  return (await get(keys.suppressed(normalised(email)))) !== undefined;
}

function normalised(email: string): string {
  return email.trim().toLowerCase();
}
