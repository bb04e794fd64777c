import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Face, fontFiles } from './font-files.ts';

/** In AWS the files lie in `fonts/` beside the bundle, of which this file is a part. */
const besideBundle = join(import.meta.dirname, 'fonts');
const packages = join(import.meta.dirname, '../../../node_modules');

type Fonts = Readonly<Record<Face, Buffer>>;
let fonts: Promise<Fonts> | undefined;

/** The bytes of the fonts, read once. */
export function readFonts(): Promise<Fonts> {
  fonts ??= read();
  return fonts;
}

async function read(): Promise<Fonts> {
  const isBundled = existsSync(besideBundle);
  const pathOf = (file: string) => (isBundled ? join(besideBundle, basename(file)) : join(packages, file));
  const [regular, semibold, other] = await Promise.all([
    readFile(pathOf(fontFiles.regular)),
    readFile(pathOf(fontFiles.semibold)),
    readFile(pathOf(fontFiles.other)),
  ]);
  return { regular, semibold, other };
}
