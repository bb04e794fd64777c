import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, codeDirectory } from '../../infra/bundle/bundle-functions.ts';
import { renderInvoicePdf } from '../../lib/documents/pdf/render-invoice.ts';
import { byTransfer, licence, sampleInvoice } from './sample-invoices.ts';

const root = mkdtempSync(join(tmpdir(), 'seatledger-documents-'));

beforeAll(() => {
  mkdirSync(join(root, 'functions/drawing'), { recursive: true });
  mkdirSync(join(root, 'functions/other'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  writeFileSync(
    join(root, 'functions/drawing/index.ts'),
    `export { renderInvoicePdf as handler } from ${JSON.stringify(resolve('lib/documents/pdf/render-invoice.ts'))};\n`,
  );
  writeFileSync(join(root, 'functions/other/index.ts'), 'export const handler = () => undefined;\n');
  bundleFunctions(root, {
    drawing: { entry: 'functions/drawing/index.ts' },
    other: { entry: 'functions/other/index.ts' },
  });
  rmSync(join(root, 'node_modules'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a bundle that draws documents has its fonts beside it', () => {
  it('draws the same bytes as the source, where no package is installed', async () => {
    const { handler } = createRequire(import.meta.url)(join(codeDirectory(root, 'drawing'), 'index.js'));
    const invoice = sampleInvoice('it', [licence], byTransfer);
    const [bundled, fromSource] = [await handler(invoice), await renderInvoicePdf(invoice)];
    expect(Buffer.compare(bundled, fromSource)).toBe(0);
  });

  it('is deployed with three fonts', () => {
    expect(readdirSync(join(codeDirectory(root, 'drawing'), 'fonts')).sort()).toEqual([
      'DejaVuSans.ttf',
      'Inter_400Regular.ttf',
      'Inter_600SemiBold.ttf',
    ]);
  });

  it('is the only one with fonts', () => {
    expect(readdirSync(codeDirectory(root, 'other')).sort()).toEqual(['index.js', 'index.js.map']);
  });
});
