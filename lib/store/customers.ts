import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import { type AccountId, memberOfUser, type UserId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { type Management, manages } from '../domain/resellers/relation.ts';
import { type Account, accountFromItem, loadAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { keys } from './keys.ts';
import { hasOwnAdmins, memberFromItem } from './members.ts';
import { getMany, PRESENT, type Write } from './table.ts';

/** The reseller that manages an account; undefined for one without, and once its reseller is none any more. */
export async function managerOf(customer: Account): Promise<Account | undefined> {
  if (customer.managedBy === undefined) return undefined;
  const reseller = await loadAccount(customer.managedBy.reseller);
  return manages(reseller, customer) ? reseller : undefined;
}

/**
 * The reseller for whom a person may act on an account: the one that manages it, when they are an active owner or admin of
 * that reseller. How the reseller's own account stands does not matter. (R2, R6)
 */
export async function resellerActing(user: UserId, account: AccountId): Promise<AccountId | undefined> {
  const customer = await loadAccount(account);
  if (customer?.managedBy === undefined) return undefined;
  const { reseller } = customer.managedBy;
  const [itsAccount, membership] = await getMany([keys.account(reseller), keys.member(reseller, memberOfUser(user))]);
  if (itsAccount === undefined || membership === undefined) return undefined;
  const member = memberFromItem(membership);
  const isAdmin = member.active && !member.former && member.role !== 'member';
  return isAdmin && manages(accountFromItem(itsAccount), customer) ? reseller : undefined;
}

/**
 * Making somebody admin ends the discount of the reseller, so it is warned of first.
 *
 * Errors: `reseller.discount-would-end` where a reseller manages the account, nobody of its own is owner or admin yet, and
 *         who asks has not said that the discount may end.
 * Source: R4.
 */
export async function warnOfDiscount(account: Account, endsDiscount: boolean): Promise<void> {
  if (endsDiscount || (await managerOf(account)) === undefined || (await hasOwnAdmins(account.id))) return;
  throw new Refused('reseller.discount-would-end', { links: { reseller: `/v1/accounts/${account.id}/reseller` } });
}

/** What an account keeps of the reseller that manages it from now on. Errors: `reseller.not-found` for none. */
export function managementBy({ id, reseller }: Account, now: Instant): Management {
  if (reseller === undefined) throw new Refused('reseller.not-found');
  return { reseller: id, appointment: reseller.appointment, since: now };
}

/** One account becomes another's customer. */
export interface Attachment {
  readonly reseller: Account;
  /** With its {@link managementBy}; the account itself is the caller's to write. */
  readonly customer: Account;
  readonly actor: Actor;
  readonly now: Instant;
}

/**
 * What is written beside an account that a reseller manages from now on: its place among the customers, and the facts of
 * both. Fails with the label `reseller` when the reseller was ended meanwhile. (R1, R2, A9)
 *
 * Errors: RangeError for a reseller as the customer, or a customer that is not managed by this reseller: a caller's bug.
 */
export function attachCustomer({ reseller, customer, actor, now }: Attachment): Write[] {
  if (!manages(reseller, customer)) throw new RangeError(`${reseller.id} does not manage ${customer.id}`);
  const by = actor.kind === 'user' ? { ...actor, reseller: reseller.id } : actor;
  const gained = { action: 'reseller.customer-added', subject: customer.id };
  const granted = { action: 'reseller.access-granted', subject: customer.id, after: { reseller: reseller.id } };
  return [
    resellerStays(reseller),
    {
      label: 'customer',
      Put: {
        Item: {
          ...keys.customer(reseller.id, customer.id),
          type: 'customer',
          v: 1,
          customer: customer.id,
          appointment: reseller.reseller?.appointment,
          since: now,
        },
      },
    },
    recordFact({ ...granted, account: customer.id, actor: by, at: now }),
    recordFact({ ...gained, account: reseller.id, actor, at: now }),
  ];
}

/** A reseller must still be the one that was read. */
function resellerStays({ id, reseller }: Account): Write {
  return {
    label: 'reseller',
    ConditionCheck: {
      Key: keys.account(id),
      ConditionExpression: `${PRESENT} AND #reseller.#appointment = :appointment`,
      ExpressionAttributeNames: { '#reseller': 'reseller', '#appointment': 'appointment' },
      ExpressionAttributeValues: { ':appointment': reseller?.appointment },
    },
  };
}
