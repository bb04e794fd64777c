import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/manifest.ts';
import { apiRoutes } from '../../lib/contract/openapi.ts';
import { type Town, tableItems } from '../people/support.ts';
import { type Cell, cellOf, type Kind, kindNames, knowsAccount } from './callers.ts';
import { appoint, type Cast, type Character, gather, manage, signIn } from './cast.ts';
import { newMember, settleWithEverything } from './full-account.ts';
import { type Answer, ask, idleRequestFor, nowhere, requestFor, type Sample, type Wanted } from './requests.ts';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await settleWithEverything();
  cast = await gather(town);
});
afterAll(() => town.deployment.stop());

const routes = apiRoutes();
const operations = routes.map((route) => [route.operation, route] as const);

/** What is asked about, by whoever asks: themselves, where the column says so. */
function sampleFor({ about }: Character): Sample {
  const { full, reseller } = cast;
  return {
    ...full.ids,
    account: full.owner.account,
    slot: full.slot,
    reseller: reseller.account,
    key: nowhere['key'] ?? '',
    ...about,
  };
}

function send(route: Route, wanted: Wanted, { token }: Character): Promise<Answer> {
  return ask(town.deployment.url, route, wanted, token);
}

const refusals = ['session.required', 'access.denied', 'account.not-found'];

/** What an answer says of its cell. Everything but these refusals is about the request, not about the caller. */
function cellIn({ status, code }: Answer): Cell | string {
  if (code === 'route.not-found' || (status >= 500 && code !== 'invoice.xml-not-ready'))
    return `fault ${status} ${code}`;
  return code !== undefined && refusals.includes(code) ? code : 'allowed';
}

function split(route: Route): { allowed: Kind[]; refused: Kind[] } {
  const allowed = kindNames.filter((kind) => cellOf(route, kind) === 'allowed');
  return { allowed, refused: kindNames.filter((kind) => !allowed.includes(kind)) };
}

describe('A request whose caller may not', () => {
  let items: unknown;
  beforeAll(async () => {
    items = await tableItems(town);
  });

  it.each(operations)('%s: is refused, changes nothing, and does not tell what exists', async (_, route) => {
    const { refused } = split(route);
    const seen = await Promise.all(refused.map((kind) => refusedCell(route, kind)));
    expect(seen).toEqual(refused.map((kind) => [kind, cellOf(route, kind)]));
    const before = items;
    items = await tableItems(town);
    expect(items).toEqual(before);
  });
});

/** Asks for what would be done for others, and, as who knows nothing of the account, about ids of nothing. */
async function refusedCell(route: Route, kind: Kind): Promise<[Kind, string]> {
  const character = cast.characters[kind];
  const sample = sampleFor(character);
  const answer = await send(route, requestFor(route, sample), character);
  if (!knowsAccount(route, kind)) {
    const ofNothing = await send(route, requestFor(route, { ...sample, ...nowhere } as Sample), character);
    expect(ofNothing, `${kind} about nothing`).toEqual(answer);
  }
  return [kind, cellIn(answer)];
}

/** Ends what everybody calls with. */
const LAST = 'revokeSessions';

describe('A request whose caller may', () => {
  it.each([...operations.filter(([name]) => name !== LAST), ...operations.filter(([name]) => name === LAST)])(
    '%s: is not refused for who they are',
    async (operation, route) => {
      const { allowed } = split(route);
      const seen: Record<string, string> = {};
      for (const kind of allowed) {
        const character = cast.characters[kind];
        seen[kind] = cellIn(await send(route, idleRequestFor(route, sampleFor(character)), character));
        await restore(operation, kind, character);
      }
      expect(seen).toEqual(Object.fromEntries(allowed.map((kind) => [kind, 'allowed'])));
    },
  );
});

/** Puts back what a call that was carried out has ended. */
async function restore(operation: string, kind: Kind, { email, about }: Character): Promise<void> {
  const { full, reseller } = cast;
  if (operation === 'signOut' && email !== undefined) {
    cast.characters[kind] = { ...(await signIn(town, email)), ...(about === undefined ? {} : { about }) };
  }
  if (operation === 'endReseller') await appoint(town, reseller);
  if (['endReseller', 'withdrawReseller'].includes(operation)) await manage(reseller, full.owner);
  // The others are refused it for the account that they own.
  if (operation === 'eraseUser' && kind === 'a key for operator') {
    cast = { ...cast, full: { ...full, ids: { ...full.ids, ...(await newMember(town, full.owner)) } } };
  }
}
