/**
 * Text as it can be drawn: composed, without marks that steer its direction or shape, and without controls, so that no name
 * can turn round, hide or overprint what stands beside it. Line breaks stay.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, (mark) => (mark === '\n' ? mark : ''));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader sees as one letter each. */
export function letters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

const ELLIPSIS = '…';

/**
 * Breaks a text into lines no wider than `width`: at spaces and after hyphens and slashes, and within a word that is wider
 * than a line. What does not fit into `most` lines ends with an ellipsis.
 */
export function breakLines(text: string, width: number, widthOf: (line: string) => number, most: number): string[] {
  const lines = plainText(text)
    .split('\n')
    .flatMap((paragraph) => breakParagraph(paragraph, width, widthOf, most + 1));
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const last = letters(kept[most - 1] ?? '');
  while (last.length > 0 && widthOf(last.join('').trimEnd() + ELLIPSIS) > width) last.pop();
  kept[most - 1] = last.join('').trimEnd() + ELLIPSIS;
  return kept;
}

function breakParagraph(paragraph: string, width: number, widthOf: (line: string) => number, enough: number): string[] {
  const lines: string[] = [];
  let line = '';
  // No-break spaces hold amounts and dates together, so only plain spaces part words.
  for (const piece of paragraph.trim().split(/(?<= )(?! )|(?<=[-/–@])(?=\p{L})/u)) {
    if (widthOf((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    if (lines.length >= enough) return lines;
    line = '';
    for (const letter of letters(piece)) {
      if (line !== '' && widthOf((line + letter).trimEnd()) > width) {
        if (line.trim() !== '') lines.push(line.trimEnd());
        line = '';
        if (lines.length >= enough) return lines;
      }
      line += letter;
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
