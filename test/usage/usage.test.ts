import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../infra/local/api-client.ts';
import { codeOf, newAccount, problemOf, type Town, tableItems } from '../people/support.ts';
import {
  application,
  buy,
  newEventId,
  packs,
  type ResultAnswer,
  reporter,
  sender,
  settleWithMeters,
} from './support.ts';

let town: Town;
let app: ApiClient;
beforeAll(async () => {
  town = await settleWithMeters();
  app = await application(town);
});
afterAll(() => town.deployment.stop());

describe('U3: usage is counted against what was bought', () => {
  it('1,000 e-mails of a pack, until the last day of the period', async () => {
    const { report, usage, owner } = await sender(town, app, [packs('e-mails-1000')]);
    expect(await report()).toMatchObject({ meter: 'e-mails', quantity: 1, outcome: 'counted' });
    await report(400);
    expect(await usage()).toEqual({
      meter: 'e-mails',
      name: 'E-mails',
      kind: 'consumed',
      included: 0,
      in_packs: 1000,
      allowance: 1000,
      used: 401,
      left: 599,
      until: '2026-02-14',
      buy: `${town.deployment.url}/account?account=${owner.account}#packs`,
    });
  });

  it('is refused beyond it with the way to buy, and goes on when more is bought', async () => {
    const { report, usage, owner } = await sender(town, app, [packs('e-mails-1000')]);
    await report(998);
    expect(await problemOf(report(3, 'too-much'))).toMatchObject({
      status: 409,
      code: 'usage.beyond-allowance',
      title: 'This is beyond the allowance',
      detail:
        'E-mails: 998 of 1,000 are used, and this would take 3 more. An admin of the account can buy more; the page is in "links".',
      links: {
        buy: `${town.deployment.url}/account?account=${owner.account}#packs`,
        order: `${town.deployment.url}/v1/accounts/${owner.account}/orders`,
      },
      errors: [{ pointer: '/quantity', detail: 'must be at most 2' }],
      meter: 'e-mails',
      allowance: 1000,
      used: 998,
      left: 2,
    });
    expect(await report(2)).toMatchObject({ outcome: 'counted' });
    await buy(town, owner, [packs('e-mails-1000')]);
    expect(await report(3, 'too-much')).toMatchObject({ outcome: 'counted' });
    expect(await usage()).toMatchObject({ allowance: 2000, used: 1003, left: 997 });
  });

  it('attached companies: one comes with the plan, and one that goes makes room for another', async () => {
    const { report, usage, owner } = await sender(town, app);
    const company = (quantity: number, id = newEventId()) => report(quantity, id, 'companies');
    await company(1);
    expect(await problemOf(company(1))).toMatchObject({
      code: 'usage.beyond-allowance',
      errors: [{ pointer: '/quantity', detail: 'is too much: nothing is left' }],
      allowance: 1,
      used: 1,
      left: 0,
    });
    await buy(town, owner, [packs('companies-5')]);
    expect(await company(5)).toMatchObject({ outcome: 'counted' });
    expect(await codeOf(company(1))).toBe('usage.beyond-allowance');
    await company(-1);
    await company(1);
    expect(await usage('companies')).toMatchObject({ in_packs: 5, allowance: 6, used: 6, left: 0, until: null });
    expect(await problemOf(company(-7))).toMatchObject({
      status: 422,
      code: 'usage.below-zero',
      detail: 'Attached companies: 6 are held. Give back that many at the most.',
      errors: [{ pointer: '/quantity', detail: 'must be at least -6' }],
    });
    await company(-6);
    expect((await problemOf(company(-1))).errors).toEqual([
      { pointer: '/quantity', detail: 'is too much: nothing is held' },
    ]);
  });
});

describe('U3: each event counts once', () => {
  it('is already counted when it comes again, and refused with other values', async () => {
    const { report, usage } = await sender(town, app, [packs('e-mails-1000')]);
    const first = await report(5, 'twice');
    expect(await report(5, 'twice')).toEqual({ ...first, outcome: 'already-counted' });
    expect(await problemOf(report(6, 'twice'))).toMatchObject({
      status: 409,
      code: 'usage.event-differs',
      errors: [{ pointer: '/event_id' }],
    });
    expect(await codeOf(report(5, 'twice', 'companies'))).toBe('usage.event-differs');
    expect(await usage()).toMatchObject({ used: 5 });
  });

  it('of another account the same event_id is another event', async () => {
    const one = await sender(town, app, [packs('e-mails-1000')]);
    const other = await sender(town, app, [packs('e-mails-1000')]);
    await one.report(1, 'same');
    expect(await other.report(2, 'same')).toMatchObject({ outcome: 'counted' });
  });

  it('keeps no word of an event_id', async () => {
    const { report } = await sender(town, app, [packs('e-mails-1000')]);
    await report(1, 'letter-to-somebody@example.com');
    expect(JSON.stringify(await tableItems(town))).not.toContain('letter-to-somebody');
  });
});

describe('U3: a batch answers with what became of each event', () => {
  it('in the order they were sent, earlier ones first', async () => {
    const { reportAll, usage, owner } = await sender(town, app, [packs('e-mails-1000')]);
    const results = await reportAll(600, 600, 300, 200, 100);
    expect(results.map(({ outcome }) => outcome)).toEqual(['counted', 'refused', 'counted', 'refused', 'counted']);
    expect(results[3]).toMatchObject({
      code: 'usage.beyond-allowance',
      title: 'This is beyond the allowance',
      detail: expect.stringContaining('900 of 1,000'),
      links: { buy: `${town.deployment.url}/account?account=${owner.account}#packs` },
      allowance: 1000,
      used: 900,
      left: 100,
    });
    expect(await usage()).toMatchObject({ used: 1000, left: 0 });
  });

  it('of several meters, repeated ids and mistakes', async () => {
    const { report, path, usage } = await sender(town, app, [packs('e-mails-1000')]);
    await report(1, 'before');
    const events = [
      { meter: 'e-mails', event_id: 'before' },
      { meter: 'e-mails', quantity: 2, event_id: 'a' },
      { meter: 'companies', event_id: 'b' },
      { meter: 'faxes', event_id: 'c' },
      { meter: 'e-mails', quantity: 2, event_id: 'a' },
      { meter: 'e-mails', quantity: 3, event_id: 'a' },
      { meter: 'e-mails', quantity: -1, event_id: 'd' },
      { meter: 'companies', event_id: 'e' },
      { meter: 'faxes', event_id: 'before' },
    ];
    const { results } = await app.send<{ results: ResultAnswer[] }>('POST', path, { events });
    expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'already-counted',
      'counted',
      'counted',
      'usage.unknown-meter',
      'already-counted',
      'usage.event-differs',
      'usage.not-returnable',
      'usage.beyond-allowance',
      'usage.event-differs',
    ]);
    expect(results.map(({ event_id }) => event_id)).toEqual(events.map(({ event_id }) => event_id));
    expect([(await usage())?.used, (await usage('companies'))?.used]).toEqual([3, 1]);
  });

  it('a hundred at once, again and again from ten callers: each once', async () => {
    const { path, usage } = await sender(town, app, [packs('e-mails-1000')]);
    const events = Array.from({ length: 100 }, (_, index) => ({
      meter: 'e-mails',
      quantity: 3,
      event_id: `row-${index}`,
    }));
    const send = () => app.send<{ results: ResultAnswer[] }>('POST', path, { events });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    for (const index of events.keys()) {
      const outcomes = answers.map(({ results }) => results[index]?.outcome);
      expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(1);
    }
    expect(await usage()).toMatchObject({ used: 300 });
  });
});

describe('U3: what is refused changes nothing', () => {
  it.each([
    [{ meter: 'faxes', event_id: 'x' }, 'usage.unknown-meter', '/meter must be one of e-mails, companies'],
    [{ meter: 'e-mails', quantity: -1, event_id: 'x' }, 'usage.not-returnable', '/quantity must be at least 1'],
    [{ meter: 'e-mails', quantity: 0, event_id: 'x' }, 'request.invalid', '/quantity must not be 0'],
    [{ meter: 'e-mails', quantity: 1.5, event_id: 'x' }, 'request.invalid', '/quantity must be a whole number'],
    [{ meter: 'e-mails', quantity: 1_000_001, event_id: 'x' }, 'request.invalid', '/quantity must be at most 1000000'],
    [{ meter: 'e-mails' }, 'request.invalid', '/event_id is missing'],
    [
      { meter: 'e-mails', event_id: 'with space' },
      'request.invalid',
      '/event_id must have 1 to 100 visible characters, and no spaces',
    ],
    [
      { meter: 'e-mails', event_id: 'x'.repeat(101) },
      'request.invalid',
      '/event_id must have 1 to 100 visible characters, and no spaces',
    ],
    [{ events: [] }, 'request.invalid', '/events must have at least 1 entry'],
    [
      { events: Array(101).fill({ meter: 'e-mails', event_id: 'x' }) },
      'request.invalid',
      '/events must have at most 100 entries',
    ],
    [{ events: [{ meter: 'e-mails' }] }, 'request.invalid', '/events/0/event_id is missing'],
  ])('%j', async (body, code, mistake) => {
    const { path } = await cachedSender();
    const before = await tableItems(town);
    const problem = await problemOf(app.send('POST', path, body));
    expect(problem.status).toBe(422);
    expect(problem.code).toBe(code);
    expect(problem.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([mistake]);
    expect(await tableItems(town)).toEqual(before);
  });

  let made: ReturnType<typeof sender> | undefined;
  function cachedSender() {
    made ??= sender(town, app, [packs('e-mails-1000')]);
    return made;
  }

  it('nothing was bought yet, with where to', async () => {
    const owner = await newAccount(town, { plan: 'suite' });
    const { report, usage } = reporter(owner, app);
    expect(await problemOf(report())).toMatchObject({
      status: 409,
      code: 'usage.not-running',
      detail: 'Nothing was bought yet. An admin of the account can buy; see "links".',
      state: 'none',
      links: {
        subscription: `${town.deployment.url}/v1/accounts/${owner.account}/subscription`,
        order: `${town.deployment.url}/v1/accounts/${owner.account}/orders`,
      },
    });
    expect(await usage()).toMatchObject({ allowance: 0, used: 0, left: 0, until: null });
  });

  it('a prepaid plan has no meters', async () => {
    const owner = await newAccount(town, { plan: 'cloud' });
    const { report, path } = reporter(owner, app);
    expect(await problemOf(report())).toMatchObject({
      code: 'usage.unknown-meter',
      errors: [{ pointer: '/meter', detail: 'is not counted: the plan has no meters' }],
    });
    expect(await owner.client.send('GET', path)).toEqual({ meters: [], modules: [] });
  });

  it('for whom it is not: members report nothing, and the key reads and reports usage only', async () => {
    const { owner, path } = await sender(town, app);
    expect(await codeOf(owner.client.send('POST', path, { meter: 'e-mails', event_id: 'x' }))).toBe('access.denied');
    expect(await codeOf(town.anyone.send('GET', path))).toBe('session.required');
    expect(await app.send('GET', path)).toMatchObject({ meters: [{ meter: 'e-mails' }, { meter: 'companies' }] });
    expect(await codeOf(app.send('GET', `/v1/accounts/${owner.account}`))).toBe('access.denied');
    const nowhere = '/v1/accounts/acc_01JZ8Q0V7M3K5N9P2R4S6T8W0X/usage';
    expect(await codeOf(app.send('GET', nowhere))).toBe('account.not-found');
    expect(await codeOf(app.send('POST', nowhere, { meter: 'e-mails', event_id: 'x' }))).toBe('account.not-found');
  });
});

describe('E1, U4: entitlements tell quantities and ways of support', () => {
  it('of plan and packs', async () => {
    const { owner } = await sender(town, app, [packs('e-mails-1000', 2), packs('support')]);
    const entitlements = await owner.client.send(
      'GET',
      `/v1/accounts/${owner.account}/members/${owner.member}/entitlements`,
    );
    expect(entitlements).toMatchObject({
      allowed: true,
      reasons: [],
      modules: ['e-mailing'],
      allowances: [
        { meter: 'e-mails', allowance: 2000, until: '2026-02-14' },
        { meter: 'companies', allowance: 1, until: null },
      ],
      support: { channels: ['tickets', 'e-mail', 'phone', 'chat'] },
    });
  });
});
