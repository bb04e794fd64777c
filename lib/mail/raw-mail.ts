import type { CalendarFile } from './calendar-file.ts';
import type { RenderedMail } from './render.ts';

export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly replyTo: string;
  readonly date: Date;
}

/**
 * A whole message with a calendar file, as MIME: the file stands beside text and HTML, where mail programs that know
 * calendars show it, and is attached for the others.
 */
export async function rawMail(
  { subject, html, text }: RenderedMail,
  envelope: Envelope,
  { method, content }: CalendarFile,
): Promise<Uint8Array> {
  // Few mails have a file; the mailer does without this otherwise.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const icalEvent = { method, content, filename: 'training.ics' };
  const composer = new MailComposer({
    ...envelope,
    subject,
    html,
    text,
    icalEvent,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
