import { type Actor, actorId, actsFor } from '../domain/actor.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId } from '../domain/ids.ts';
import { maySeePrices, withoutAmounts } from '../domain/resellers/prices.ts';
import { newId } from '../runtime/ids.ts';
import { keys, prefixes } from './keys.ts';
import { withMoneyAsJson } from './plain-json.ts';
import { type Item, type Key, queryPage, type Write } from './table.ts';

/** A fact of an account: what changed, in the past tense (`member.deactivated`), who did it and on whose behalf. (A9) */
export interface Fact {
  readonly account: AccountId;
  readonly action: string;
  readonly actor: Actor;
  /** Id of what changed. */
  readonly subject: string;
  /** Values before and after. Ids and settings only: never an e-mail, a name or a secret, so that a person can be erased. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  /** The reseller whose prices its amounts are; absent for anybody's. (R5) */
  readonly pricesOf?: AccountId | undefined;
  readonly at: Instant;
}

export interface HistoryRecord extends Omit<Fact, 'actor'> {
  readonly id: string;
  /** The reseller for whom the actor acted. (R2) */
  readonly onBehalfOf?: AccountId;
  readonly actor: { readonly kind: Actor['kind']; readonly id: string };
}

/** Appends a fact to the history; the stream publishes it as an event after the commit. */
export function recordFact(fact: Fact): Write {
  const id = newId('his');
  const actor = { kind: fact.actor.kind, id: actorId(fact.actor) };
  const reseller = actsFor(fact.actor);
  const onBehalfOf = reseller === fact.account ? undefined : reseller;
  const before = withMoneyAsJson(fact.before);
  const after = withMoneyAsJson(fact.after);
  return {
    label: 'history',
    Put: {
      Item: { ...keys.history(fact.account, id), type: 'history', v: 1, ...fact, onBehalfOf, before, after, id, actor },
    },
  };
}

export function shownTo<R extends Pick<HistoryRecord, 'before' | 'after' | 'pricesOf'>>(viewer: Actor, record: R): R {
  const { before, after, pricesOf } = record;
  if (maySeePrices({ reseller: pricesOf }, viewer)) return record;
  return { ...record, before: before && withoutAmounts(before), after: after && withoutAmounts(after) };
}

export interface HistoryPage {
  readonly records: HistoryRecord[];
  readonly last: Key | undefined;
}

/** The facts of an account as somebody may see them: without what only a reseller is to know. (R5) */
export async function listHistory(
  account: AccountId,
  viewer: Actor,
  limit: number,
  newestFirst: boolean,
  after?: Key,
): Promise<HistoryPage> {
  const page = await queryPage({
    pk: keys.account(account).pk,
    prefix: prefixes.history,
    limit,
    newestFirst,
    after: after as Item | undefined,
    consistent: true,
  });
  const records = page.items.map(({ pk: _pk, sk: _sk, type: _type, v: _v, ...record }) =>
    shownTo(viewer, record as unknown as HistoryRecord),
  );
  return { records, last: page.last as Key | undefined };
}
