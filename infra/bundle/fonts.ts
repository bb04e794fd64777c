import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { fontFiles } from '../../lib/documents/pdf/font-files.ts';

/** The module that reads fonts, where it runs, from `fonts/` beside the bundle. */
const reader = 'lib/documents/pdf/fonts.ts';

/** Puts the fonts beside a bundle that draws documents, and beside no other. */
export function copyFonts(root: string, bundle: Metafile['outputs'][string] | undefined, directory: string): void {
  if (!Object.keys(bundle?.inputs ?? {}).some((input) => input.endsWith(reader))) return;
  const target = join(directory, 'fonts');
  mkdirSync(target, { recursive: true });
  for (const file of Object.values(fontFiles)) cpSync(join(root, 'node_modules', file), join(target, basename(file)));
}
