import { describe, expect, it } from 'vitest';
import { type Route, routes, suffixOf } from '../../functions/manifest.ts';
import { matchRoute } from '../../infra/local/gateway/router.ts';

const matched = (method: string, path: string) => matchRoute(routes, method, path);

describe('a request’s route', () => {
  it('is the manifest’s own for every route that a gateway knows', () => {
    for (const route of (routes as readonly Route[]).filter(({ path }) => suffixOf(path) === '')) {
      const path = route.path.replaceAll(/\{\w+\}/g, 'x-1');
      expect(matched(route.method, path)).toMatchObject({ kind: 'found', route });
    }
  });

  it('has its suffix in its last parameter, as at a gateway', () => {
    expect(matched('GET', '/v1/accounts/acc_1/invoices/doc_1.pdf')).toMatchObject({
      route: { operation: 'getInvoice' },
      pathParameters: { account: 'acc_1', invoice: 'doc_1.pdf' },
    });
  });

  it.each([
    ['DELETE', '/v1/sessions/current', 'signOut', {}],
    ['GET', '/v1/accounts/acc_1/credit/entries.csv', 'exportCreditEntries', { account: 'acc_1' }],
    ['GET', '/v1/accounts/acc_1/members/mem_2', 'getMember', { account: 'acc_1', member: 'mem_2' }],
  ])('prefers literal segments: %s %s is %s', (method, path, operation, pathParameters) => {
    expect(matched(method, path)).toMatchObject({ kind: 'found', route: { operation }, pathParameters });
  });

  it('has decoded parameters', () => {
    expect(matched('GET', '/v1/users/a%2Fb%20c')).toMatchObject({ pathParameters: { user: 'a/b c' } });
  });

  it.each(['/v1/nothing', '/v1/accounts/', '/v1/catalogue/', '//'])('does not exist for %s', (path) => {
    expect(matched('GET', path)).toEqual({ kind: 'none' });
  });

  it('names the methods there are when the path has others', () => {
    expect(matched('PATCH', '/v1/catalogue')).toEqual({ kind: 'other-method', allow: ['GET', 'PUT'] });
  });
});
