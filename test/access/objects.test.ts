import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../functions/manifest.ts';
import { apiRoutes } from '../../lib/contract/openapi.ts';
import { OPERATOR_KEY, type Town, tableItems } from '../people/support.ts';
import { joining, manage, newReseller, signIn } from './cast.ts';
import { type FullAccount, fullAccount, type Ids, settleWithEverything } from './full-account.ts';
import { type Answer, ask, nowhere, requestFor, type Sample } from './requests.ts';

let town: Town;
let here: FullAccount;
let there: FullAccount;
/** Who may everything here: its owner, a member, and who may as much there. */
const callers: Record<string, { readonly token: string | undefined; readonly role: 'admin' | 'member' | 'operator' }> =
  {};
beforeAll(async () => {
  town = await settleWithEverything();
  here = await fullAccount(town);
  there = await fullAccount(town);
  const reseller = await newReseller(town);
  for (const { owner } of [here, there]) await manage(reseller, owner);
  const member = await joining(town, here.owner);
  const as = async (email: string) => (await signIn(town, email)).token;
  callers['the owner'] = { token: await as(here.owner.email), role: 'admin' };
  callers['the reseller of both'] = { token: await as(reseller.email), role: 'admin' };
  callers['a member'] = { token: await as(member.email), role: 'member' };
  callers['an operator'] = { token: OPERATOR_KEY, role: 'operator' };
});
afterAll(() => town.deployment.stop());

/** What of an account has an id of its own in paths below it. */
const things = ['member', 'order', 'invoice', 'invitation', 'licence', 'change', 'ticket', 'training'] as const;
const thingsIn = ({ path }: Route) => things.filter((thing) => path.includes(`{${thing}}`));
const rows = apiRoutes()
  .filter((route) => route.path.includes('{account}') && thingsIn(route).length > 0)
  .map((route) => [route.operation, route] as const);

function mayCall({ allow }: Route): string[] {
  return Object.keys(callers).filter((name) => {
    const role = callers[name]?.role;
    return allow.some((who) => who === role || (who === 'member' && role === 'admin'));
  });
}

function sampleOf(path: Ids): Sample {
  return { ...here.ids, slot: here.slot, ...path } as Sample;
}

function call(route: Route, name: string, path: Ids): Promise<Answer> {
  return ask(town.deployment.url, route, requestFor(route, sampleOf(path)), callers[name]?.token);
}

/** An answer without the ids that were asked for, so that two can be compared. */
function unnamed({ text, ...answer }: Answer, ids: Ids): Answer {
  return { ...answer, text: Object.values(ids).reduce((left, id) => left.replaceAll(id, '…'), text) };
}

describe('An id of another account', () => {
  it('is in the path of every kind of route that has one', () => {
    const known = new Set(['account', 'type', 'add_on', ...things]);
    const others = apiRoutes()
      .filter(({ path }) => path.includes('{account}'))
      .flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''));
    expect(others.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(rows.flatMap(([, route]) => thingsIn(route)))).toEqual(new Set(things));
  });

  it.each(rows)('%s: is answered as one that does not exist, and nothing changes', async (_, route) => {
    const names = mayCall(route);
    expect(names.length).toBeGreaterThan(0);
    const before = await tableItems(town);
    for (const thing of thingsIn(route)) {
      for (const name of names) {
        const foreign = { [thing]: there.ids[thing] ?? '' };
        const none = { [thing]: nowhere[thing] ?? '' };
        const answer = unnamed(await call(route, name, foreign), foreign);
        expect([name, answer]).toEqual([name, unnamed(await call(route, name, none), none)]);
        expect([name, answer.status, answer.code]).toEqual([name, 404, expect.stringMatching(/not-found$/)]);
      }
    }
    expect(await tableItems(town)).toEqual(before);
  });
});

describe('An id of the account itself', () => {
  /** What takes something away comes last, so that it is still there for the others. */
  const isLast = (operation: string) =>
    ['withdrawInvitation', 'removeMember', 'undoSubscriptionChange'].includes(operation);
  const ordered = [...rows.filter(([name]) => !isLast(name)), ...rows.filter(([name]) => isLast(name))];

  it.each(ordered)('%s: is found', async (_, route) => {
    const [name = ''] = mayCall(route);
    const { status, code } = await call(route, name, {});
    expect([status === 404, code]).not.toEqual([true, code]);
  });
});
