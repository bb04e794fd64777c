import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/manifest.ts';
import { contracts } from '../../lib/contract/all.ts';
import { apiRoutes } from '../../lib/contract/openapi.ts';
import { settle, type Town } from '../people/support.ts';
import { type Cast, type Character, gather, isAllowed, signIn } from './cast.ts';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await settle();
  cast = await gather(town);
});
afterAll(() => town.deployment.stop());

/** What says that the caller may not, whatever they ask for. Everything else is about the request. */
const REFUSED = ['session.required', 'access.denied', 'account.not-found'];

/** What ends the caller's session, and what ends the person whom the matrix is about. */
const ENDS_SESSION = ['signOut', 'revokeSessions'];
const ENDS_PERSON = ['removeMember', 'eraseUser'];

/** Puts back what a call that was carried out has ended. */
async function restore(operation: string, name: string, character: Character): Promise<void> {
  if (ENDS_PERSON.includes(operation)) cast = await gather(town);
  if (!ENDS_SESSION.includes(operation) || character.email === undefined) return;
  const again = { ...character, ...(await signIn(town, character.email)) };
  cast = { ...cast, characters: { ...cast.characters, [name]: again } };
}

const anyId = (prefix: string) => `${prefix}_00000000000000000000000000`;

function pathOf(route: Route): string {
  const values: Readonly<Record<string, string>> = {
    account: cast.account,
    member: cast.subject.member,
    user: cast.subject.user,
    order: anyId('ord'),
    invoice: anyId('doc'),
    payment: anyId('pay'),
    invitation: anyId('inv'),
    licence: anyId('lic'),
    change: anyId('chg'),
    key: anyId('key'),
    type: 'user',
    add_on: 'calls',
    gateway: 'sandbox',
  };
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the matrix has no ${name} for ${route.path}`);
    return value;
  });
}

/** The answer to a request that says as little as it can: who may not call is told so before anything else. */
async function answer(route: Route, { token }: Character): Promise<string> {
  const { body, consumes } = contracts.get(route.operation as never) ?? {};
  const takesBody = body !== undefined && body.def.type !== 'undefined';
  const isXml = consumes !== undefined;
  const response = await fetch(`${town.deployment.url}${pathOf(route)}`, {
    method: route.method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(takesBody ? { 'content-type': isXml ? 'application/xml' : 'application/json' } : {}),
      'idempotency-key': 'matrix',
    },
    ...(takesBody ? { body: isXml ? '<nothing/>' : '{}' } : {}),
  });
  const text = await response.text();
  if (response.status >= 500 && response.status !== 503) return `fault ${response.status}`;
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : '';
  return REFUSED.includes(code) ? 'refused' : 'allowed';
}

describe('Who may call what: every route of the manifest, by everybody', () => {
  const routes = apiRoutes();

  it.each(routes.map((route) => [route.operation, route] as const))('%s', async (operation, route) => {
    const seen: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const name of Object.keys(cast.characters)) {
      const character = cast.characters[name] as Character;
      expected[name] = isAllowed(route, character) ? 'allowed' : 'refused';
      seen[name] = await answer(route, character);
      if (seen[name] === 'allowed') await restore(operation, name, character);
    }
    expect(seen).toEqual(expected);
  });

  it('has every cell, and both answers in every column', () => {
    const cells = Object.values(cast.characters).map((character) => routes.map((route) => isAllowed(route, character)));
    expect(cells.flat()).toHaveLength(routes.length * 9);
    for (const column of cells) expect(new Set(column).size).toBe(2);
  });
});
