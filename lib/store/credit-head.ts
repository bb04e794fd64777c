import type { CreditHead, CreditStatus, HeadAddOn, NightRun, Told } from '../domain/credit/credit-head.ts';
import { dateIn, dayOfMonth, type PlainDate, type PlainMonth } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { money } from '../domain/money.ts';
import { keys } from './keys.ts';
import { get, type Item, type Key } from './table.ts';

/**
 * The head's attributes. Every night reads all of them, so their names are short: at 250 bytes a head, the night of an
 * account reads 0.03 units.
 *
 * pl plan · cu currency · s status (absent while active) · b balance · t charged through · x suspended from · u active users
 * a add-ons that are on · o add-ons switched off on a charged date · n version · e entries · m month · p opening · f entries before
 * r runs: [first day, nights, users, price, amount, [add-on, price]…] · j posted of them · k told · q bought · h hash of the last sealed record
 */
export interface StoredHead {
  readonly head: CreditHead;
  /** SHA-256 that chains entries and statements; see credit-chain.ts. */
  readonly chain: Uint8Array;
}

export type RunItem = [number, number, number, number, number, ...[string, number][]];
interface OffItem {
  readonly i: string;
  readonly d: PlainDate;
  readonly n: number;
}

export const EMPTY_CHAIN = new Uint8Array(32);

/** Heads of accounts that are not charged live apart, so that the night never reads them. */
export function headKey(head: Pick<CreditHead, 'account' | 'status'>): Key {
  return head.status === 'active' ? keys.credit(head.account) : keys.idleCredit(head.account);
}

export function headToItem({ head, chain }: StoredHead): Item {
  const off = head.addOns.flatMap(({ id, off: switched }): OffItem[] =>
    switched === undefined ? [] : [{ i: id, d: switched.on, n: switched.version }],
  );
  const on = head.addOns.filter((addOn) => addOn.off === undefined).map((addOn) => addOn.id);
  return {
    ...headKey(head),
    type: 'credit',
    v: 1,
    pl: head.plan,
    cu: head.balance.currency,
    s: head.status === 'active' ? undefined : head.status,
    b: head.balance.minor,
    t: head.chargedThrough,
    x: head.suspendedFrom,
    u: head.activeUsers,
    a: on.length === 0 ? undefined : on,
    o: off.length === 0 ? undefined : off,
    n: head.version,
    e: head.entries,
    m: head.month,
    p: head.opening.minor,
    f: head.entriesBefore,
    r: head.runs.length === 0 ? undefined : head.runs.map(runToItem),
    j: head.posted.minor === 0 ? undefined : head.posted.minor,
    k: head.told === 0 ? undefined : head.told,
    q: head.bought ? true : undefined,
    h: chain,
  };
}

export function runToItem(run: NightRun): RunItem {
  const addOns = run.addOns.map(({ id, price }): [string, number] => [id, price.minor]);
  return [dayOfMonth(run.from), run.nights, run.users, run.price.minor, run.amount.minor, ...addOns];
}

export function headFromItem(item: Item): StoredHead {
  const currency = item['cu'] as string;
  const month = item['m'] as PlainMonth;
  const head: CreditHead = {
    account: item['sk'] as AccountId,
    plan: item['pl'] as string,
    status: (item['s'] as CreditStatus | undefined) ?? 'active',
    balance: money(item['b'] as number, currency),
    chargedThrough: item['t'] as PlainDate | undefined,
    suspendedFrom: item['x'] as PlainDate | undefined,
    activeUsers: item['u'] as number,
    addOns: addOnsFromItem(item),
    version: item['n'] as number,
    entries: item['e'] as number,
    month,
    opening: money(item['p'] as number, currency),
    entriesBefore: item['f'] as number,
    runs: ((item['r'] as RunItem[] | undefined) ?? []).map((run) => runFromItem(run, month, currency)),
    posted: money((item['j'] as number | undefined) ?? 0, currency),
    told: (item['k'] as Told | undefined) ?? 0,
    bought: item['q'] === true,
  };
  return { head, chain: item['h'] as Uint8Array };
}

function addOnsFromItem(item: Item): HeadAddOn[] {
  const on = ((item['a'] as string[] | undefined) ?? []).map((id): HeadAddOn => ({ id }));
  const off = ((item['o'] as OffItem[] | undefined) ?? []).map(
    ({ i, d, n }): HeadAddOn => ({ id: i, off: { on: d, version: n } }),
  );
  return [...on, ...off];
}

export function runFromItem(
  [day, nights, users, price, amount, ...addOns]: RunItem,
  month: PlainMonth,
  currency: string,
): NightRun {
  return {
    from: dateIn(month, day),
    nights,
    users,
    price: money(price, currency),
    addOns: addOns.map(([id, minor]) => ({ id, price: money(minor, currency) })),
    amount: money(amount, currency),
  };
}

const MOVES_SEEN = 3;

/**
 * An account's head, however old the account is: one item read for an account that is being charged, two for an idle one.
 *
 * A head that moves between the two reads is missed in both places, so they are asked again.
 */
export async function loadHead(account: AccountId, consistent = true): Promise<StoredHead | undefined> {
  for (let tries = 0; tries < MOVES_SEEN; tries += 1) {
    const item = (await get(keys.credit(account), consistent)) ?? (await get(keys.idleCredit(account), consistent));
    if (item !== undefined) return headFromItem(item);
  }
  return undefined;
}
