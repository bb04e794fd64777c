import type { Pack, TermPlan, TermPrices } from '../catalogue.ts';
import type { Subscription } from '../licences/subscription.ts';
import { Refused } from '../refusal.ts';

/** So many of a pack, as they are asked for. */
export interface PackItem {
  readonly kind: 'pack';
  readonly pack: string;
  /** Of which module they are users; no other pack has one. */
  readonly module?: string | undefined;
  readonly quantity: number;
}

/** A pack that can be bought, with the name of what is bought and what it costs. */
export interface OfferedPack {
  readonly pack: Pack;
  readonly name: string;
  /** Absent for what is paid once. */
  readonly prices: TermPrices | undefined;
  /** Whether all of it is there to be used at once, so that it costs its whole price on any day. */
  readonly isWhole: boolean;
}

/**
 * What one asks for when one asks for a pack.
 *
 * Shape:  `modules` are those of the subscription and those bought with it; `at` is where the item is in the request.
 * Errors: `pack.unknown`; `pack.needs-module` for users of no module, or of one that is not there or counts none;
 *         `pack.already-there` for support that is there; `request.invalid` for a module or a number that does not fit.
 * Source: U1.
 */
export function offeredPack(
  plan: TermPlan,
  { packs }: Pick<Subscription, 'packs'>,
  item: PackItem,
  modules: readonly string[],
  at: string,
): OfferedPack {
  const pack = plan.packs.find(({ id }) => id === item.pack);
  if (pack === undefined || pack.retired)
    throw new Refused('pack.unknown', {
      values: { pack: item.pack },
      errors: [{ pointer: `${at}/pack`, detail: 'is not a pack on offer' }],
    });
  if (pack.kind !== 'users' && item.module !== undefined)
    throw invalid(`${at}/module`, 'must be left out: only packs of users are of a module');
  switch (pack.kind) {
    case 'users':
      return ofUsers(plan, pack, item, modules, at);
    case 'quantity':
      return { pack, name: pack.name, prices: pack.prices, isWhole: isConsumed(plan, pack.meter) };
    case 'support':
      if (item.quantity !== 1) throw invalid(`${at}/quantity`, 'must be 1: support is there or not');
      if (packs.some((held) => held.pack === pack.id))
        throw new Refused('pack.already-there', {
          values: { pack: pack.name },
          errors: [{ pointer: `${at}/pack`, detail: 'is in the subscription already' }],
        });
      return { pack, name: pack.name, prices: pack.prices, isWhole: false };
    case 'training':
      return { pack, name: pack.name, prices: undefined, isWhole: true };
  }
}

/** Training sessions that one order may bring: they are put down together. */
const MOST_SESSIONS = 20;

/** Errors: `request.invalid` with a pointer to the first training that is one too many. Source: U5. */
export function requireFewSessions(
  plan: TermPlan,
  items: readonly (PackItem | { readonly kind: 'licence' | 'module' })[],
): void {
  let sessions = 0;
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'pack') continue;
    const pack = plan.packs.find(({ id }) => id === item.pack);
    if (pack?.kind !== 'training') continue;
    const left = Math.floor((MOST_SESSIONS - sessions) / pack.sessions);
    sessions += item.quantity * pack.sessions;
    if (sessions > MOST_SESSIONS)
      throw invalid(
        `/items/${index}/quantity`,
        `must be ${left} at the most: an order brings ${MOST_SESSIONS} sessions`,
      );
  }
}

function ofUsers(plan: TermPlan, pack: Pack, item: PackItem, modules: readonly string[], at: string): OfferedPack {
  const module = plan.modules.find(({ id }) => id === item.module);
  if (module?.users === undefined || !modules.includes(module.id)) {
    const counting = plan.modules.filter(({ id, users }) => users !== undefined && modules.includes(id));
    const detail =
      counting.length === 0
        ? 'must be a module of the subscription that counts its users'
        : `must be ${counting.map(({ id }) => id).join(' or ')}`;
    throw new Refused('pack.needs-module', {
      values: { pack: pack.name },
      errors: [{ pointer: `${at}/module`, detail }],
    });
  }
  return { pack, name: `${pack.name}: ${module.name}`, prices: module.users.prices, isWhole: false };
}

function isConsumed(plan: TermPlan, meter: string): boolean {
  return plan.meters.some(({ id, kind }) => id === meter && kind === 'consumed');
}

function invalid(pointer: string, detail: string): Refused {
  return new Refused('request.invalid', { errors: [{ pointer, detail }] });
}

/** A pack that an account holds, as {@link OfferedPack}. */
type HeldPack = Pick<OfferedPack, 'name' | 'isWhole'> & { readonly prices: TermPrices };

/** What one of a pack that an account holds costs; undefined where the plan no longer has it. Source: U1. */
export function pricesOfHeld(
  plan: TermPlan,
  held: { readonly pack: string; readonly module?: string | undefined },
): HeldPack | undefined {
  const pack = plan.packs.find(({ id }) => id === held.pack);
  if (pack === undefined || pack.kind === 'training') return undefined;
  if (pack.kind === 'quantity') return { name: pack.name, prices: pack.prices, isWhole: isConsumed(plan, pack.meter) };
  if (pack.kind === 'support') return { name: pack.name, prices: pack.prices, isWhole: false };
  const module = plan.modules.find(({ id }) => id === held.module);
  return module?.users && { name: `${pack.name}: ${module.name}`, prices: module.users.prices, isWhole: false };
}
