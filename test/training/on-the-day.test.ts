import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf, type SignedUp, type Town } from '../people/support.ts';
import { attached, buyer, history, LINK, SUPPORT, session, settleInParis, subjects, trainingMails } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleInParis();
});
afterAll(() => town.deployment.stop());

const TODAY = 'Today: your training on Modules and Packs CRM';
const MISSING = 'A training session of today has no conference link';
const moveTo = (instant: string) => town.deployment.clock.moveTo(instant);
const countOf = async (email: string, subject: string) =>
  (await subjects(town, email)).filter((each) => each === subject).length;
const factsOf = async (owner: SignedUp, action: string) =>
  (await history(town, owner)).filter((fact) => fact.action === action);
/** What the queue of the roll-over brings, however often. */
const due = (path: string, date: string) => {
  const [, , , account, , training] = path.split('/');
  const body = JSON.stringify({ date, pk: `ACC#${account}`, sk: `TRAINING#${training}`, catalogue: 1 });
  return town.deployment.invoke('rollover-worker', { Records: [{ messageId: date, body }] });
};

/** A booked session that begins late in the evening in UTC, when in Paris it is the next date. */
async function booked(startsAt: string, more: object = {}) {
  const owner = await buyer(town);
  const found = await session(town, owner);
  const [slot] = await found.offered([startsAt], more);
  await found.book(slot);
  return { owner, slot, ...found };
}

describe('U5: on the day an e-mail carries the link', () => {
  it('at the beginning of the business date in Paris, once however often the schedule runs', async () => {
    const { owner, show, path } = await booked('2026-01-19T23:30:00Z', { conference_url: LINK });
    await moveTo('2026-01-19T22:59:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(0);
    await moveTo('2026-01-19T23:12:00Z');
    const mail = (await trainingMails(town, owner.email)).at(-1);
    expect(mail?.subject).toBe(TODAY);
    expect(mail?.links).toContain(LINK);
    expect(attached(mail)).toMatchObject({ SEQUENCE: '0', LOCATION: LINK });
    for (let run = 0; run < 3; run += 1) {
      await town.deployment.runSchedule('rollover');
      expect(await due(path, '2026-01-20')).toEqual({ batchItemFailures: [] });
    }
    expect(await countOf(owner.email, TODAY)).toBe(1);
    expect(await factsOf(owner, 'training.link-sent')).toMatchObject([{ actor: { kind: 'system', id: 'rollover' } }]);
    expect(await show()).toMatchObject({ state: 'booked' });
  });

  it('and when the date is over it was held', async () => {
    const { owner, show, path, book, cancel } = await booked('2026-01-21T09:00:00Z', { conference_url: LINK });
    await moveTo('2026-01-21T22:30:00Z');
    expect(await show()).toMatchObject({ state: 'booked' });
    await moveTo('2026-01-21T23:30:00Z');
    const held = await show();
    expect(held).toMatchObject({ state: 'held', booking: { by: owner.user } });
    for (const date of ['2026-01-21', '2026-01-22']) await due(path, date);
    expect(await show()).toEqual(held);
    expect(await factsOf(owner, 'training.held')).toHaveLength(1);
    for (const ask of [() => book(held.slots[0]?.id), () => cancel()]) {
      expect((await problemOf(ask())).code).toBe('training.closed');
    }
  });

  it('support is told once that it is missing; set that day, it goes out at once, and again when it is another', async () => {
    const { owner, edit, path } = await booked('2026-01-23T15:00:00Z');
    await moveTo('2026-01-23T06:00:00Z');
    await due(path, '2026-01-23');
    expect(await countOf(owner.email, TODAY)).toBe(0);
    const told = (await trainingMails(town, SUPPORT)).filter(({ subject }) => subject === MISSING);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain(path);
    await edit({ conference_url: LINK });
    expect(await countOf(owner.email, TODAY)).toBe(1);
    await edit({ conference_url: LINK });
    await due(path, '2026-01-23');
    expect(await countOf(owner.email, TODAY)).toBe(1);
    await edit({ conference_url: `${LINK}-2` });
    expect((await trainingMails(town, owner.email)).at(-1)?.links).toContain(`${LINK}-2`);
    expect(await countOf(owner.email, TODAY)).toBe(2);
    expect(await factsOf(owner, 'training.link-sent')).toHaveLength(2);
  });

  it('not before: a link set the day before is mailed on the day alone', async () => {
    const { owner, edit } = await booked('2026-01-25T09:00:00Z');
    await moveTo('2026-01-24T12:00:00Z');
    await edit({ conference_url: LINK });
    expect(await countOf(owner.email, TODAY)).toBe(0);
    await moveTo('2026-01-25T06:00:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(1);
  });

  it('with the booking itself, where a slot of the same day is picked', async () => {
    await moveTo('2026-01-26T08:00:00Z');
    const { owner, path } = await booked('2026-01-26T15:00:00Z', { conference_url: LINK });
    await due(path, '2026-01-26');
    expect((await subjects(town, owner.email)).slice(1).sort()).toEqual([
      TODAY,
      expect.stringMatching(/^Your training on .*: January 26, 2026 at 04:00 PM GMT\+1$/),
    ]);
    const [mail] = (await trainingMails(town, owner.email)).filter(({ subject }) => subject.includes('January 26'));
    expect(mail?.text).toContain('to change or cancel it, answer this e-mail');
    expect(mail?.text).not.toContain('Until the day before');
    await moveTo('2026-01-27T00:00:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(1);
  });

  it('on the date it was moved to, and nothing on the date before', async () => {
    const owner = await buyer(town);
    const { offered, book } = await session(town, owner);
    const [first, second] = await offered(['2026-01-29T09:00:00Z', '2026-01-30T09:00:00Z'], { conference_url: LINK });
    await book(first);
    await book(second);
    await moveTo('2026-01-29T12:00:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(0);
    await moveTo('2026-01-30T06:00:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(1);
  });

  it('nothing for a booking that was given up', async () => {
    const { owner, cancel, show } = await booked('2026-02-02T09:00:00Z', { conference_url: LINK });
    await cancel();
    await moveTo('2026-02-04T09:00:00Z');
    expect(await countOf(owner.email, TODAY)).toBe(0);
    expect(await show()).toMatchObject({ state: 'offered' });
  });
});

describe('U5: a booking can be changed until the day before', () => {
  it('by the customer; on the day they are told whom to write to, and support can', async () => {
    const owner = await buyer(town);
    const { offered, book, cancel } = await session(town, owner);
    const [first, second] = await offered(['2026-02-05T23:30:00Z', '2026-02-09T09:00:00Z']);
    await book(first);
    // 23:59 on 5 February in Paris; the slot is on the 6th.
    await moveTo('2026-02-05T22:59:00Z');
    await cancel();
    await book(first);
    await moveTo('2026-02-05T23:01:00Z');
    for (const ask of [() => book(second), () => cancel()]) {
      expect(await problemOf(ask())).toMatchObject({
        code: 'training.too-late',
        status: 409,
        detail: expect.stringContaining(SUPPORT),
        links: { support: expect.stringContaining(`/v1/accounts/${owner.account}/tickets`) },
      });
    }
    expect(await book(second, town.operator)).toMatchObject({ booking: { slot: second } });
    await moveTo('2026-02-09T10:00:00Z');
    expect(await cancel(town.operator)).toMatchObject({ state: 'offered', booking: null });
  });

  it('to no slot that has begun', async () => {
    const { offered, book } = await session(town, await buyer(town));
    const [first] = await offered(['2026-02-09T12:00:00Z', '2026-02-10T12:00:00Z']);
    await moveTo('2026-02-09T12:00:00Z');
    expect(await problemOf(book(first))).toMatchObject({
      code: 'training.slot-passed',
      status: 409,
      detail: expect.stringContaining(SUPPORT),
    });
  });
});

describe('U5: in summer time', () => {
  it('the day begins an hour earlier in UTC, and calendars have the times in UTC', async () => {
    // 00:15 on 29 March in Paris, the night in which the clocks go forward; and 00:15 on the 30th.
    const before = await booked('2026-03-28T23:15:00Z', { conference_url: LINK });
    const after = await booked('2026-03-29T22:15:00Z', { conference_url: LINK });
    const [start] = [attached((await trainingMails(town, after.owner.email)).at(-1))];
    expect(start?.['DTSTART']).toBe('20260329T221500Z');
    await moveTo('2026-03-28T22:30:00Z');
    expect(await countOf(before.owner.email, TODAY)).toBe(0);
    await moveTo('2026-03-28T23:12:00Z');
    expect(await countOf(before.owner.email, TODAY)).toBe(1);
    await moveTo('2026-03-29T21:59:00Z');
    expect(await countOf(after.owner.email, TODAY)).toBe(0);
    expect(await before.show()).toMatchObject({ state: 'booked' });
    await moveTo('2026-03-29T22:12:00Z');
    expect(await countOf(after.owner.email, TODAY)).toBe(1);
    expect(await before.show()).toMatchObject({ state: 'held' });
  });
});
