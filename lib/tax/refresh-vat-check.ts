import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { checkOf, isCheckDue, keptCheck, type VatCheck, vatNumberState } from '../domain/tax/vat-check.ts';
import { type Account, replaceAccount, requireAccount } from '../store/accounts.ts';
import { decideAndCommit } from '../store/commit.ts';
import { recordFact } from '../store/history.ts';
import { checkVatNumber } from './check-vat-number.ts';
import { readVatNumber } from './vat-number.ts';
import { canAskVies } from './vies.ts';

const SYSTEM: Actor = { kind: 'system', id: 'vat-check' };

/**
 * The account with evidence about its VAT number that is fit to price a bill on: asked for again where it is due.
 * It may wait five seconds for VIES, so it is to be called before a decision and not within one. Errors: `account.not-found`.
 */
export async function refreshVatCheck(id: AccountId, now: Instant): Promise<Account> {
  const account = await requireAccount(id);
  return isCheckDue(account, now, canAskVies()) ? askAgain(account, SYSTEM, now) : account;
}

/** Asks about the account's number again, however much is known. */
export async function askAgain(account: Account, actor: Actor, now: Instant): Promise<Account> {
  const fresh = await freshCheck(account, now);
  if (fresh === undefined) return account;
  return decideAndCommit(async () => {
    const current = await requireAccount(account.id);
    if (!isAbout(fresh, current) || hasAnswerSince(account, current)) return { writes: [], result: current };
    const vatCheck = keptCheck(current.vatCheck, fresh);
    if (vatCheck === current.vatCheck) return { writes: [], result: current };
    const after = { ...current, vatCheck };
    const fact = recordFact({
      account: current.id,
      action: 'vat-number.checked',
      actor,
      subject: current.id,
      before: { vat_number_status: vatNumberState(current) },
      after: checkFacts(after),
      at: now,
    });
    return { writes: [replaceAccount(current, after), fact], result: { ...after, version: current.version + 1 } };
  });
}

/** What the history says of a check. The number itself may be a person's, so it is left out. (A11) */
export function checkFacts(account: Account): Record<string, unknown> {
  const check = checkOf(account);
  return {
    vat_number_status: vatNumberState(account),
    vat_checked_by: check?.source,
    vat_consultation_number: check?.consultation,
  };
}

/** A number from before numbers were checked may have any form, and belong to any country. */
async function freshCheck({ billing }: Account, at: Instant): Promise<VatCheck | undefined> {
  const { vatNumber, country } = billing;
  if (vatNumber === undefined) return undefined;
  const reading = readVatNumber(vatNumber, country);
  if (reading.kind === 'read') {
    const { number, country: register } = reading;
    return { ...(await checkVatNumber({ number, country: register }, at)), number: vatNumber };
  }
  return { number: vatNumber, country: country ?? '', answer: 'invalid', source: 'form', at };
}

function isAbout(check: VatCheck, { billing }: Account): boolean {
  return check.number === billing.vatNumber;
}

/** Several may have asked at once; the first answer stands for all of them. */
function hasAnswerSince(before: Account, current: Account): boolean {
  const check = checkOf(current);
  const isNew = check?.at !== before.vatCheck?.at || check?.number !== before.vatCheck?.number;
  return isNew && check !== undefined && check.answer !== 'unavailable';
}
