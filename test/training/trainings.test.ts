import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, colleague, newAccount, problemOf, type Town } from '../people/support.ts';
import { buyer, history, session, settleInParis, subjects, type TrainingAnswer, type TrainingList } from './support.ts';

const MONDAY = '2026-02-02T09:00:00.000Z';
const TUESDAY = '2026-02-03T09:00:00.000Z';
const WEDNESDAY = '2026-02-04T09:00:00.000Z';

let town: Town;
beforeAll(async () => {
  town = await settleInParis();
});
afterAll(() => town.deployment.stop());

describe('U5: buying the pack creates a session to schedule', () => {
  it('creates one for each pack once the order is paid, to be seen by customer and operator', async () => {
    const owner = await buyer(town, 2);
    const { items } = await owner.client.send<TrainingList>('GET', `/v1/accounts/${owner.account}/trainings`);
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      account: owner.account,
      pack: 'training',
      minutes: 60,
      state: 'bought',
      slots: [],
      booking: null,
      conference_url: null,
      version: 1,
    });
    const { items: all } = await town.operator.send<TrainingList>('GET', '/v1/trainings?state=bought&limit=100');
    expect(all).toEqual(expect.arrayContaining([...items]));
  });

  it('is no session for a member, for another account, or for nobody', async () => {
    const owner = await buyer(town);
    const { path } = await session(town, owner);
    const member = await colleague(town, owner);
    const stranger = await newAccount(town, { plan: 'suite' });
    expect(await codeOf(member.client.send('GET', path))).toBe('access.denied');
    expect(await codeOf(stranger.client.send('GET', path))).toBe('account.not-found');
    expect(await codeOf(town.anyone.send('GET', path))).toBe('session.required');
    expect(await codeOf(owner.client.send('GET', '/v1/trainings'))).toBe('access.denied');
    expect(await codeOf(owner.client.send('PUT', `${path}/slots`, { slots: [{ starts_at: MONDAY }] }))).toBe(
      'access.denied',
    );
    const own = `/v1/accounts/${stranger.account}/trainings/${path.split('/').at(-1)}`;
    expect(await problemOf(stranger.client.send('GET', own))).toMatchObject({
      code: 'training.not-found',
      status: 404,
      links: { trainings: expect.stringContaining(`/v1/accounts/${stranger.account}/trainings`) },
    });
  });
});

describe('U5: the operator offers slots', () => {
  it('as long as the session, in the order of time, and tells the admins once', async () => {
    const owner = await buyer(town);
    const { offer, show } = await session(town, owner);
    const offered = await offer([TUESDAY, '2026-02-02T10:00:00+01:00']);
    expect(offered).toMatchObject({ state: 'offered', version: 2 });
    expect(offered.slots).toMatchObject([
      { starts_at: MONDAY, ends_at: '2026-02-02T10:00:00.000Z' },
      { starts_at: TUESDAY, ends_at: '2026-02-03T10:00:00.000Z' },
    ]);
    expect(await offer([MONDAY, TUESDAY])).toEqual(offered);
    expect(await show()).toEqual(offered);
    expect(await subjects(town, owner.email)).toEqual(['Pick a time for your training on Modules and Packs CRM']);
  });

  it('instead of those before, with another mail', async () => {
    const owner = await buyer(town);
    const { offer } = await session(town, owner);
    const [before] = (await offer([MONDAY])).slots;
    const after = await offer([TUESDAY]);
    expect(after.slots).toHaveLength(1);
    expect(after.slots[0]?.id).not.toBe(before?.id);
    expect(await subjects(town, owner.email)).toHaveLength(2);
  });

  it.each([
    ['one that has begun', ['2026-01-15T07:59:59Z'], ['/slots/0/starts_at must be in the future']],
    [
      'some that overlap',
      [TUESDAY, MONDAY, '2026-02-02T09:59:59Z'],
      ['/slots/2/starts_at must not begin before another slot has ended'],
    ],
    ['the same twice', [MONDAY, MONDAY], ['/slots/1/starts_at must not begin before another slot has ended']],
    ['one in the far future', ['2028-02-02T09:00:00Z'], ['/slots/0/starts_at must be within the next 730 days']],
    [
      'a time without an offset',
      ['2026-02-02T09:00:00'],
      ['/slots/0/starts_at must be a time written like 2026-03-02T09:00:00Z'],
    ],
    ['none', [], ['/slots must have at least 1']],
    ['too many', Array.from({ length: 21 }, () => MONDAY), ['/slots must have at most 20']],
  ])('refuses %s with a pointer and changes nothing', async (_, starts, expected) => {
    const owner = await buyer(town);
    const { offer, show } = await session(town, owner);
    const before = await show();
    const { errors = [], status } = await problemOf(offer(starts));
    expect(status).toBe(422);
    const mistakes = errors.map(({ pointer, detail }) => `${pointer} ${detail}`);
    expect(mistakes).toHaveLength(expected.length);
    for (const [index, mistake] of mistakes.entries()) expect(mistake).toContain(expected[index]);
    expect(await show()).toEqual(before);
  });

  it('takes slots that touch', async () => {
    const { offer } = await session(town, await buyer(town));
    expect((await offer(['2026-02-02T10:00:00Z', MONDAY])).slots).toHaveLength(2);
  });

  it.each(['http://meet.example.com/', 'javascript:alert(1)', 'meet', ''])(
    'takes no conference link such as %j',
    async (url) => {
      const { offer, edit } = await session(town, await buyer(town));
      for (const ask of [() => offer([MONDAY], { conference_url: url }), () => edit({ conference_url: url })]) {
        expect((await problemOf(ask())).errors).toMatchObject([{ pointer: '/conference_url' }]);
      }
    },
  );

  it('no longer once one is picked, until the booking is cancelled', async () => {
    const owner = await buyer(town);
    const { offer, offered, book, cancel } = await session(town, owner);
    const [slot] = await offered([MONDAY]);
    await book(slot);
    expect(await problemOf(offer([TUESDAY]))).toMatchObject({
      code: 'training.already-booked',
      status: 409,
      state: 'booked',
      links: { booking: expect.stringMatching(/\/trainings\/trn_[^/]+\/booking$/) },
    });
    await cancel();
    expect(await offer([TUESDAY])).toMatchObject({ state: 'offered', slots: [{ starts_at: TUESDAY }] });
  });
});

describe('U5: the customer picks a slot', () => {
  it('once: the same again changes nothing, another one moves the booking', async () => {
    const owner = await buyer(town);
    const { offered, book, show } = await session(town, owner);
    const [monday, tuesday] = await offered([MONDAY, TUESDAY]);
    const booked = await book(monday);
    expect(booked).toMatchObject({ state: 'booked', booking: { slot: monday, by: owner.user } });
    expect(await book(monday)).toEqual(booked);
    expect(await book(tuesday)).toMatchObject({ state: 'booked', booking: { slot: tuesday } });
    expect((await show()).slots).toHaveLength(2);
  });

  it('of those that are offered', async () => {
    const { offered, book } = await session(town, await buyer(town));
    await offered([MONDAY]);
    expect(await problemOf(book('slt_01JZ8Q0V7M3K5N9P2R4S6T8W0X'))).toMatchObject({
      code: 'training.slot-unknown',
      status: 422,
      errors: [{ pointer: '/slot' }],
      links: { training: expect.stringContaining('/trainings/trn_') },
    });
  });

  it('and gives it up; giving up nothing changes nothing', async () => {
    const owner = await buyer(town);
    const { offered, book, cancel, show } = await session(town, owner);
    const [monday] = await offered([MONDAY]);
    const before = await show();
    expect(await cancel()).toEqual(before);
    await book(monday);
    const given = await cancel();
    expect(given).toMatchObject({ state: 'offered', booking: null, slots: before.slots });
    expect(await cancel()).toEqual(given);
    expect(await book(monday)).toMatchObject({ state: 'booked' });
  });

  it('of several at once one wins; the others who want another see what is booked', async () => {
    const owner = await buyer(town);
    const { offered, path, show } = await session(town, owner);
    const slots = await offered([MONDAY, TUESDAY, WEDNESDAY]);
    const other = await colleague(town, owner, { role: 'admin' });
    const clients = [owner.client, other.client, town.operator];
    const answers = await Promise.allSettled(
      slots.map((slot, index) => clients[index]?.send<TrainingAnswer>('PUT', `${path}/booking`, { slot })),
    );
    const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const lost = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.problem] : []));
    const now = await show();
    // Whoever came so late that the booking was there to be seen has moved it.
    expect(won.length).toBe(now.version - 2);
    expect(lost.length).toBe(3 - won.length);
    for (const problem of lost) {
      expect(problem).toMatchObject({ code: 'training.booked-meanwhile', status: 409 });
      expect(slots).toContain(problem.booking.slot);
    }
  });

  it('the same slot by two at once is one booking with one mail to each admin', async () => {
    const owner = await buyer(town);
    const { offered, book } = await session(town, owner);
    const [slot] = await offered([MONDAY]);
    const [one, other] = await Promise.all([book(slot), book(slot, town.operator)]);
    expect(one).toEqual(other);
    expect((await subjects(town, owner.email)).filter((subject) => /2 February|February 2/.test(subject))).toHaveLength(
      1,
    );
  });

  it('only as the version that was seen, where If-Match says so', async () => {
    const owner = await buyer(town);
    const { offered, path, edit } = await session(town, owner);
    const [slot] = await offered([MONDAY]);
    const stale = { 'if-match': '"1"' };
    const current = { 'if-match': '"2"' };
    expect(await codeOf(owner.client.send('PUT', `${path}/booking`, { slot }, stale))).toBe('edit.stale');
    expect(await codeOf(edit({ state: 'cancelled' }, stale))).toBe('edit.stale');
    expect(await owner.client.send('PUT', `${path}/booking`, { slot }, current)).toMatchObject({ version: 3 });
  });
});

describe('A session is closed by an operator', () => {
  it('as cancelled from any state before it was held, and stays so', async () => {
    const owner = await buyer(town);
    const { offered, edit, book, offer, cancel } = await session(town, owner);
    const [slot] = await offered([MONDAY]);
    await book(slot);
    const cancelled = await edit({ state: 'cancelled' });
    expect(cancelled).toMatchObject({ state: 'cancelled', booking: null });
    expect(await edit({ state: 'cancelled' })).toEqual(cancelled);
    for (const ask of [() => book(slot), () => cancel(), () => offer([TUESDAY]), () => edit({ state: 'held' })]) {
      expect(await problemOf(ask())).toMatchObject({
        code: 'training.closed',
        status: 409,
        detail: expect.stringContaining('assistance@suite.example.com'),
      });
    }
  });

  it('as held once its time has come', async () => {
    const owner = await buyer(town);
    const { offered, edit, book, offer, show } = await session(town, owner);
    const begins = '2026-01-16T09:00:00.000Z';
    const [slot] = await offered([begins]);
    expect(await codeOf(edit({ state: 'held' }))).toBe('training.not-booked');
    const booked = await book(slot);
    await town.deployment.clock.moveTo('2026-01-16T08:59:59Z');
    const early = await problemOf(edit({ state: 'held', conference_url: 'https://meet.example.com/' }));
    expect(early).toMatchObject({ status: 422, errors: [{ pointer: '/state' }] });
    expect(early.errors?.[0]?.detail).toContain(`before the session begins, at ${begins}`);
    expect(await show()).toMatchObject({ state: 'booked', conference_url: null, booking: booked.booking });
    await town.deployment.clock.moveTo(begins);
    const held = await edit({ state: 'held' });
    expect(held).toMatchObject({ state: 'held', booking: { slot } });
    expect(await edit({ state: 'held' })).toEqual(held);
    expect(await codeOf(offer([TUESDAY]))).toBe('training.already-booked');
    expect(await codeOf(edit({ state: 'cancelled' }))).toBe('training.closed');
  });

  it('refuses an edit that says nothing', async () => {
    const { edit } = await session(town, await buyer(town));
    expect((await problemOf(edit({}))).status).toBe(422);
    expect((await problemOf(edit({ state: 'booked' }))).errors).toMatchObject([{ pointer: '/state' }]);
  });
});

describe('A9, A11: what was done with a session is recorded in ids', () => {
  it('one fact for each change, and never the link', async () => {
    const owner = await buyer(town);
    const { offered, book, cancel, edit } = await session(town, owner);
    const [monday, tuesday] = await offered([MONDAY, TUESDAY], { conference_url: 'https://meet.example.com/secret' });
    await book(monday);
    await book(tuesday);
    await cancel();
    await edit({ state: 'cancelled' });
    const facts = await history(town, owner);
    expect(
      facts
        .map(({ action }) => action)
        .filter((action) => action !== 'training.bought')
        .reverse(),
    ).toEqual([
      'training.link-set',
      'training.slots-offered',
      'training.booked',
      'training.moved',
      'training.booking-cancelled',
      'training.cancelled',
    ]);
    expect(facts.find(({ action }) => action === 'training.moved')).toMatchObject({
      actor: { kind: 'user', id: owner.user },
      before: { slot: monday },
      after: { slot: tuesday },
    });
    expect(JSON.stringify(facts)).not.toContain('secret');
  });

  it('stands in the export of the account, and names nobody who was erased', async () => {
    const owner = await buyer(town);
    const other = await colleague(town, owner, { role: 'admin' });
    const { offered, path } = await session(town, owner);
    const [slot] = await offered([MONDAY]);
    await other.client.send('PUT', `${path}/booking`, { slot });
    await town.operator.send('DELETE', `/v1/users/${other.user}`);
    const pages = await owner.client.send<{ items: { kind: string; record: object }[] }>(
      'GET',
      `/v1/accounts/${owner.account}/export?limit=100`,
    );
    const exported = pages.items.filter(({ kind }) => kind === 'training');
    expect(exported).toMatchObject([
      { record: { id: path.split('/').at(-1), state: 'booked', booking: { slot, by: other.user } } },
    ]);
    expect(JSON.stringify(exported)).not.toContain(other.email);
  });
});

describe('Sessions of all accounts are listed for the operator', () => {
  it('state by state, page by page, each once', async () => {
    const owner = await buyer(town, 3);
    const { offered } = await session(town, owner);
    await offered([MONDAY]);
    const seen: TrainingAnswer[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: TrainingList = await town.operator.send('GET', `/v1/trainings?limit=2${more}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const own = seen.filter(({ account }) => account === owner.account);
    expect(own.map(({ state }) => state)).toEqual(['bought', 'bought', 'offered']);
    const order = ['bought', 'offered', 'booked', 'held', 'cancelled'];
    const places = seen.map(({ state }) => order.indexOf(state));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    for (const state of order) {
      const { items } = await town.operator.send<TrainingList>('GET', `/v1/trainings?state=${state}&limit=100`);
      expect(items.map(({ id }) => id)).toEqual(seen.filter((each) => each.state === state).map(({ id }) => id));
    }
  });

  it('by account and state, and no cursor of one list opens another', async () => {
    const owner = await buyer(town, 3);
    const { offered } = await session(town, owner);
    await offered([MONDAY]);
    const list = `/v1/accounts/${owner.account}/trainings`;
    expect((await owner.client.send<TrainingList>('GET', `${list}?state=offered`)).items).toHaveLength(1);
    const first = await owner.client.send<TrainingList>('GET', `${list}?limit=2`);
    const second = await owner.client.send<TrainingList>('GET', `${list}?limit=2&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items]).toHaveLength(3);
    expect(second.next_cursor).toBeNull();
    expect(await codeOf(town.operator.send('GET', `/v1/trainings?cursor=${first.next_cursor}`))).toBe(
      'request.bad-cursor',
    );
  });
});
