import type { Invoice } from '../../domain/invoices/invoice.ts';
import { type InvoiceView, invoiceView } from '../invoice-view.ts';
import type { Block } from './block.ts';
import { readFonts } from './fonts.ts';
import { type LinesTable, linesTable } from './lines-table.ts';
import { correctionBox, masthead } from './masthead.ts';
import { type PageContent, paginate } from './paginate.ts';
import { paymentBox } from './payment-box.ts';
import { pageSize, Sheet } from './sheet.ts';
import { contentBottom, contentWidth, left, paper, right, text } from './style.ts';
import { summary } from './summary.ts';

const ABOVE_TABLE = 30;
const ABOVE_BLOCK = 20;
const RUNNING_HEAD = 30;

/**
 * An invoice or credit note as a PDF of A4 pages, in the buyer's language.
 *
 * Shape:  tagged, with its language and title; the same invoice gives the same bytes.
 * Errors: those of a wrong IBAN, BIC or reference in its transfer: a caller's bug.
 * Source: T1, T4.
 */
export async function renderInvoicePdf(invoice: Invoice): Promise<Uint8Array> {
  const [{ default: Document }, fonts] = await Promise.all([import('pdfkit'), readFonts()]);
  const view = invoiceView(invoice);
  const document = new Document({
    size: pageSize,
    margin: 0,
    autoFirstPage: false,
    // Any name here would load one of the standard fonts, whose measures are not in a bundle.
    font: '',
    pdfVersion: '1.7',
    tagged: true,
    lang: view.locale,
    displayTitle: true,
    info: {
      Title: `${view.title} ${view.number}`,
      Creator: 'Seatledger',
      CreationDate: new Date(`${invoice.issuedOn}T00:00:00Z`),
    },
  });
  const bytes = bytesOf(document);
  for (const [face, font] of Object.entries(fonts)) document.registerFont(face, font);
  drawPages(new Sheet(document), view);
  document.end();
  return bytes;
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of document) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

function drawPages(sheet: Sheet, view: InvoiceView): void {
  const top = masthead(sheet, view);
  const correction = view.correction === undefined ? undefined : correctionBox(sheet, view.correction);
  const table = linesTable(sheet, view.columns, view.lines);
  const blocks = [summary(sheet, view), ...(view.payment === undefined ? [] : [paymentBox(sheet, view.payment)])];
  const tableTop = paper.top + top.height + (correction === undefined ? 0 : correction.height + 22) + ABOVE_TABLE;
  const pages = paginate({
    rows: table.rowHeights,
    sums: blocks.reduce((sum, { height }) => sum + height + ABOVE_BLOCK, 0),
    firstRoom: contentBottom - tableTop - table.headHeight,
    nextRoom: contentBottom - paper.top - RUNNING_HEAD - table.headHeight,
  });
  const root = sheet.open(undefined, 'Document');
  let structure: PDFKit.PDFStructureElement | undefined;
  pages.forEach((page, index) => {
    sheet.addPage();
    const isFirst = index === 0;
    if (isFirst) {
      top.draw(paper.top, root);
      correction?.draw(paper.top + top.height + 22, root);
    } else drawRunningHead(sheet, view);
    drawFoot(sheet, view, index + 1, pages.length);
    structure ??= sheet.open(root, 'Table');
    const below = drawTable(table, page, isFirst ? tableTop : paper.top + RUNNING_HEAD, structure, isFirst);
    if (page.hasSums) drawBlocks(blocks, below, root);
  });
  sheet.close(root);
}

function drawTable(
  table: LinesTable,
  { from, to }: PageContent,
  top: number,
  structure: PDFKit.PDFStructureElement,
  isFirst: boolean,
): number {
  if (from === to) return top;
  table.drawHead(top, isFirst ? structure : undefined);
  let y = top + table.headHeight;
  for (let row = from; row < to; row += 1) {
    table.drawRow(row, y, structure);
    y += table.rowHeights[row] ?? 0;
  }
  return y;
}

function drawBlocks(blocks: readonly Block[], top: number, root: PDFKit.PDFStructureElement): void {
  let y = top;
  for (const block of blocks) {
    block.draw(y + ABOVE_BLOCK, root);
    y += ABOVE_BLOCK + block.height;
  }
}

function drawRunningHead(sheet: Sheet, view: InvoiceView): void {
  sheet.decorate(() => {
    sheet.write([`${view.title} ${view.number}`], left, paper.top - 6, text.strong);
    const [buyer = ''] = sheet.linesOf(view.buyer.name, text.small, contentWidth / 2, 1);
    sheet.write([buyer], right, paper.top - 5, text.small, 'right');
  }, 'Pagination');
}

function drawFoot(sheet: Sheet, view: InvoiceView, page: number, pages: number): void {
  const y = paper.height - 46;
  sheet.rule(left, y, contentWidth);
  sheet.decorate(() => {
    const pageText = view.pageText(page, pages);
    const room = contentWidth - sheet.widthOf(pageText, text.small) - 24;
    sheet.write(sheet.linesOf(view.imprint, text.small, room, 1), left, y + 7, text.small);
    sheet.write([pageText], right, y + 7, text.small, 'right');
  }, 'Pagination');
}
