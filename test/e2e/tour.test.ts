import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const tour = fileURLToPath(new URL('../../infra/tour/main.ts', import.meta.url));

it('the tour sees every number as the rules say', async () => {
  const child = spawn(process.execPath, [tour], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code, output).toBe(0);
  expect(output).toMatch(/\d+ as expected, 0 not/);
  expect(output.match(/^The invoices\.$/gm), 'every story ends with its invoices').toHaveLength(5);
  expect(output.match(/^The books, by double entry\.$/gm)).toHaveLength(5);
}, 600_000);
