import type { Term } from '../catalogue.ts';
import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import type { AccountId } from '../ids.ts';
import { periodAt } from '../licences/period.ts';

/** By module, a number of users or of user-days. */
export type ByModule = Readonly<Record<string, number>>;

/** The periods that nights are told apart by: from the one with this index on. */
export interface Cycle {
  readonly anchor: PlainDate;
  readonly term: Term;
  readonly index: number;
}

/** User-days beyond what was allowed, in the period with this index. */
export interface Excess {
  readonly index: number;
  readonly userDays: ByModule;
}

/**
 * How many members use each module of an account, and for how many nights more of them did than are allowed.
 *
 * Shape:  kept up to the last change; the nights since are those of the numbers that are there, so that a night writes
 *         nothing.
 * Source: U2.
 */
export interface ModuleUsers {
  readonly account: AccountId;
  /** Active members whose profile names no modules: they use every one. */
  readonly everywhere: number;
  /** Active members whose profile names the module. */
  readonly named: ByModule;
  /** Users of each counted module that are not billed by consumption; empty while nothing is counted. */
  readonly allowed: ByModule;
  /** Absent until there was a period. */
  readonly cycle: Cycle | undefined;
  /** The last night that is counted. */
  readonly countedThrough: PlainDate;
  readonly excess: readonly Excess[];
  readonly version: number;
}

/** Of a member, what decides which modules they use. (A7, A8) */
export interface ModuleUser {
  readonly active: boolean;
  readonly former: boolean;
  /** Absent means every module. */
  readonly profileModules?: readonly string[] | undefined;
}

export function newModuleUsers(account: AccountId, today: PlainDate): ModuleUsers {
  return {
    account,
    everywhere: 0,
    named: {},
    allowed: {},
    cycle: undefined,
    countedThrough: today,
    excess: [],
    version: 1,
  };
}

/** Members who use a module. Source: U1, A8. */
export function usersOf({ everywhere, named }: Pick<ModuleUsers, 'everywhere' | 'named'>, module: string): number {
  return everywhere + (named[module] ?? 0);
}

/**
 * Counts the nights through a date.
 *
 * Shape:  each night, of each module, the users beyond those allowed, put to the period in which the night lies.
 * Units:  a night is the moment a business date begins; one user for one night is one user-day.
 * Errors: none; nights that are counted already are not counted again.
 * Source: U2.
 */
export function countNights(state: ModuleUsers, through: PlainDate): ModuleUsers {
  if (through <= state.countedThrough) return state;
  const counted = { ...state, countedThrough: through };
  const over = Object.entries(state.allowed)
    .map(([module, allowed]) => [module, usersOf(state, module) - allowed] as const)
    .filter(([, users]) => users > 0);
  if (over.length === 0 || state.cycle === undefined) return counted;
  const nights = nightsByPeriod(state.cycle, addDays(state.countedThrough, 1), addDays(through, 1));
  return { ...counted, excess: nights.reduce((excess, night) => addNights(excess, night, over), state.excess) };
}

interface Nights {
  readonly index: number;
  readonly count: number;
}

/** The nights of `[from, to)` by the period they lie in. */
function nightsByPeriod({ anchor, term, index: first }: Cycle, from: PlainDate, to: PlainDate): Nights[] {
  const all: Nights[] = [];
  let start = from;
  for (let index = first; start < to; index += 1) {
    const { end } = periodAt(anchor, term, index);
    const until = end < to ? end : to;
    if (until <= start) continue;
    all.push({ index, count: daysBetween(start, until) });
    start = until;
  }
  return all;
}

function addNights(
  excess: readonly Excess[],
  { index, count }: Nights,
  over: readonly (readonly [string, number])[],
): readonly Excess[] {
  const before = excess.find((each) => each.index === index)?.userDays ?? {};
  const more = over.map(([module, users]) => [module, (before[module] ?? 0) + users * count]);
  const userDays = { ...before, ...Object.fromEntries(more) };
  return [...excess.filter((each) => each.index !== index), { index, userDays }].sort((a, b) => a.index - b.index);
}

/** What changes of members make of the numbers; count the nights before. Source: U2, A7, A8. */
export function withMembers(
  state: ModuleUsers,
  changes: readonly { readonly before?: ModuleUser | undefined; readonly after?: ModuleUser | undefined }[],
): ModuleUsers {
  return changes.reduce((sum, { before, after }) => counted(counted(sum, before, -1), after, 1), state);
}

function counted(state: ModuleUsers, member: ModuleUser | undefined, by: 1 | -1): ModuleUsers {
  if (member === undefined || !member.active || member.former) return state;
  if (member.profileModules === undefined) return { ...state, everywhere: state.everywhere + by };
  const named: Record<string, number> = { ...state.named };
  for (const module of new Set(member.profileModules)) {
    const users = (named[module] ?? 0) + by;
    if (users === 0) delete named[module];
    else named[module] = users;
  }
  return { ...state, named };
}

/** Other numbers are allowed from now on, or other periods tell the nights apart; count the nights before. Source: U1, U2. */
export function withAllowed(state: ModuleUsers, allowed: ByModule, cycle: Cycle | undefined): ModuleUsers {
  // Another first day begins another subscription: what was billed or not before is of the one that ended.
  const isAnother = cycle !== undefined && (cycle.anchor !== state.cycle?.anchor || cycle.term !== state.cycle.term);
  return { ...state, allowed, cycle: cycle ?? state.cycle, excess: isAnother ? [] : state.excess };
}

/** User-days beyond what was allowed in a period. Source: U2. */
export function excessIn(state: ModuleUsers, index: number): ByModule {
  return state.excess.find((each) => each.index === index)?.userDays ?? {};
}

/** What of a period, and of those before it, is billed need not be kept. */
export function withoutExcess(state: ModuleUsers, through: number): ModuleUsers {
  return { ...state, excess: state.excess.filter(({ index }) => index > through) };
}
