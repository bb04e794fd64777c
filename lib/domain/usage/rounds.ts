/**
 * Places of a list in rounds: none has the same id twice, and what comes again comes in a later one.
 *
 * Shape:  places keep their order within a round.
 * Source: U3: an event counts once, also where one request names it twice.
 */
export function roundsOf(ids: readonly string[]): number[][] {
  const seen = new Map<string, number>();
  const rounds: number[][] = [];
  for (const [place, id] of ids.entries()) {
    const round = seen.get(id) ?? 0;
    seen.set(id, round + 1);
    rounds[round] = [...(rounds[round] ?? []), place];
  }
  return rounds;
}
