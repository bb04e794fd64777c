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
}, 600_000);
