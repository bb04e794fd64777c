import { SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { CalendarFile } from '../../lib/mail/calendar-file.ts';
import { rawMail } from '../../lib/mail/raw-mail.ts';
import type { RenderedMail } from '../../lib/mail/render.ts';
import { nowMs } from '../../lib/runtime/clock.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { perEnvironment } from '../../lib/runtime/per-environment.ts';
import type { MailTemplate } from '../../lib/store/mail.ts';

const ses = perEnvironment(() => new SESClient({}));

export interface OutgoingMail {
  readonly to: string;
  readonly replyTo: string;
  readonly template: MailTemplate;
  readonly rendered: RenderedMail;
  readonly calendar?: CalendarFile | undefined;
}

/** Hands a mail to SES: in parts, which SES puts together, or with a file as a message of our own. Answers its id there. */
export async function sendMail(mail: OutgoingMail): Promise<string> {
  const { calendar } = mail;
  const answer = await (calendar === undefined ? sendInParts(mail) : sendWhole(mail, calendar));
  return answer.MessageId ?? '';
}

function sendInParts({ to, replyTo, rendered, template }: OutgoingMail) {
  const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return ses().send(
    new SendEmailCommand({
      Source: environment().MAIL_FROM,
      Destination: { ToAddresses: [to] },
      ReplyToAddresses: [replyTo],
      Message: {
        Subject: part(rendered.subject),
        Body: { Html: part(rendered.html), Text: part(rendered.text) },
      },
      ...tracking(template),
    }),
  );
}

async function sendWhole({ to, replyTo, rendered, template }: OutgoingMail, calendar: CalendarFile) {
  const { MAIL_FROM: from } = environment();
  const message = await rawMail(rendered, { from, to, replyTo, date: new Date(nowMs()) }, calendar);
  const RawMessage = { Data: message };
  return ses().send(new SendRawEmailCommand({ Destinations: [to], RawMessage, ...tracking(template) }));
}

function tracking(template: MailTemplate) {
  return {
    ConfigurationSetName: environment().MAIL_CONFIGURATION_SET,
    Tags: [{ Name: 'template', Value: template }],
  };
}
