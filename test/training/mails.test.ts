import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, TrainingId } from '../../lib/domain/ids.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { transact } from '../../lib/store/table.ts';
import { codeOf, colleague, problemOf, type Town } from '../people/support.ts';
import {
  attached,
  beforeNextWrite,
  buyer,
  calendarOf,
  LINK,
  SUPPORT,
  session,
  settleInParis,
  subjects,
  trainingMails,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleInParis();
});
afterAll(() => town.deployment.stop());

describe('U5: a booking goes into the calendar', () => {
  it('of every admin, once, by a file attached that parses: UID, times in UTC, no link while there is none', async () => {
    const owner = await buyer(town);
    const other = await colleague(town, owner, { role: 'admin' });
    const { offered, book, path } = await session(town, owner);
    const [slot] = await offered(['2026-03-30T09:00:00+02:00']);
    await book(slot, other.client);
    await book(slot, owner.client);
    for (const { email } of [owner, other]) {
      const mails = await trainingMails(town, email);
      expect(mails.map(({ subject }) => subject)).toEqual([
        'Pick a time for your training on Modules and Packs CRM',
        'Your training on Modules and Packs CRM: March 30, 2026 at 09:00 AM GMT+2',
      ]);
      expect(mails[0]?.attachments).toEqual([]);
      expect(attached(mails[1])).toMatchObject({
        METHOD: 'REQUEST',
        UID: path.split('/').at(-1),
        SEQUENCE: '0',
        DTSTART: '20260330T070000Z',
        DTEND: '20260330T080000Z',
        SUMMARY: 'Training: Modules and Packs CRM',
        ORGANIZER: expect.stringMatching(new RegExp(`:mailto:${SUPPORT}$`, 'i')),
        ATTENDEE: expect.stringMatching(new RegExp(`:mailto:${email}$`, 'i')),
        STATUS: 'CONFIRMED',
      });
      expect(mails[1]?.attachments[0]?.content).not.toContain('https://meet');
      expect(mails[1]?.text).toContain('The link comes by e-mail on the day.');
      expect(mails[1]?.text).toContain('Until the day before, you can pick another time or cancel the booking.');
    }
  });

  it('with the link where it is known', async () => {
    const owner = await buyer(town);
    const { offered, book } = await session(town, owner);
    const [slot] = await offered(['2026-03-02T09:00:00Z'], { conference_url: LINK });
    await book(slot);
    const mail = (await trainingMails(town, owner.email)).at(-1);
    expect(attached(mail)).toMatchObject({ LOCATION: LINK, URL: expect.stringContaining(LINK) });
    expect(mail?.text).toContain(LINK);
  });

  it('moves and leaves it: the same UID, SEQUENCE rising, METHOD:CANCEL at the end', async () => {
    const owner = await buyer(town);
    const { offered, book, cancel, path } = await session(town, owner);
    const [monday, tuesday] = await offered(['2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z']);
    for (const act of [() => book(monday), () => book(tuesday), () => cancel(), () => book(monday)]) {
      await act();
      await town.deployment.settle();
    }
    const files = (await trainingMails(town, owner.email)).slice(1).map(attached);
    expect(files.map(({ METHOD, SEQUENCE, DTSTART }) => [METHOD, SEQUENCE, DTSTART])).toEqual([
      ['REQUEST', '0', '20260302T090000Z'],
      ['REQUEST', '1', '20260303T090000Z'],
      ['CANCEL', '2', '20260303T090000Z'],
      ['REQUEST', '3', '20260302T090000Z'],
    ]);
    expect(new Set(files.map(({ UID }) => UID))).toEqual(new Set([path.split('/').at(-1)]));
    expect(files[2]).toMatchObject({ STATUS: 'CANCELLED' });
  });

  it('of what holds when it is sent: what no longer does is not told any more', async () => {
    const owner = await buyer(town);
    const { offered, book, path } = await session(town, owner);
    const [monday, tuesday] = await offered(['2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z']);
    await book(monday);
    await book(tuesday);
    const before = await trainingMails(town, owner.email);
    const about = { account: owner.account as AccountId, training: path.split('/').at(-1) as TrainingId };
    const to = { email: owner.email, locale: 'en' } as const;
    const late = [
      { template: 'training-slots-offered', ...about },
      { template: 'training-booked', ...about, sequence: 0 },
      { template: 'training-link', ...about, sequence: 1 },
      { template: 'training-link-missing', ...about, sequence: 0 },
      { template: 'training-booking-cancelled', ...about, sequence: 1 },
      { template: 'training-cancelled', ...about, sequence: 1 },
    ] as const;
    await transact(late.map((mail) => requestMail(to, mail, town.deployment.clock.now())));
    expect(await trainingMails(town, owner.email)).toEqual(before);
    await transact([
      requestMail(to, { template: 'training-moved', ...about, sequence: 1 }, town.deployment.clock.now()),
    ]);
    expect(await trainingMails(town, owner.email)).toHaveLength(before.length + 1);
  });

  it('and is taken out of it when the session is cancelled', async () => {
    const owner = await buyer(town);
    const { offered, book, edit } = await session(town, owner);
    const [slot] = await offered(['2026-03-02T09:00:00Z']);
    await book(slot);
    await edit({ state: 'cancelled' });
    expect(attached((await trainingMails(town, owner.email)).at(-1))).toMatchObject({
      METHOD: 'CANCEL',
      SEQUENCE: '1',
    });
  });

  it('needs no file when a session is cancelled that nobody booked', async () => {
    const owner = await buyer(town);
    await (await session(town, owner)).edit({ state: 'cancelled' });
    const mails = await trainingMails(town, owner.email);
    expect(mails).toMatchObject([{ subject: expect.stringContaining('is cancelled'), attachments: [] }]);
  });
});

describe('U5: GET ….ics answers the same entry', () => {
  it('as a file to be published, for nobody in particular', async () => {
    const owner = await buyer(town);
    const { offered, book, cancel, calendar, path } = await session(town, owner);
    const none = await calendar();
    expect([none.status, ((await none.json()) as { code: string }).code]).toEqual([409, 'training.not-booked']);
    const [slot] = await offered(['2026-03-02T09:00:00Z']);
    await book(slot);
    const answer = await calendar();
    const id = path.split('/').at(-1);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${id}.ics"`);
    const mailed = attached((await trainingMails(town, owner.email)).at(-1));
    const { ATTENDEE: _, ...entry } = mailed;
    const published = await answer.text();
    expect(calendarOf(published)).toEqual({ ...entry, METHOD: 'PUBLISH' });
    expect(await (await calendar()).text()).toBe(published);
    await cancel();
    expect(calendarOf(await (await calendar()).text())).toMatchObject({ METHOD: 'CANCEL', SEQUENCE: '1' });
  });
});

describe('U5: of two who pick at the same moment', () => {
  it('the one who was slower sees what is booked, and can still move it', async () => {
    const owner = await buyer(town);
    const { offered, book, show } = await session(town, owner);
    const [monday, tuesday] = await offered(['2026-03-02T09:00:00Z', '2026-03-03T09:00:00Z']);
    beforeNextWrite(() => book(tuesday, town.operator));
    expect(await problemOf(book(monday))).toMatchObject({
      code: 'training.booked-meanwhile',
      status: 409,
      booking: { slot: tuesday },
      links: { training: expect.stringContaining('/trainings/trn_') },
    });
    expect((await show()).booking?.slot).toBe(tuesday);
    expect(await subjects(town, owner.email)).toHaveLength(2);
    expect(await book(monday)).toMatchObject({ booking: { slot: monday } });
  });

  it('the same slot, both have it, and it is mailed once', async () => {
    const owner = await buyer(town);
    const { offered, book } = await session(town, owner);
    const [monday] = await offered(['2026-03-02T09:00:00Z']);
    beforeNextWrite(() => book(monday, town.operator));
    expect(await book(monday)).toMatchObject({ booking: { slot: monday }, version: 3 });
    expect(await subjects(town, owner.email)).toHaveLength(2);
  });

  it('slots that are replaced meanwhile are no longer there to pick', async () => {
    const { offered, book, offer } = await session(town, await buyer(town));
    const [monday] = await offered(['2026-03-02T09:00:00Z']);
    beforeNextWrite(() => offer(['2026-03-03T09:00:00Z']));
    expect(await codeOf(book(monday))).toBe('training.slot-unknown');
  });
});
