import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What other programs than the one that wrote it find in a PDF. */
export interface ReadPdf {
  readonly info: string;
  readonly structure: string;
  /** The text of each page, laid out as it is on paper, with plain spaces. */
  readonly pages: readonly string[];
  /** What a scanner reads from the codes on the last page. */
  readonly codes: () => string;
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  return withFile(bytes, (file) => {
    const text = run('pdftotext', ['-layout', file, '-']).replaceAll(/[\u00a0\u202f]/g, ' ');
    return {
      info: run('pdfinfo', [file]),
      structure: run('pdfinfo', ['-struct-text', file]),
      pages: text.split('\f').slice(0, -1),
      codes: () => readCodes(bytes),
    };
  });
}

function readCodes(bytes: Uint8Array): string {
  return withFile(bytes, (file, folder) => {
    const last = String(run('pdfinfo', [file]).match(/Pages:\s+(\d+)/)?.[1]);
    run('pdftoppm', ['-r', '150', '-f', last, '-l', last, '-singlefile', '-png', file, join(folder, 'page')]);
    return run('zbarimg', ['--quiet', '--raw', join(folder, 'page.png')]).trimEnd();
  });
}

function withFile<T>(bytes: Uint8Array, use: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'seatledger-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, bytes);
    return use(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
