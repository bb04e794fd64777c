import { listStatements as contract } from '../../lib/contract/credit.ts';
import { moneyJson } from '../../lib/contract/shared.ts';
import { money } from '../../lib/domain/money.ts';
import { decodeCursor, encodeCursor } from '../../lib/runtime/cursor.ts';
import { route } from '../../lib/runtime/route.ts';
import { type LedgerMonth, loadMonths } from '../../lib/store/credit-ledger.ts';

export const listStatements = route(contract, async ({ path, query, today, catalogue }) => {
  const list = `statements:${path.account}`;
  const after = await decodeCursor<{ month: string }>(list, query.cursor);
  const months = (await loadMonths(path.account, { today, catalogue })).reverse();
  const left = after === undefined ? months : months.filter(({ month }) => month < after.month);
  const page = left.slice(0, query.limit);
  const last = left.length > page.length ? page.at(-1) : undefined;
  return {
    body: {
      items: page.map(statementJson),
      next_cursor: await encodeCursor(list, last === undefined ? undefined : { month: last.month }),
    },
  };
});

function statementJson({ month, opening, closing, runs, sealed, chain }: LedgerMonth) {
  const charged = runs.reduce((total, run) => total + run.amount.minor, 0);
  return {
    month,
    opening: moneyJson(opening),
    closing: moneyJson(closing),
    charged: moneyJson(money(charged, opening.currency)),
    sealed,
    hash: chain ?? null,
  };
}
