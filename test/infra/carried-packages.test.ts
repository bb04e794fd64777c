import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { functions } from '../../functions/manifest.ts';

/** The functions whose bundles carry a package. */
function carriersOf(name: string): string[] {
  const { metafile } = buildSync({
    entryPoints: Object.entries(functions).map(([out, { entry }]) => ({ in: entry, out })),
    outdir: 'none',
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  return Object.entries(metafile.outputs)
    .filter(([, { imports }]) => imports.some(({ path }) => path === name))
    .map(([file]) => file.slice('none/'.length, -'.js'.length))
    .sort();
}

describe('a large package is carried by the functions that use it alone', () => {
  it.each([
    ['stripe', ['pages', 'payments']],
    ['@e-invoice-eu/core', ['e-invoicer']],
    ['pdfkit', ['downloads', 'invoices']],
    ['ical-generator', ['mailer', 'pages', 'support']],
    ['nodemailer/lib/mail-composer', ['mailer']],
  ])('%s by %j', (name, carriers) => {
    expect(carriersOf(name)).toEqual(carriers);
  });
});
