import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import PostalMime, { type Attachment } from 'postal-mime';
import type { EventBus } from '../event-bus.ts';
import type { Inbox, MailAttachment } from '../inbox.ts';
import { MAIL_CONFIGURATION_SET } from '../names.ts';
import { AwsFault } from './fault.ts';
import { feedbackOn } from './ses-feedback.ts';

export interface SesOptions {
  readonly inbox: Inbox;
  readonly bus: EventBus;
  readonly now: () => string;
}

interface Accepted {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const MAX_RECIPIENTS = 50;

/** SES's query protocol: what would be sent is kept in the inbox, and comes back as a bounce where it would. */
export async function answerSes(options: SesOptions, form: URLSearchParams): Promise<string> {
  const action = form.get('Action') ?? '';
  const read = actions[action];
  if (read === undefined) throw new AwsFault('InvalidAction', `SES ${action} is not answered locally.`);
  if (options.inbox.takeFailure()) throw new AwsFault('Throttling', 'Maximum sending rate exceeded.');
  const mail = await read(form);
  checkConfigurationSet(form);
  checkAddresses(mail);
  const id = randomUUID();
  const sentAt = options.now();
  options.inbox.accept({ id, ...mail, sentAt });
  for (const { detailType, detail, resources } of feedbackOn({ id, sentAt, action, ...mail })) {
    options.bus.put('default', { source: 'aws.ses', detailType, detail, resources });
  }
  const result = `${action}Result`;
  return tag(`${action}Response`, `${tag(result, tag('MessageId', id))}${metadata()}`, ` xmlns="${NAMESPACE}"`);
}

export function sesFault({ code, message }: AwsFault): string {
  const error = tag('Error', `${tag('Type', 'Sender')}${tag('Code', code)}${tag('Message', String(html`${message}`))}`);
  return tag('ErrorResponse', `${error}${tag('RequestId', randomUUID())}`, ` xmlns="${NAMESPACE}"`);
}

const actions: Readonly<Record<string, (form: URLSearchParams) => Accepted | Promise<Accepted>>> = {
  SendEmail: (form) => ({
    from: form.get('Source') ?? '',
    to: ['To', 'Cc', 'Bcc'].flatMap((kind) => members(form, `Destination.${kind}Addresses`)).map(bareAddress),
    subject: form.get('Message.Subject.Data') ?? '',
    text: form.get('Message.Body.Text.Data') ?? '',
    html: form.get('Message.Body.Html.Data') ?? '',
    attachments: [],
  }),
  SendRawEmail: async (form) => {
    const mail = await PostalMime.parse(Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'));
    const inHeaders = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(({ address }) => address ?? '');
    const given = members(form, 'Destinations').map(bareAddress);
    const sender = mail.from?.name ? `${mail.from.name} <${mail.from.address}>` : (mail.from?.address ?? '');
    return {
      from: form.get('Source') ?? sender,
      to: given.length > 0 ? given : inHeaders,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      attachments: mail.attachments.filter(({ disposition }) => disposition === 'attachment').map(attachmentOf),
    };
  },
};

/** Text where it is text, whatever type it says it is. */
function attachmentOf({ filename, mimeType, content }: Attachment): MailAttachment {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes);
  const asSent = CALENDAR.test(mimeType) ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  return {
    name: filename ?? 'attachment',
    content_type: mimeType,
    content: isText ? asSent : bytes.toString('base64'),
  };
}

/** The lines of calendars end as RFC 5545 wants it; the parser gives them with line feeds alone. */
const CALENDAR = /^(application\/ics|text\/calendar)$/;

function members(form: URLSearchParams, list: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${list}.member.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** `Example Owner <owner@example.com>` is written to owner@example.com. */
function bareAddress(address: string): string {
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim();
}

function checkConfigurationSet(form: URLSearchParams): void {
  const name = form.get('ConfigurationSetName') ?? MAIL_CONFIGURATION_SET;
  if (name !== MAIL_CONFIGURATION_SET) {
    throw new AwsFault('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
  }
}

function checkAddresses({ from, to, subject, text, html: body }: Accepted): void {
  if (to.length === 0) throw new AwsFault('InvalidParameterValue', 'Missing required header ‘To’.');
  if (to.length > MAX_RECIPIENTS) throw new AwsFault('InvalidParameterValue', 'Recipient count exceeds 50.');
  for (const address of [bareAddress(from), ...to]) {
    if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address)) {
      throw new AwsFault('InvalidParameterValue', `Illegal address: ${address}`);
    }
  }
  if (hasLineBreak(from) || hasLineBreak(subject)) {
    throw new AwsFault('InvalidParameterValue', 'Header values must not contain line breaks.');
  }
  if (text === '' && body === '') throw new AwsFault('MessageRejected', 'The message has no body.');
}

function hasLineBreak(header: string): boolean {
  return /[\r\n]/.test(header);
}

function metadata(): string {
  return tag('ResponseMetadata', tag('RequestId', randomUUID()));
}

function tag(name: string, content: string, attributes = ''): string {
  return `<${name}${attributes}>${content}</${name}>`;
}
