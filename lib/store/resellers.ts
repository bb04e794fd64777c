import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { percentText } from '../domain/resellers/discount.ts';
import type { Resale } from '../domain/resellers/relation.ts';
import { type Account, accountFromItem, replaceAccount, requireAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { keys, LISTED_RESELLERS } from './keys.ts';
import { rebillingDue } from './rebilling-due.ts';
import { getMany, type Key, queryListing, type Write } from './table.ts';

/** An account that is a reseller. */
export type Reseller = Account & { readonly reseller: Resale };

/** Errors: `account.not-found`; `reseller.not-found` for an account that is none. */
export async function requireReseller(id: AccountId): Promise<Reseller> {
  const account = await requireAccount(id);
  if (account.reseller === undefined) throw new Refused('reseller.not-found');
  return { ...account, reseller: account.reseller };
}

/** Who changes what a reseller is, and when. */
interface Change {
  readonly actor: Actor;
  readonly now: Instant;
}

/** What is written when an account becomes a reseller, and the reseller it becomes. Units: hundredths of a percent. (R1) */
export function appointReseller(account: Account, discount: number, { actor, now }: Change) {
  // Every change of the account counts its version up, so that no two appointments have the same.
  const reseller: Resale = { discount, since: now, appointment: account.version };
  const after = { ...account, reseller, managedBy: undefined };
  const writes: Write[] = [
    replaceAccount(account, after),
    {
      label: 'reseller',
      Put: {
        Item: {
          ...keys.reseller(account.id),
          type: 'reseller',
          v: 1,
          listing: LISTED_RESELLERS,
          listed: account.id,
          account: account.id,
        },
      },
    },
    recordFact({
      account: account.id,
      action: 'reseller.appointed',
      actor,
      subject: account.id,
      after: { discount_percent: percentText(discount) },
      at: now,
    }),
  ];
  return { writes, reseller: { ...after, version: account.version + 1 } satisfies Reseller };
}

/** Another discount, for orders from then on. Units: hundredths of a percent. (R1) */
export function changeDiscount(before: Reseller, discount: number, { actor, now }: Change) {
  const after = { ...before, reseller: { ...before.reseller, discount } };
  if (discount === before.reseller.discount) return { writes: [], reseller: before };
  const fact = recordFact({
    account: before.id,
    action: 'reseller.discount-changed',
    actor,
    subject: before.id,
    before: { discount_percent: percentText(before.reseller.discount) },
    after: { discount_percent: percentText(discount) },
    at: now,
  });
  return { writes: [replaceAccount(before, after), fact], reseller: after };
}

/**
 * The account is no reseller any more, and with that acts on nobody. Its customers are then to be detached, and what it left unpaid
 * is to be billed anew: see `rebillAll`. (R5, L13)
 */
export function endReseller(before: Reseller, { actor, now }: Change): Write[] {
  return [
    replaceAccount(before, { ...before, reseller: undefined }),
    { label: 'reseller', Delete: { Key: keys.reseller(before.id) } },
    rebillingDue({ account: before.id, actor, at: now }),
    recordFact({
      account: before.id,
      action: 'reseller.ended',
      actor,
      subject: before.id,
      before: { discount_percent: percentText(before.reseller.discount) },
      at: now,
    }),
  ];
}

/** All resellers in the order in which their accounts were opened, for staff. */
export async function listResellers(
  limit: number,
  after?: Key,
): Promise<{ resellers: Reseller[]; last: Key | undefined }> {
  const { items, last } = await queryListing(LISTED_RESELLERS, limit, after);
  const wanted = items.map((item) => keys.account(item['account'] as AccountId));
  const found = wanted.length === 0 ? [] : await getMany(wanted);
  const resellers = found
    .filter((item) => item !== undefined)
    .map(accountFromItem)
    .filter((account): account is Reseller => account.reseller !== undefined);
  return { resellers, last };
}
