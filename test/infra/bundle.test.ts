import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleFunctions, codeDirectory, MissingEntriesError } from '../../infra/bundle/bundle-functions.ts';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A small project with one area that validates with zod and serves a file of its own and one of a package. */
function project(): string {
  const root = mkdtempSync(join(tmpdir(), 'seatledger-bundle-'));
  roots.push(root);
  mkdirSync(join(root, 'functions/greetings/public'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'functions/greetings/public/style.css'), 'body { color: black }\n');
  writeFileSync(
    join(root, 'functions/greetings/package-assets.json'),
    JSON.stringify([{ from: 'swagger-ui-dist/swagger-ui.css', to: 'docs.css' }]),
  );
  writeFileSync(
    join(root, 'functions/greetings/index.ts'),
    `import { readFileSync } from 'node:fs';
     import { join } from 'node:path';
     import * as z from 'zod';
     const request = z.object({ name: z.string() });
     export const handler = async (event: unknown): Promise<string> => {
       const style = readFileSync(join(import.meta.dirname, 'public/style.css'), 'utf8');
       return request.parse(event).name + ': ' + style + new URL(import.meta.url).protocol;
     };\n`,
  );
  return root;
}

const entries = { greetings: { entry: 'functions/greetings/index.ts' } };

describe('every function is bundled into a folder of its own', () => {
  it('makes a CommonJS module that runs where no package is installed', async () => {
    const root = project();
    bundleFunctions(root, entries);
    rmSync(join(root, 'node_modules'));
    const { handler } = createRequire(import.meta.url)(join(codeDirectory(root, 'greetings'), 'index.js'));
    expect(await handler({ name: 'value' })).toBe('value: body { color: black }\nfile:');
  });

  it('puts the files the area serves beside it', () => {
    const root = project();
    bundleFunctions(root, entries);
    const directory = codeDirectory(root, 'greetings');
    expect(readdirSync(directory).sort()).toEqual(['index.js', 'index.js.map', 'public']);
    expect(readdirSync(join(directory, 'public')).sort()).toEqual(['docs.css', 'style.css']);
  });

  it('makes the same bytes of the same source in any folder', () => {
    const [first = '', second = ''] = [project(), project()].map((root) => {
      bundleFunctions(root, entries);
      return readFileSync(join(codeDirectory(root, 'greetings'), 'index.js'), 'utf8');
    });
    expect(first).toBe(second);
  });

  it('leaves no function of an earlier build behind', () => {
    const root = project();
    bundleFunctions(root, { ...entries, retired: entries.greetings });
    bundleFunctions(root, entries);
    expect(readdirSync(join(root, '.build/functions'))).toEqual(['greetings']);
  });
});

describe('a function without code stops the synth with a sentence', () => {
  it('names each missing entry', () => {
    const missing = { greetings: entries.greetings, orders: { entry: 'functions/orders/index.ts' } };
    const bundling = () => bundleFunctions(project(), missing);
    expect(bundling).toThrow(MissingEntriesError);
    expect(bundling).toThrow(
      'The function "orders" of the manifest has no code: functions/orders/index.ts is missing.',
    );
  });
});
