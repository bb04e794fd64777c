import type { Fact, InvoiceView, PartyView } from '../invoice-view.ts';
import type { Block } from './block.ts';
import type { Sheet } from './sheet.ts';
import { colours, contentWidth, left, middle, right, text } from './style.ts';

const columnWidth = right - middle;
const GAP = 26;
const ABOVE_SMALL = 2;

/** The top of the first page: what the document is, who sells, who buys, and when. */
export function masthead(sheet: Sheet, view: InvoiceView): Block {
  const title = sheet.linesOf(view.title, text.title, middle - left - 24);
  const number = sheet.linesOf(view.number, text.number, middle - left - 24);
  const seller = party(sheet, view.seller, columnWidth);
  const buyer = party(sheet, view.buyer, middle - left - 36);
  const facts = factList(sheet, [...view.facts], view.order);
  const titleHeight = title.length * text.title.leading + number.length * text.number.leading + 4;
  const upper = Math.max(titleHeight, seller.height);
  const lower = Math.max(buyer.height, facts.height);
  return {
    height: upper + GAP + lower,
    draw(top, root) {
      sheet.tagged(root, 'H1', () => {
        const below = top + sheet.write(title, left - 1, top - 4, text.title) - 1;
        sheet.write(number, left, below, text.number);
      });
      seller.draw(middle, top, root);
      buyer.draw(left, top + upper + GAP, root);
      facts.draw(middle, top + upper + GAP, root);
    },
  };
}

type Part = { readonly height: number; draw(x: number, top: number, root: PDFKit.PDFStructureElement): void };

function party(sheet: Sheet, { label, name, lines, registration }: PartyView, width: number): Part {
  const labelled = sheet.linesOf(label, text.label, width);
  const named = sheet.linesOf(name, text.name, width);
  const below = lines.flatMap((line) => sheet.linesOf(line, text.body, width, 6));
  const registered = registration === undefined ? [] : sheet.linesOf(registration, text.small, width);
  const smallHeight = registered.length === 0 ? 0 : ABOVE_SMALL + registered.length * text.small.leading;
  return {
    height:
      labelled.length * text.label.leading +
      3 +
      named.length * text.name.leading +
      below.length * text.body.leading +
      smallHeight,
    draw(x, top, root) {
      sheet.tagged(root, 'P', () => {
        let y = top + sheet.write(labelled, x, top, text.label) + 3;
        y += sheet.write(named, x, y, text.name);
        y += sheet.write(below, x, y, text.body);
        sheet.write(registered, x, y + ABOVE_SMALL, text.small);
      });
    },
  };
}

function factList(sheet: Sheet, facts: readonly Fact[], order: Fact): Part {
  const rowHeight = 18;
  return {
    height: (facts.length + 1) * rowHeight,
    draw(x, top, root) {
      [...facts, order].forEach((fact, index) => {
        const y = top + index * rowHeight;
        const isOrder = fact === order;
        sheet.rule(x, y, columnWidth);
        sheet.tagged(root, 'P', () => {
          sheet.write([fact.label], x, y + 3.5, { ...text.label, size: 8 });
          sheet.write([fact.value], right, isOrder ? y + 3.5 : y + 2.5, isOrder ? text.small : text.strong, 'right');
        });
      });
      sheet.rule(x, top + (facts.length + 1) * rowHeight, columnWidth);
    },
  };
}

/** What a credit note corrects and why, before its lines. */
export function correctionBox(sheet: Sheet, { title, texts }: NonNullable<InvoiceView['correction']>): Block {
  const inset = 14;
  const width = contentWidth - 2 * inset;
  const heading = sheet.linesOf(title, text.name, width);
  const below = texts.flatMap((line) => sheet.linesOf(line, text.body, width));
  const height = 2 * 11 + heading.length * text.name.leading + 2 + below.length * text.body.leading;
  return {
    height,
    draw(top, root) {
      sheet.area(left, top, contentWidth, height, colours.wash);
      sheet.tagged(root, 'P', () => {
        const y = top + 11 + sheet.write(heading, left + inset, top + 11, text.name) + 2;
        sheet.write(below, left + inset, y, text.body);
      });
    },
  };
}
