import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { functions } from '../../functions/manifest.ts';
import { copyFonts } from './fonts.ts';
import { copyPublicFiles } from './public-files.ts';

const buildFolder = '.build/functions';

type Entries = Readonly<Record<string, { readonly entry: string }>>;

/** The manifest names files that are not there: nothing can be deployed. */
export class MissingEntriesError extends Error {
  constructor(missing: readonly string[]) {
    super(missing.join('\n'));
    this.name = 'MissingEntriesError';
  }
}

export function codeDirectory(root: string, name: string): string {
  return join(root, buildFolder, name);
}

/**
 * Bundles every function into a folder of its own, in one run of esbuild: a run for each costs seconds more. Paths are
 * relative to the root throughout, so that the same source gives the same bytes, and the same asset hash, everywhere.
 */
export function bundleFunctions(root: string, entries: Entries = functions): void {
  requireEntries(root, entries);
  rmSync(join(root, buildFolder), { recursive: true, force: true });
  const { metafile } = buildSync({
    ...buildOptions,
    metafile: true,
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, { entry }]) => ({ in: entry, out: `${name}/index` })),
    outdir: buildFolder,
  });
  for (const [name, { entry }] of Object.entries(entries)) {
    copyPublicFiles(root, dirname(entry), join(codeDirectory(root, name), 'public'));
    copyFonts(root, metafile.outputs[`${buildFolder}/${name}/index.js`], codeDirectory(root, name));
  }
}

const buildOptions: BuildOptions = {
  bundle: true,
  splitting: false,
  minify: true,
  // Stack traces and error names in the log stay readable without the source maps, which are not deployed.
  keepNames: true,
  sourcemap: 'external',
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // A CommonJS bundle has no import.meta; these keep files beside the bundle findable.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': '__fileUrl' },
  banner: { js: 'const __fileUrl=require("node:url").pathToFileURL(__filename).href;' },
  logLevel: 'warning',
};

function requireEntries(root: string, entries: Entries): void {
  const missing = Object.entries(entries)
    .filter(([, { entry }]) => !existsSync(join(root, entry)))
    .map(([name, { entry }]) => `The function "${name}" of the manifest has no code: ${entry} is missing.`);
  if (missing.length > 0) throw new MissingEntriesError(missing);
}
