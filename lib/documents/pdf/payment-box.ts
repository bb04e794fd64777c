import { encode } from 'uqr';
import type { Fact } from '../invoice-view.ts';
import type { PaymentView } from '../payment-view.ts';
import type { Block } from './block.ts';
import type { Sheet } from './sheet.ts';
import { colours, contentWidth, left, right, type TextStyle, text } from './style.ts';

const INSET = 16;
const GUTTER = 16;
/** Sides of the code with its quiet zone; a module is about 0.7 mm, which phones read from paper and screen. */
const CODE = 108;
const QUIET_MODULES = 4;

const amountStyle: TextStyle = { ...text.total, size: 14, leading: 20 };
const valueStyle: TextStyle = { ...text.strong, tabular: true };

/** What is still to be paid, until when and how; or that nothing is. */
export function paymentBox(sheet: Sheet, payment: PaymentView): Block {
  const codeWidth = payment.qr === undefined ? 0 : CODE + GUTTER;
  const width = contentWidth - 2 * INSET - codeWidth;
  const amountWidth = payment.amount === undefined ? 0 : sheet.widthOf(payment.amount, amountStyle) + GUTTER;
  const title = sheet.linesOf(payment.title, text.totalLabel, width - amountWidth);
  const hint = sheet.linesOf(payment.hint, text.small, width);
  const fields = fieldList(sheet, payment.fields, width);
  const captionWidth = CODE;
  const caption = payment.qr === undefined ? [] : sheet.linesOf(payment.qr.caption, text.small, captionWidth);
  const titleHeight = Math.max(title.length * text.totalLabel.leading, payment.amount === undefined ? 0 : 20);
  const textHeight =
    titleHeight + (payment.fields.length > 0 ? 8 + fields.height + 6 : 1) + hint.length * text.small.leading;
  const codeHeight = payment.qr === undefined ? 0 : CODE + 4 + caption.length * text.small.leading;
  const height = 2 * 13 + Math.max(textHeight, codeHeight);
  return {
    height,
    draw(top, root) {
      sheet.area(left, top, contentWidth, height, colours.wash);
      const x = left + INSET;
      const y = top + 13;
      sheet.tagged(root, 'H2', () => {
        sheet.write(title, x, y + 1, text.totalLabel);
        if (payment.amount !== undefined) sheet.write([payment.amount], x + width, y, amountStyle, 'right');
      });
      let below = y + titleHeight + 1;
      if (payment.fields.length > 0) {
        fields.draw(x, below + 7, root);
        below += 7 + fields.height + 6;
      }
      sheet.tagged(root, 'P', () => void sheet.write(hint, x, below, text.small));
      if (payment.qr === undefined) return;
      const codeLeft = right - INSET - CODE;
      drawCode(sheet, payment.qr, codeLeft, y, root);
      sheet.tagged(root, 'P', () => {
        caption.forEach((line, index) => {
          const centred = codeLeft + (CODE - sheet.widthOf(line, text.small)) / 2;
          sheet.write([line], centred, y + CODE + 4 + index * text.small.leading, text.small);
        });
      });
    },
  };
}

function fieldList(sheet: Sheet, fields: readonly Fact[], width: number) {
  const labelWidth = Math.min(width / 2, Math.max(0, ...fields.map(({ label }) => sheet.widthOf(label, text.small))));
  const rows = fields.map(({ label, value }) => ({
    label: sheet.linesOf(label, text.small, labelWidth + 1),
    value: sheet.linesOf(value, valueStyle, width - labelWidth - GUTTER),
  }));
  const heightOf = (row: (typeof rows)[number]) => Math.max(row.label.length, row.value.length) * 14.5;
  return {
    height: rows.reduce((sum, row) => sum + heightOf(row), 0),
    draw(x: number, top: number, root: PDFKit.PDFStructureElement) {
      let y = top;
      for (const row of rows) {
        sheet.tagged(root, 'P', () => {
          sheet.write(row.label, x, y + 1.4, text.small);
          sheet.write(row.value, x + labelWidth + GUTTER, y, valueStyle);
        });
        y += heightOf(row);
      }
    },
  };
}

function drawCode(
  sheet: Sheet,
  { payload, alternative }: NonNullable<PaymentView['qr']>,
  x: number,
  top: number,
  root: PDFKit.PDFStructureElement,
): void {
  // The guidelines for this code ask for error correction M, so that a fold or a stain does not cost a payment.
  const { data, size } = encode(payload, { ecc: 'M', border: 0 });
  const side = CODE / (size + 2 * QUIET_MODULES);
  const dark = data.flatMap((row, down) =>
    row.flatMap((isDark, across) =>
      isDark ? [[x + (across + QUIET_MODULES) * side, top + (down + QUIET_MODULES) * side] as const] : [],
    ),
  );
  sheet.area(x, top, CODE, CODE, colours.paper);
  sheet.tagged(root, 'Figure', () => sheet.squares(dark, side), alternative);
}
