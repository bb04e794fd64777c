import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunctions, codeDirectory } from '../../infra/bundle/bundle-functions.ts';
import { calendarFile, calendarFor } from '../../lib/mail/calendar-file.ts';
import { rawMail } from '../../lib/mail/raw-mail.ts';
import { bookedTraining, frame } from './examples.ts';

const calendar = {
  startsAt: '2026-03-29T22:15:00.000Z',
  endsAt: '2026-03-29T23:15:00.000Z',
  sequence: 2,
  cancelled: false,
};
const training = { ...bookedTraining, calendar };
const reader = { ...frame, email: 'member@example.com' };
const envelope = {
  from: 'Prepaid CRM <no-reply@example.com>',
  to: 'member@example.com',
  replyTo: 'support@example.com',
  date: new Date('2026-02-10T08:00:00Z'),
};
const rendered = { subject: 'Training: 30 März', html: '<p>Größe</p>', text: 'Größe\n' };

describe('U5: a mail with a calendar file', () => {
  it('is a message of text, HTML and the file, which is the same beside them and attached', async () => {
    const file = await calendarFile(training, reader);
    const message = Buffer.from(await rawMail(rendered, envelope, file));
    const parsed = await PostalMime.parse(message);
    expect(parsed).toMatchObject({
      subject: rendered.subject,
      from: { name: 'Prepaid CRM', address: 'no-reply@example.com' },
      to: [{ address: 'member@example.com' }],
      replyTo: [{ address: 'support@example.com' }],
      date: '2026-02-10T08:00:00.000Z',
    });
    expect(parsed.text?.trim()).toBe('Größe');
    expect(parsed.html?.trim()).toBe('<p>Größe</p>');
    expect(parsed.attachments.map(({ mimeType, filename, method }) => [mimeType, filename, method])).toEqual([
      ['text/calendar', null, 'REQUEST'],
      ['application/ics', 'training.ics', undefined],
    ]);
    const contents = parsed.attachments.map(({ content }) => Buffer.from(content as Uint8Array).toString());
    for (const content of contents) expect(content.replaceAll('\n', '\r\n')).toBe(file.content);
  });

  it('keeps to the lines of SMTP: CRLF, none longer than 998', async () => {
    const long = { ...rendered, html: `<p>${'x'.repeat(5000)}</p>` };
    const text = Buffer.from(await rawMail(long, envelope, await calendarFile(training, reader))).toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map(({ length }) => length))).toBeLessThan(999);
  });

  it('goes with mails that tell when a session is, and with no other', async () => {
    const methodOf = async (template: Parameters<typeof calendarFor>[0], about = training) =>
      (await calendarFor(template, about, reader))?.method;
    expect(await methodOf('training-booked')).toBe('REQUEST');
    expect(await methodOf('training-link')).toBe('REQUEST');
    expect(await methodOf('training-cancelled', { ...training, calendar: { ...calendar, cancelled: true } })).toBe(
      'CANCEL',
    );
    expect(await methodOf('training-slots-offered')).toBeUndefined();
    expect(await methodOf('training-link-missing')).toBeUndefined();
    expect(await calendarFor('training-cancelled', { ...training, calendar: undefined }, reader)).toBeUndefined();
    expect(await calendarFor('order-paid', undefined, reader)).toBeUndefined();
  });
});

describe('A calendar file', () => {
  it('is the same bytes for the same session, and escapes what a name holds', async () => {
    const odd = { ...reader, service: { ...frame.service, name: 'Suite; "A, B"\nC' } };
    const { content } = await calendarFile(training, odd);
    expect((await calendarFile(training, odd)).content).toBe(content);
    expect(content).toContain('SUMMARY:Training: Suite\\; "A\\, B"\\nC\r\n');
    expect(content.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
    expect(content).toContain('DTSTAMP:20260210T080000Z\r\n');
  });
});

describe('The libraries of mails with files work in a bundle', () => {
  const root = mkdtempSync(join(tmpdir(), 'seatledger-raw-mail-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('where no package is installed', async () => {
    mkdirSync(join(root, 'functions/mail'), { recursive: true });
    for (const folder of ['node_modules', 'lib']) symlinkSync(resolve(folder), join(root, folder));
    writeFileSync(
      join(root, 'functions/mail/index.ts'),
      `import { calendarFile } from '../../lib/mail/calendar-file.ts';
       import { rawMail } from '../../lib/mail/raw-mail.ts';
       export const handler = async (event: any): Promise<string> => {
         const file = await calendarFile(event.training, event.reader);
         const envelope = { ...event.envelope, date: new Date(event.envelope.date) };
         return Buffer.from(await rawMail(event.rendered, envelope, file)).toString();
       };\n`,
    );
    bundleFunctions(root, { mail: { entry: 'functions/mail/index.ts' } });
    for (const folder of ['node_modules', 'lib']) rmSync(join(root, folder));
    const { handler } = createRequire(import.meta.url)(join(codeDirectory(root, 'mail'), 'index.js'));
    const event: unknown = JSON.parse(JSON.stringify({ training, reader, envelope, rendered }));
    const { attachments } = await PostalMime.parse(Buffer.from(await handler(event)));
    expect(attachments.map(({ mimeType }) => mimeType)).toEqual(['text/calendar', 'application/ics']);
  });
});
