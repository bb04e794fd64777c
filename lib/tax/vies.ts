import * as z from 'zod';
import { isMemberState } from '../domain/tax/territories.ts';
import { environment } from '../runtime/environment.ts';
import { log } from '../runtime/log.ts';
import type { VatNumber } from './vat-number.ts';

export interface ViesAnswer {
  readonly answer: 'valid' | 'invalid' | 'unavailable';
  /** When VIES says it was asked. */
  readonly requestDate?: string | undefined;
  /** The number it files the consultation under; it gives one only to who says who asks. */
  readonly consultation?: string | undefined;
}

const TIMEOUT_MS = 5000;
const UNAVAILABLE: ViesAnswer = { answer: 'unavailable' };

const answered = z.object({
  valid: z.boolean(),
  requestDate: z.string().optional(),
  requestIdentifier: z.string().nullish(),
});
const failed = z.object({ errorWrappers: z.array(z.object({ error: z.string() })).min(1) });

export function canAskVies(): boolean {
  return environment().VIES_URL !== undefined;
}

/**
 * Asks VIES, the Commission's way into the registers of the member states, about a number. Whatever goes wrong is the
 * answer `unavailable` and is logged without the number, which may be a person's.
 *
 * Source: T3. `requester` is the seller's own number, which makes VIES give a consultation number as evidence.
 */
export async function askVies(
  vatNumber: VatNumber,
  requester: VatNumber | undefined,
  timeoutMs = TIMEOUT_MS,
): Promise<ViesAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const first = await ask(vatNumber, requester, signal);
    if (first !== 'INVALID_REQUESTER_INFO') return first;
    log.warn("VIES does not know the seller's own VAT number, so it gives no consultation number");
    const again = await ask(vatNumber, undefined, signal);
    return typeof again === 'string' ? UNAVAILABLE : again;
  } catch (error) {
    log.warn('VIES gave no answer', { country: vatNumber.country, error: error as Error });
    return UNAVAILABLE;
  }
}

async function ask(
  { country, number }: VatNumber,
  requester: VatNumber | undefined,
  signal: AbortSignal,
): Promise<ViesAnswer | 'INVALID_REQUESTER_INFO'> {
  const asker = requester !== undefined && isMemberState(requester.country) ? requester.number : undefined;
  const response = await fetch(`${environment().VIES_URL}/check-vat-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      countryCode: number.slice(0, 2),
      vatNumber: number.slice(2),
      ...(asker !== undefined && { requesterMemberStateCode: asker.slice(0, 2), requesterNumber: asker.slice(2) }),
    }),
    signal,
  });
  const text = await response.text();
  const reason = failureIn(text);
  if (reason === 'INVALID_REQUESTER_INFO' && asker !== undefined) return reason;
  if (response.status !== 200 || reason !== undefined) {
    log.warn('VIES gave no answer', { country, status: response.status, reason });
    return UNAVAILABLE;
  }
  const { valid, requestDate, requestIdentifier } = answered.parse(JSON.parse(text));
  return { answer: valid ? 'valid' : 'invalid', requestDate, consultation: requestIdentifier || undefined };
}

/** The code of a failure, such as MS_UNAVAILABLE or GLOBAL_MAX_CONCURRENT_REQ. Some come with status 200. */
function failureIn(text: string): string | undefined {
  try {
    return failed.safeParse(JSON.parse(text)).data?.errorWrappers[0]?.error;
  } catch {
    return 'The answer is not JSON';
  }
}
