import { csvOf } from '../../lib/runtime/csv.ts';
import { encodeCursor } from '../../lib/runtime/cursor.ts';
import { environment } from '../../lib/runtime/environment.ts';

/** A Lambda answers 6 MB at the most; a line takes less than 4 KB. */
export const MOST_LINES = 1000;

/** A page of a table as CSV; where there is more, a Link header says where. */
export async function csvPage(
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] },
  { name, path, list, last }: { name: string; path: string; list: string; last: object | undefined },
) {
  const cursor = await encodeCursor(list, last);
  const joined = path.includes('?') ? '&' : '?';
  const next = `<${environment().BASE_URL}${path}${joined}cursor=${cursor}>; rel="next"`;
  return {
    body: csvOf(table.columns, table.rows),
    headers: {
      'content-disposition': `attachment; filename="${name}.csv"`,
      ...(cursor === null ? {} : { link: next }),
    },
  };
}
