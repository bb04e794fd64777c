import { type Actor, actsFor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import type { UserId } from '../domain/ids.ts';
import { successorOf } from '../domain/resellers/successor.ts';
import { type Account, replaceAccount } from './accounts.ts';
import { recordFact } from './history.ts';
import { keys } from './keys.ts';
import { requestMail } from './mail.ts';
import { loadAllMembers, type Member, replaceMember } from './members.ts';
import { rebillingDue } from './rebilling-due.ts';
import type { Write } from './table.ts';
import { userStays } from './users.ts';

/** The end of a reseller's access to one account. */
export interface Detachment {
  readonly reseller: Account;
  readonly customer: Account;
  /** Who owns the customer's account from now on, where it has no owner; see {@link successorIn}. */
  readonly owner: Member | undefined;
  /** Who ended the access. */
  readonly actor: Actor;
  readonly now: Instant;
}

/** Who becomes the owner with the end of the reseller's access; undefined where there is one, or nobody could be. (A7, R5) */
export async function successorIn({ id, owner }: Account, asking?: UserId): Promise<Member | undefined> {
  return owner === undefined ? successorOf(await loadAllMembers(id), asking) : undefined;
}

/** One customer withdraws from its reseller, or is given up. The reseller's admins are told, unless they did it themselves. (R5) */
export function withdrawCustomer(detachment: Detachment): Write[] {
  const { reseller, customer, actor, now } = detachment;
  const mail = { template: 'customer-lost', account: reseller.id, organisation: customer.organisation } as const;
  return [
    ...detachCustomer(detachment),
    { label: 'customer', Delete: { Key: keys.customer(reseller.id, customer.id) } },
    ...(actsFor(actor) === reseller.id ? [] : [requestMail({ adminsOf: reseller.id }, mail, now)]),
  ];
}

/**
 * What an account and both histories keep of the end of a reseller's access. What the reseller left unpaid is to be billed anew
 * then; the customer's admins are told, unless they did it themselves. The place among the customers is left to the caller.
 *
 * Source: R5, A7, A9, L13.
 */
export function detachCustomer({ reseller, customer, owner, actor, now }: Detachment): Write[] {
  const withdrawn = { action: 'reseller.access-withdrawn', subject: customer.id, before: { reseller: reseller.id } };
  const lost = { action: 'reseller.customer-lost', subject: customer.id };
  const changes = owner === undefined ? {} : { owner: owner.user };
  const mail = { template: 'reseller-lost', account: customer.id, reseller: reseller.organisation } as const;
  const isTheirOwnDoing = actor.kind === 'user' && actsFor(actor) === undefined;
  return [
    replaceAccount(customer, { ...customer, ...changes, managedBy: undefined }),
    rebillingDue({ account: customer.id, reseller: reseller.id, actor, at: now }),
    recordFact({ ...withdrawn, account: customer.id, actor, at: now }),
    recordFact({ ...lost, account: reseller.id, actor, at: now }),
    ...(owner === undefined ? [] : handedTo(owner, actor, now)),
    ...(isTheirOwnDoing ? [] : [requestMail({ adminsOf: customer.id }, mail, now)]),
  ];
}

function handedTo(owner: Member, actor: Actor, at: Instant): Write[] {
  const fact = recordFact({
    account: owner.account,
    action: 'account.handed-over',
    actor,
    subject: owner.account,
    before: { owner: null },
    after: { owner: owner.user },
    at,
  });
  return [replaceMember(owner, { ...owner, role: 'owner' }), userStays(owner.user), fact];
}
