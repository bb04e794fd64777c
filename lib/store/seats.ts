import type { HeldLicences } from '../domain/accounts/seats.ts';
import { type Catalogue, type TermPlan, termPlanOf } from '../domain/catalogue.ts';
import type { AccountId, LicenceId } from '../domain/ids.ts';
import { giveBackOne, type Holder, noneFree, takeOne } from '../domain/licences/licence-pool.ts';
import { Refused } from '../domain/refusal.ts';
import {
  findFreeLicence,
  loadLicences,
  loadSomePools,
  replaceLicence,
  replacePool,
  type StoredLicence,
  type StoredPool,
} from './licences.ts';
import { loadSubscription } from './subscriptions.ts';
import type { Write } from './table.ts';

/** The plan of an account with licences; undefined for one that is paid from credit. */
export async function findTermPlan(account: AccountId, catalogue: Catalogue): Promise<TermPlan | undefined> {
  const subscription = await loadSubscription(account);
  return subscription === undefined ? undefined : termPlanOf(catalogue, subscription.plan);
}

/** Errors: `licence.not-in-plan` for an account that is paid from credit. */
export async function requireTermPlan(account: AccountId, catalogue: Catalogue): Promise<TermPlan> {
  const plan = await findTermPlan(account, catalogue);
  if (plan === undefined) throw new Refused('licence.not-in-plan');
  return plan;
}

/** Licences somebody has after a change, and what is to be written for it. */
export interface SeatChange {
  readonly licences: HeldLicences;
  readonly writes: readonly Write[];
}

/**
 * Takes a free licence of each type for a holder who has none of it.
 *
 * Errors: `licence.none-free`.
 * Source: L2, L3. The pools are written with it: whoever takes the last one makes the others load again.
 */
export async function takeLicences(account: AccountId, types: readonly string[], holder: Holder): Promise<SeatChange> {
  const pools = await loadSomePools(account, types);
  const taken = await Promise.all([...pools.values()].map((stored) => takeLicence(account, stored, holder)));
  return {
    licences: Object.fromEntries(taken.map(({ licence }) => [licence.type, licence.id])),
    writes: taken.flatMap(({ writes }) => writes),
  };
}

async function takeLicence(
  account: AccountId,
  stored: StoredPool,
  holder: Holder,
): Promise<{ readonly licence: StoredLicence; readonly writes: Write[] }> {
  const pool = takeOne(stored.pool, account);
  const licence = await findFreeLicence(account, pool.type);
  if (licence === undefined) throw noneFree(account, pool.type);
  return {
    licence,
    writes: [replacePool(account, stored, pool), replaceLicence(account, licence, { ...licence, holder })],
  };
}

/** As {@link takeLicences}, leaving out the types of which none is free. */
export async function takeWhatIsFree(
  account: AccountId,
  types: readonly string[],
  holder: Holder,
): Promise<SeatChange> {
  const pools = await loadSomePools(account, types);
  const free = [...pools.values()].filter(({ pool }) => pool.inUse < pool.total);
  return takeLicences(
    account,
    free.map(({ pool }) => pool.type),
    holder,
  );
}

/** Gives licences back. One that has ended, or went to somebody else, is nobody's to give back. (L8) */
export async function freeLicences(account: AccountId, licences: HeldLicences, holder: Holder): Promise<Write[]> {
  const held = await heldBy(account, licences, holder);
  const pools = await loadSomePools(
    account,
    held.map(({ type }) => type),
  );
  return held.flatMap((licence) => {
    const stored = pools.get(licence.type);
    if (stored === undefined) return [];
    return [
      replacePool(account, stored, giveBackOne(stored.pool)),
      replaceLicence(account, licence, { ...licence, holder: undefined }),
    ];
  });
}

/** Hands licences from an invitation to whom it brought: they stay in use all the while. (L2) */
export async function handLicences(
  account: AccountId,
  licences: HeldLicences,
  from: Holder,
  to: Holder,
): Promise<SeatChange> {
  const held = await heldBy(account, licences, from);
  return {
    licences: Object.fromEntries(held.map(({ type, id }) => [type, id])),
    writes: held.map((licence) => replaceLicence(account, licence, { ...licence, holder: to })),
  };
}

/** Makes a holder's licences those of exactly these types. Errors: `licence.none-free`. */
export async function exchangeLicences(
  account: AccountId,
  licences: HeldLicences,
  types: readonly string[],
  holder: Holder,
): Promise<SeatChange> {
  const held = idsOf(await heldBy(account, licences, holder));
  const surplus = Object.fromEntries(Object.entries(held).filter(([type]) => !types.includes(type)));
  const kept = Object.fromEntries(Object.entries(held).filter(([type]) => types.includes(type)));
  const missing = types.filter((type) => held[type] === undefined);
  const freed = await freeLicences(account, surplus, holder);
  const taken = await takeLicences(account, missing, holder);
  return { licences: { ...kept, ...taken.licences }, writes: [...freed, ...taken.writes] };
}

async function heldBy(account: AccountId, licences: HeldLicences, holder: Holder): Promise<StoredLicence[]> {
  const found = await loadLicences(account, licences);
  return found.filter((licence) => licence.holder !== undefined && holderId(licence.holder) === holderId(holder));
}

function idsOf(licences: readonly StoredLicence[]): Record<string, LicenceId> {
  return Object.fromEntries(licences.map(({ type, id }) => [type, id]));
}

function holderId(holder: Holder): string {
  return 'member' in holder ? holder.member : holder.invitation;
}
