import type { Face } from './font-files.ts';

/** A4 in points, and the paper that stays free. */
export const paper = { width: 595.28, height: 841.89, side: 56.7, top: 56.7, bottom: 62 } as const;
export const left = paper.side;
export const right = paper.width - paper.side;
export const contentWidth = right - left;
export const contentBottom = paper.height - paper.bottom;
/** Where the second of two equal columns begins. */
export const middle = left + contentWidth / 2 + 12;

const ink = '#14202e';
const soft = '#4a5a6c';
export const colours = { ink, soft, line: '#d7dfe8', accent: '#1f4fd8', wash: '#f1f5fd', paper: '#ffffff' } as const;

export interface TextStyle {
  readonly face: Exclude<Face, 'other'>;
  readonly size: number;
  /** From line to line. */
  readonly leading: number;
  readonly colour: string;
  /** Figures of equal width, for columns of amounts. */
  readonly tabular?: true;
}

export const text = {
  title: { face: 'semibold', size: 22, leading: 27, colour: ink },
  number: { face: 'semibold', size: 11.5, leading: 16, colour: colours.accent },
  label: { face: 'regular', size: 7.5, leading: 11, colour: soft },
  name: { face: 'semibold', size: 9.5, leading: 13.5, colour: ink },
  body: { face: 'regular', size: 9, leading: 13, colour: ink },
  strong: { face: 'semibold', size: 9, leading: 13, colour: ink },
  small: { face: 'regular', size: 7.5, leading: 11, colour: soft },
  figures: { face: 'regular', size: 9, leading: 13, colour: ink, tabular: true },
  total: { face: 'semibold', size: 13, leading: 18, colour: ink, tabular: true },
  totalLabel: { face: 'semibold', size: 10.5, leading: 18, colour: ink },
} as const satisfies Readonly<Record<string, TextStyle>>;
