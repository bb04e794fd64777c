import { addDays, daysBetween, type PlainDate } from '../dates.ts';
import type { AccountId } from '../ids.ts';
import type { Period } from '../licences/period.ts';

/** By module, a number of users or of user-days. */
export type ByModule = Readonly<Record<string, number>>;

/** User-days by the plan at whose prices they are billed, and by module. */
export type UserDays = Readonly<Record<string, ByModule>>;

/** Members by the modules they use. */
interface Users {
  /** Active members whose profile names no modules: they use every one. */
  readonly everywhere: number;
  /** Active members whose profile names the module. */
  readonly named: ByModule;
}

/** What of an account is counted, and until when that is certain. */
export interface Counting {
  /** At whose prices users are billed; what was counted on another edition before keeps that one's. (L10) */
  readonly plan: string;
  /** Users of each counted module that are not billed by consumption; empty while nothing is counted. */
  readonly allowed: ByModule;
  /** Whose user-days are counted; absent while nothing runs. */
  readonly period: Period | undefined;
  /** From this night on the roll-over may have changed all of this, also when it comes late. */
  readonly until: PlainDate | undefined;
}

/** Nights `[from, through]` with their users. */
interface Nights extends Users {
  readonly from: PlainDate;
  readonly through: PlainDate;
}

/**
 * How many members use each module of an account, and for how many nights more of them did than are allowed.
 *
 * Shape:  kept up to the last change; the nights since are those of the numbers that are there, so that a night writes
 *         nothing. Nights for which the roll-over is late wait with their users until it has said what holds for them.
 * Source: U2.
 */
export interface ModuleUsers extends Users, Counting {
  readonly account: AccountId;
  /** User-days beyond what was allowed, so far, in the period. */
  readonly userDays: UserDays;
  readonly waiting: readonly Nights[];
  /** The last night that is counted, or waits to be. */
  readonly countedThrough: PlainDate;
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
    plan: '',
    allowed: {},
    period: undefined,
    until: undefined,
    userDays: {},
    waiting: [],
    countedThrough: today,
    version: 1,
  };
}

/** Members who use a module. Source: U1, A8. */
export function usersOf({ everywhere, named }: Users, module: string): number {
  return everywhere + (named[module] ?? 0);
}

/**
 * Counts the nights through a date.
 *
 * Shape:  each night, of each module, the users beyond those allowed; a night on which something else may hold waits.
 * Units:  a night is the moment a business date begins; one user for one night is one user-day.
 * Errors: none; nights that are counted already are not counted again.
 * Source: U2.
 */
export function countNights(state: ModuleUsers, through: PlainDate): ModuleUsers {
  if (through <= state.countedThrough) return state;
  const { everywhere, named, countedThrough } = state;
  const nights = { everywhere, named, from: addDays(countedThrough, 1), through };
  return { ...withNights(state, nights), countedThrough: through };
}

/** Counts what of some nights is certain; the others wait. */
function withNights(state: ModuleUsers, nights: Nights): ModuleUsers {
  const { until } = state;
  if (until === undefined || nights.through < until) return counted(state, nights);
  const waiting = [...state.waiting, { ...nights, from: nights.from < until ? until : nights.from }];
  const before = { ...nights, through: addDays(until, -1) };
  return { ...(nights.from < until ? counted(state, before) : state), waiting };
}

function counted(state: ModuleUsers, nights: Nights): ModuleUsers {
  const count = daysBetween(nights.from, nights.through) + 1;
  const userDays: Record<string, number> = { ...state.userDays[state.plan] };
  for (const [module, allowed] of Object.entries(state.allowed)) {
    const beyond = usersOf(nights, module) - allowed;
    if (beyond > 0) userDays[module] = (userDays[module] ?? 0) + beyond * count;
  }
  const isCounted = Object.keys(userDays).length > 0;
  return isCounted ? { ...state, userDays: { ...state.userDays, [state.plan]: userDays } } : state;
}

/** What changes of members make of the numbers; count the nights before. Source: U2, A7, A8. */
export function withMembers(
  state: ModuleUsers,
  changes: readonly { readonly before?: ModuleUser | undefined; readonly after?: ModuleUser | undefined }[],
): ModuleUsers {
  return changes.reduce((sum, { before, after }) => withMember(withMember(sum, before, -1), after, 1), state);
}

function withMember(state: ModuleUsers, member: ModuleUser | undefined, by: 1 | -1): ModuleUsers {
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

/** Something else is counted from now on; count the nights before. Source: U1, U2. */
export function withCounting(state: ModuleUsers, counting: Counting): ModuleUsers {
  // What was counted in another period is of that one, and billed with it.
  const isSame = counting.period?.start === state.period?.start;
  const next = { ...state, ...counting, userDays: isSame ? state.userDays : {}, waiting: [] };
  return state.waiting.reduce<ModuleUsers>(withNights, next);
}

/** User-days beyond what was allowed in the period with this index; none of any other. Source: U2. */
export function excessIn({ period, userDays }: ModuleUsers, index: number): UserDays {
  return period?.index === index ? userDays : {};
}
