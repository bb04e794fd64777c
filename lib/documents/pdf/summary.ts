import type { Fact, InvoiceView } from '../invoice-view.ts';
import type { Block } from './block.ts';
import type { Sheet } from './sheet.ts';
import { colours, left, middle, right, type TextStyle, text } from './style.ts';

type Structure = PDFKit.PDFStructureElement;

const GUTTER = 14;
const SUMS_LEFT = middle - 36;
const sumsWidth = right - SUMS_LEFT;
const notesWidth = SUMS_LEFT - left - 28;
const PADDING = 3.5;
const BELOW_NOTE = 3;
/** What a seller may write comes to fewer lines, whatever the letters. */
const MOST_NOTE_LINES = 40;

/** What it comes to, with the notes the law wants beside the tax. */
export function summary(sheet: Sheet, { sums, total, notes }: InvoiceView): Block {
  const rows = sums.map((sum) => sumRow(sheet, sum, text.figures, text.figures));
  const totalRow = sumRow(sheet, total, text.totalLabel, text.total);
  const rowsHeight = rows.reduce((height, row) => height + row.height, 0);
  const sumsHeight = rowsHeight + 6 + totalRow.height + 6;
  const heading = notes === undefined ? [] : sheet.linesOf(notes.title, text.label, notesWidth);
  const noted = (notes?.texts ?? []).map((note) => sheet.linesOf(note, noteStyle, notesWidth, MOST_NOTE_LINES));
  const notedHeight = noted.reduce((height, lines) => height + lines.length * noteStyle.leading + BELOW_NOTE, 0);
  const notesHeight = PADDING + heading.length * text.label.leading + 2 + notedHeight;
  return {
    height: Math.max(sumsHeight, notesHeight),
    draw(top, root) {
      let y = top;
      for (const row of rows) y += row.draw(y, root);
      y += 6;
      sheet.rule(SUMS_LEFT, y, sumsWidth, colours.accent, 1);
      totalRow.draw(y + 4, root);
      if (noted.length === 0) return;
      sheet.tagged(root, 'P', () => {
        let below = top + PADDING + sheet.write(heading, left, top + PADDING, text.label) + 2;
        for (const lines of noted) below += sheet.write(lines, left, below, noteStyle) + BELOW_NOTE;
      });
    },
  };
}

const noteStyle: TextStyle = { ...text.body, size: 8.5, leading: 12.5 };

function sumRow(sheet: Sheet, { label, value }: Fact, labelStyle: TextStyle, valueStyle: TextStyle) {
  const width = sumsWidth - sheet.widthOf(value, valueStyle) - GUTTER;
  const lines = sheet.linesOf(label, labelStyle, width);
  return {
    height: 2 * PADDING + lines.length * labelStyle.leading,
    draw(top: number, root: Structure): number {
      const y = top + PADDING;
      sheet.tagged(root, 'P', () => {
        const height = sheet.write(lines, SUMS_LEFT, y, labelStyle);
        sheet.write([value], right, y + height - valueStyle.leading, valueStyle, 'right');
      });
      return this.height;
    },
  };
}
