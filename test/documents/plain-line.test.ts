import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, letters, plainText } from '../../lib/documents/pdf/plain-line.ts';
import { runsOf } from '../../lib/documents/pdf/runs.ts';

const widthOf = (line: string) => letters(line).length;
const broken = (text: string, width: number, most = 99) => breakLines(text, width, widthOf, most);

describe('a text is broken into lines that fit', () => {
  it.each([
    ['at spaces', 'one two three', 8, ['one two', 'three']],
    ['after a hyphen', 'Mustermann-Beispiel', 12, ['Mustermann-', 'Beispiel']],
    ['before the host of an address', 'billing@example.com', 12, ['billing@', 'example.com']],
    ['within a word wider than the line', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['at other spaces within such a word', 'a\u2002\u2002b', 1, ['a', 'b']],
    ['without a line of spaces alone', '\u00a0\u00a0\u00a0a\u00a0', 1, ['a']],
    ['at its own line breaks', 'one\r\ntwo', 8, ['one', 'two']],
    ['not at a no-break space', 'costs 1\u00a0443\u00a0€', 9, ['costs', '1\u00a0443\u00a0€']],
    ['not within a letter of several characters', 'e\u0323e\u0323e\u0323', 2, ['ẹẹ', 'ẹ']],
    ['to one empty line', '', 4, ['']],
  ])('%s', (_where, text, width, lines) => {
    expect(broken(text, width)).toEqual(lines);
  });

  it('ends with an ellipsis where there are more lines than wanted', () => {
    expect(broken('one two three four', 5, 2)).toEqual(['one', 'two…']);
  });

  it('makes no line too wide and loses no letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = broken(text, width, 1000);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        const visible = (part: string) => part.replaceAll(/\s/g, '');
        expect(visible(lines.join(''))).toBe(visible(plainText(text)));
      }),
    );
  });
});

describe('a text is plain before it is drawn', () => {
  it.each([
    ['marks of direction', 'a\u202eb\u2066c\u200f', 'abc'],
    ['controls', 'a\u0000b\u001bc\u007f', 'abc'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['invisible spaces', 'a\u200b\ufeffb', 'ab'],
  ])('without %s', (_what, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('a line is parted by the font that can write it', () => {
  const has = (face: string, letter: string) => (face === 'other' ? /\p{Script=Hebrew}|\ufffd/u : /[ -~]/).test(letter);
  it.each([
    ['Example Ltd', [['regular', 'Example Ltd']]],
    ['חברה לדוגמה', [['other', 'חברה לדוגמה']]],
    [
      'Ltd חברה Ltd',
      [
        ['regular', 'Ltd '],
        ['other', 'חברה'],
        ['regular', ' '],
        ['regular', 'Ltd'],
      ],
    ],
    [
      '株!',
      [
        ['other', '\ufffd'],
        ['regular', '!'],
      ],
    ],
  ])('%s', (line, runs) => {
    expect(runsOf(line, 'regular', has).map(({ face, text }) => [face, text])).toEqual(runs);
  });
});
