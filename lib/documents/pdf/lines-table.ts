import type { LineView } from '../invoice-lines-view.ts';
import type { Sheet } from './sheet.ts';
import { colours, contentWidth, left, right, text } from './style.ts';

type Structure = PDFKit.PDFStructureElement;

export interface LinesTable {
  readonly headHeight: number;
  readonly rowHeights: readonly number[];
  /** The head is part of the table once; on other pages it is a repetition that nobody needs read out. */
  drawHead(top: number, table: Structure | undefined): void;
  drawRow(row: number, top: number, table: Structure): void;
}

const GUTTER = 14;
const NARROWEST = 58;
const WIDEST_HEAD = 84;
/** Air above and below a line; less of it where there are many, to save pages. */
const PADDING = { few: 7, many: 5 } as const;
const MANY_LINES = 10;

/** Columns as wide as the amounts in them; the description has the rest. */
export function linesTable(sheet: Sheet, columns: LineView, lines: readonly LineView[]): LinesTable {
  const widthOf = (key: 'quantity' | 'unitPrice' | 'amount') =>
    Math.max(
      NARROWEST,
      Math.min(WIDEST_HEAD, sheet.widthOf(columns[key], text.label)),
      ...lines.map((line) => sheet.widthOf(line[key], text.figures)),
    );
  const [quantityWidth, unitPriceWidth, amountWidth] = [widthOf('quantity'), widthOf('unitPrice'), widthOf('amount')];
  const unitPriceRight = right - amountWidth - GUTTER;
  const quantityRight = unitPriceRight - unitPriceWidth - GUTTER;
  const nameWidth = quantityRight - quantityWidth - GUTTER - left;
  const head = [
    { x: left, align: 'left', lines: sheet.linesOf(columns.name, text.label, nameWidth) },
    { x: quantityRight, align: 'right', lines: sheet.linesOf(columns.quantity, text.label, quantityWidth) },
    { x: unitPriceRight, align: 'right', lines: sheet.linesOf(columns.unitPrice, text.label, unitPriceWidth) },
    { x: right, align: 'right', lines: sheet.linesOf(columns.amount, text.label, amountWidth) },
  ] as const;
  const padding = lines.length > MANY_LINES ? PADDING.many : PADDING.few;
  const headLines = Math.max(...head.map((cell) => cell.lines.length));
  const headHeight = headLines * text.label.leading + 6;
  const rows = lines.map((line) => ({
    name: sheet.linesOf(line.name, text.body, nameWidth),
    detail: line.detail === '' ? [] : sheet.linesOf(line.detail, text.small, nameWidth),
    cells: [
      { x: quantityRight, value: line.quantity },
      { x: unitPriceRight, value: line.unitPrice },
      { x: right, value: line.amount },
    ],
  }));
  return {
    headHeight,
    rowHeights: rows.map(
      ({ name, detail }) => 2 * padding + name.length * text.body.leading + detail.length * text.small.leading,
    ),
    drawHead(top, table) {
      const row = table === undefined ? undefined : sheet.open(table, 'TR');
      for (const cell of head) {
        const y = top + (headLines - cell.lines.length) * text.label.leading;
        const draw = () => void sheet.write(cell.lines, cell.x, y, text.label, cell.align);
        if (row === undefined) sheet.decorate(draw, 'Pagination');
        else sheet.tagged(row, 'TH', draw);
      }
      if (row !== undefined) sheet.close(row);
      sheet.rule(left, top + headHeight, contentWidth, colours.accent, 1);
    },
    drawRow(index, top, table) {
      const { name, detail, cells } = rows[index] ?? { name: [], detail: [], cells: [] };
      const row = sheet.open(table, 'TR');
      const y = top + padding;
      sheet.tagged(row, 'TD', () => {
        const below = y + sheet.write(name, left, y, text.body);
        sheet.write(detail, left, below, text.small);
      });
      for (const { x, value } of cells) {
        sheet.tagged(row, 'TD', () => void sheet.write([value], x, y, text.figures, 'right'));
      }
      sheet.close(row);
      const height = 2 * padding + name.length * text.body.leading + detail.length * text.small.leading;
      sheet.rule(left, top + height, contentWidth);
    },
  };
}
