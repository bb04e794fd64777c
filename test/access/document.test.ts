import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Route, routes } from '../../functions/manifest.ts';
import { apiKeyScopes } from '../../lib/domain/api-key.ts';
import { cellOf, kindNames } from './callers.ts';
import { accessDocument, documentFile } from './document.ts';

const all = routes as readonly Route[];

describe('functions/ACCESS.md', () => {
  it('is what the manifest says; `node test/access/document.ts` writes it again', () => {
    expect(readFileSync(documentFile, 'utf8')).toBe(accessDocument());
  });

  it('has a row for every route, with a cell for every kind of caller', () => {
    const rows = accessDocument()
      .split('\n')
      .filter((line) => /^\| `(GET|POST|PUT|PATCH|DELETE) /.test(line));
    expect(rows).toHaveLength(all.length);
    for (const row of rows) expect(row.match(/(?<=\| )(✓|401|403|404)(?= \|)/g)).toHaveLength(kindNames.length);
  });

  it('has a column for every scope of API keys', () => {
    for (const scope of apiKeyScopes) expect(kindNames).toContain(`a key for ${scope}`);
  });

  it('lets everybody do something and nobody everything, but for a revoked key', () => {
    const api = all.filter(({ kind }) => kind !== 'page');
    for (const kind of kindNames) {
      const allowed = api.filter((route) => cellOf(route, kind) === 'allowed').length;
      expect([kind, allowed > 0, allowed < api.length]).toEqual([kind, kind !== 'a revoked key', true]);
    }
  });
});
