import type { PaymentId } from '../domain/ids.ts';
import { keys } from './keys.ts';
import { get, putOnce, type Write } from './table.ts';

/** Keeps a bank's reference for the payment that staff recorded with it; fails with its label when it is taken. */
export function claimBankReference(reference: string, payment: PaymentId): Write {
  return putOnce('bank-reference', { ...keys.bankReference(reference), type: 'bank-reference', v: 1, payment });
}

/** The payment that staff recorded under a bank's reference. */
export async function findByBankReference(reference: string): Promise<PaymentId | undefined> {
  const item = await get(keys.bankReference(reference));
  return item?.['payment'] as PaymentId | undefined;
}
