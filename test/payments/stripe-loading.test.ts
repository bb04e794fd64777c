import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { functions } from '../../functions/manifest.ts';

const run = promisify(execFile);

/** Packages of node_modules that a process has loaded once it has imported these files. */
async function loadedBy(entries: readonly string[]): Promise<Set<string>> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({ load(url, context, next) {
      const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
      if (name !== undefined) loaded.add(name);
      return next(url, context);
    } });
    for (const entry of ${JSON.stringify(entries)}) await import('./' + entry);
    process.stdout.write(JSON.stringify([...loaded]));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: process.cwd() });
  return new Set(JSON.parse(stdout) as string[]);
}

describe('T4: nothing of Stripe is loaded where it is not used', () => {
  it('starting the functions that know it loads neither its SDK nor Parameter Store’s', async () => {
    const loaded = await loadedBy([functions.pages.entry, functions.payments.entry]);
    expect(loaded).toContain('zod');
    expect(loaded).not.toContain('stripe');
    expect(loaded).not.toContain('@aws-sdk/client-ssm');
  });
});
