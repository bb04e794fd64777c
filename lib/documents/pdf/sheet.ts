import type { Face } from './font-files.ts';
import { breakLines, plainText } from './plain-line.ts';
import { runsOf } from './runs.ts';
import { colours, paper, type TextStyle } from './style.ts';

type Document = PDFKit.PDFDocument;
type Structure = PDFKit.PDFStructureElement;

/** How PDF/UA names the parts of a document. */
export type Tag = 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure' | 'Sect';

/** The height of capitals, by which text is set into its line: the same for both faces of Inter. */
const CAP_HEIGHT = 0.727;
const MOST_LINES = 12;

/**
 * Draws onto the pages of a document: text in lines that are broken here, so that their height is known before anything is
 * drawn, rules and areas; every text as part of the document's structure.
 */
export class Sheet {
  readonly #document: Document;
  readonly #known = new Map<string, boolean>();

  constructor(document: Document) {
    this.#document = document;
  }

  addPage(): void {
    this.#document.addPage();
  }

  /** How wide a text is when it stands on one line. */
  widthOf(text: string, style: TextStyle): number {
    const runs = this.#runs(plainText(text), style);
    return runs.reduce((sum, run) => sum + this.#select(run.face, style).widthOfString(run.text, features(style)), 0);
  }

  linesOf(text: string, style: TextStyle, width: number, most = MOST_LINES): string[] {
    return breakLines(text, width, (line) => this.widthOf(line, style), most);
  }

  /** Draws lines below each other, from `x` to the right or up to it; gives their height. */
  write(lines: readonly string[], x: number, top: number, style: TextStyle, align: 'left' | 'right' = 'left'): number {
    lines.forEach((line, index) => {
      const baseline = top + style.leading * (index + 0.5) + (style.size * CAP_HEIGHT) / 2;
      this.#writeLine(line, align === 'left' ? x : x - this.widthOf(line, style), baseline, style);
    });
    return lines.length * style.leading;
  }

  rule(x: number, y: number, width: number, colour: string = colours.line, thickness = 0.6): void {
    this.decorate(() => {
      this.#document.rect(x, y - thickness / 2, width, thickness).fill(colour);
    });
  }

  area(x: number, y: number, width: number, height: number, colour: string): void {
    this.decorate(() => {
      this.#document.roundedRect(x, y, width, height, 4).fill(colour);
    });
  }

  /** Squares as one path, so that no viewer shows seams between them. */
  squares(squares: readonly (readonly [x: number, y: number])[], size: number): void {
    for (const [x, y] of squares) this.#document.rect(x, y, size, size);
    this.#document.fill('#000000');
  }

  /** A part of the document that has parts itself; to be ended by {@link close}. */
  open(parent: Structure | undefined, tag: Tag | 'Document'): Structure {
    const part = this.#document.struct(tag);
    if (parent === undefined) this.#document.addStructure(part);
    else parent.add(part);
    return part;
  }

  close(part: Structure): void {
    part.end();
  }

  /** Draws a part of the document that is read out; `alternative` is what a picture shows. */
  tagged(parent: Structure, tag: Tag, draw: () => void, alternative?: string): void {
    const options = {
      ...(alternative === undefined ? {} : { alt: alternative }),
      ...(tag === 'TH' ? { scope: 'Column' } : {}),
    };
    parent.add(this.#document.struct(tag, options, [draw]));
  }

  /** Draws what is not read out: rules, areas, and what each page repeats. */
  decorate(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.#document.markContent('Artifact', { type });
    draw();
    this.#document.endMarkedContent();
  }

  #writeLine(line: string, x: number, baseline: number, style: TextStyle): void {
    let at = x;
    // A space nobody sees parts the line from the next for those who have it read out.
    for (const run of this.#runs(`${line} `, style)) {
      const document = this.#select(run.face, style).fillColor(style.colour);
      document.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', ...features(style) });
      at += document.widthOfString(run.text, features(style));
    }
  }

  #runs(line: string, style: TextStyle) {
    return runsOf(line, style.face, (face, letter) => this.#has(face, letter));
  }

  #has(face: Face, letter: string): boolean {
    const key = `${face} ${letter}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      this.#document.font(face);
      const { font } = (this.#document as unknown as { _font: { font: OpenFont } })._font;
      known = Array.from(letter).every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
      this.#known.set(key, known);
    }
    return known;
  }

  #select(face: Face, { size }: TextStyle): Document {
    return this.#document.font(face).fontSize(size);
  }
}

/** The part of the opened font that PDFKit keeps to itself; only it knows which letters there are. */
interface OpenFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** Named even where there are none, or PDFKit lays out word by word and cannot turn right-to-left words round. */
function features({ tabular }: TextStyle): { features: PDFKit.Mixins.OpenTypeFeatures[] } {
  return { features: tabular === true ? ['tnum'] : [] };
}

export const pageSize: [number, number] = [paper.width, paper.height];
