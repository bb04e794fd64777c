import type { Face } from './font-files.ts';
import { letters } from './plain-line.ts';

export interface Run {
  readonly face: Face;
  readonly text: string;
}

/** Stands where no font has the letter, such as an emoji or an ideogram. */
const UNKNOWN = '\ufffd';

/**
 * Parts a line into runs of the wanted face and of the one that stands in for it. Spaces between two words of the other
 * face belong to it: a font turns the words of a right-to-left script round only within a run.
 */
export function runsOf(line: string, wanted: Face, has: (face: Face, letter: string) => boolean): Run[] {
  const runs: { face: Face; text: string }[] = [];
  for (const letter of letters(line)) {
    const face = has(wanted, letter) ? wanted : 'other';
    const text = face === wanted || has('other', letter) ? letter : UNKNOWN;
    const last = runs.at(-1);
    if (last !== undefined && (last.face === face || letter === ' ')) last.text += text;
    else runs.push({ face, text });
  }
  return runs.flatMap((run) => {
    if (run.face === wanted) return [run];
    const words = run.text.trimEnd();
    return [
      { face: run.face, text: words },
      { face: wanted, text: run.text.slice(words.length) },
    ].filter(({ text }) => text !== '');
  });
}
