import type * as z from 'zod';
import type { invitationSchema, memberSchema } from '../../lib/contract/members.ts';
import { type Catalogue, type Plan, requirePlan } from '../../lib/domain/catalogue.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import type { LicenceId } from '../../lib/domain/ids.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Account } from '../../lib/store/accounts.ts';
import type { Invitation } from '../../lib/store/invitations.ts';
import type { Member } from '../../lib/store/members.ts';
import { findTermPlan } from '../../lib/store/seats.ts';

export function memberJson(member: Member): z.input<typeof memberSchema> {
  const { id, user, email, name, role, active, former } = member;
  return {
    id,
    user,
    email,
    name,
    role,
    active,
    former,
    profile: profileJson(member),
    licences: Object.keys(member.licences)
      .sort()
      .map((type) => ({ type, licence: member.licences[type] as LicenceId })),
    external_id: member.externalId ?? null,
    joined_at: member.joinedAt,
  };
}

export function invitationJson(invitation: Invitation, now: Instant): z.input<typeof invitationSchema> {
  const { id, state, role, expiresAt } = invitation;
  return {
    id,
    email: invitation.email ?? null,
    status: state === 'pending' && expiresAt <= now ? 'expired' : state,
    role,
    profile: profileJson(invitation),
    licences: invitation.licenceTypes,
    member: invitation.member ?? null,
    created_at: invitation.createdAt,
    sent_at: invitation.sentAt,
    expires_at: expiresAt,
  };
}

function profileJson({ profileModules }: { readonly profileModules?: string[] | undefined }) {
  return profileModules === undefined ? null : { modules: profileModules };
}

/** The plan an account is on: what its subscription says, where it has one. */
export async function planOfAccount({ id, plan }: Account, catalogue: Catalogue): Promise<Plan> {
  return (await findTermPlan(id, catalogue)) ?? requirePlan(catalogue, plan);
}

/**
 * The modules of a profile that was sent. (A8)
 *
 * Errors: `request.invalid` with a pointer to each that is no module of the account's plan.
 */
export function modulesOf(profile: { readonly modules: readonly string[] }, plan: Plan): string[] {
  const known = (plan.kind === 'prepaid' ? plan.addOns : plan.modules).map(({ id }) => id);
  const errors = profile.modules.flatMap((module, index) =>
    known.includes(module) ? [] : [{ pointer: `/profile/modules/${index}`, detail: 'is not a module of the plan' }],
  );
  if (errors.length > 0) throw new Refused('request.invalid', { errors });
  return [...new Set(profile.modules)];
}
