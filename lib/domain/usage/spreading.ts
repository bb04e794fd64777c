/** Most items that one count is spread over; all of them fit one transaction. */
export const MOST_SHARDS = 64;

/** A shard asks for more at most once in so many writes of the same size, while there is plenty. */
const WRITES_A_LEASE = 256;

/** How many leases of each shard must be left for a count to be spread wider: less is used up sooner than it is spread. */
const LEASES_LEFT = 16;

/**
 * How much a shard is lent when it has too little for `need`.
 *
 * Shape:  at most a half of what is left for all shards alike, so that leases shrink towards the end and little lies
 *         unused where it is not needed. The caller has made sure that `need` is there.
 * Units:  as the meter counts.
 */
export function leaseOf(left: number, shards: number, need: number): number {
  return Math.max(need, Math.min(Math.floor(left / (2 * shards)), WRITES_A_LEASE * need));
}

/** How many shards a count that is crowded is spread over next; as many as now where more would not help. */
export function widerThan(shards: number, left: number, need: number): number {
  return left >= LEASES_LEFT * shards * Math.max(1, need) ? Math.min(MOST_SHARDS, 2 * shards) : shards;
}
