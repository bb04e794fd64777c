/** Something on a page whose height is known before it is drawn, over the whole width of the text. */
export interface Block {
  readonly height: number;
  draw(top: number, root: PDFKit.PDFStructureElement): void;
}
