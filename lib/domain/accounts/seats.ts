import type { TermPlan } from '../catalogue.ts';
import type { AccountId, LicenceId, MemberId } from '../ids.ts';
import { Refused } from '../refusal.ts';
import type { Role } from './roles.ts';

/** Ids of licences by their type: nobody holds two of a type. (L1) */
export type HeldLicences = Readonly<Record<string, LicenceId>>;

/**
 * Whether a member of an account on a term plan may be active: with a licence, where the plan has any.
 *
 * Errors: none.
 * Source: L11; the owner always is, so that somebody can buy.
 */
export function mayBeActive({ licenceTypes }: TermPlan, role: Role, licences: HeldLicences): boolean {
  return licenceTypes.length === 0 || role === 'owner' || Object.keys(licences).length > 0;
}

/** Errors: `member.needs-licence`, with where to assign one and what there is. Source: L11. */
export function needsLicence(account: AccountId, member: MemberId, plan: TermPlan): Refused {
  const type = plan.licenceTypes.find(({ retired }) => !retired)?.id ?? '';
  const links = {
    assign: `/v1/accounts/${account}/members/${member}/licences/${type}`,
    licences: `/v1/accounts/${account}/licences`,
  };
  return new Refused('member.needs-licence', { values: { member, type }, links });
}

/**
 * Licence types that are asked for, each once.
 *
 * Shape:  `plan` is undefined where an account has no licences at all.
 * Errors: `licence.not-in-plan` where it has none; `licence.unknown-type` with a pointer to each that is not on offer.
 * Source: L1.
 */
export function requireOfferedTypes(plan: TermPlan | undefined, types: readonly string[]): string[] {
  const offered = plan?.licenceTypes.filter(({ retired }) => !retired).map(({ id }) => id) ?? [];
  const unknown = types.flatMap((type, index) => (offered.includes(type) ? [] : [{ type, index }]));
  const [first] = unknown;
  if (first === undefined) return [...new Set(types)];
  const errors = unknown.map(({ index }) => ({ pointer: `/licences/${index}`, detail: 'is not a licence on offer' }));
  if (plan === undefined) throw new Refused('licence.not-in-plan', { errors });
  throw new Refused('licence.unknown-type', { values: { type: first.type }, errors });
}
