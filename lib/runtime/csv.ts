import { stringify } from 'csv-stringify/sync';

type Cell = string | number;

/** A cell that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A table as CSV, its columns first.
 *
 * Shape:  numbers stay numbers, so that a column can be summed; any other text that a spreadsheet would run as a formula
 *         begins with an apostrophe.
 */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([columns, ...rows.map((row) => row.map(harmless))]);
}

function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
