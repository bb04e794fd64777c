import { instantText } from '../messages/format.ts';
import { hasMessage, type MessageKey, message } from '../messages/messages.ts';
import { type Html, html } from '../pages/html.ts';
import type { MailFrame, MailView } from './compose.ts';
import { mailLayout } from './layout.ts';

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The words of one mail, before they become text or HTML. */
export interface MailWords {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** What somebody wrote, line by line. */
  readonly quote: readonly string[];
  readonly action: { readonly label: string; readonly url: string };
  readonly plainLink: string;
  readonly until: string | undefined;
  readonly note: string | undefined;
  readonly why: string;
  readonly help: string;
  readonly sender: string;
}

/** Words, HTML and plain text of a mail in its reader's language. Values are escaped in HTML and cannot break the subject. */
export function renderMail(view: MailView, frame: MailFrame): RenderedMail {
  const subject = oneLine(message(frame.locale, `mail.${view.template}.subject`, view.values));
  const words = wordsOf(view, frame);
  return { subject, html: String(mailLayout(frame, subject, contentOf(words), words)), text: textOf(words) };
}

function wordsOf({ template, values, action, quote }: MailView, frame: MailFrame): MailWords {
  const { locale } = frame;
  const say = (key: MessageKey) => message(locale, key, values);
  const note = `mail.${template}.note`;
  return {
    heading: say(`mail.${template}.heading`),
    paragraphs: say(`mail.${template}.text`).split('\n\n'),
    quote: quote === undefined ? [] : quote.split('\n'),
    action: { label: say(`mail.${template}.action`), url: action.url },
    plainLink: say('mail.plain-link'),
    until:
      action.expiresAt &&
      message(locale, 'mail.link-until', { until: instantText(frame.locale, frame.timeZone, action.expiresAt) }),
    note: hasMessage(note) ? say(note) : undefined,
    why: say(`mail.${template}.why`),
    help: message(locale, 'mail.help', { address: frame.service.supportEmail }),
    sender: message(locale, 'mail.sender', { seller: frame.seller.name, address: frame.seller.address }),
  };
}

function contentOf(words: MailWords): Html {
  return html`<h1 class="ink" style="margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:700;color:#14202e">${words.heading}</h1>
      ${words.paragraphs.map((text) => html`<p class="ink" style="margin:0 0 16px;color:#14202e">${text}</p>`)}
      ${words.quote.length > 0 && quoteOf(words.quote)}
      <p style="margin:24px 0">
        <a class="action" href="${words.action.url}" style="display:inline-block;padding:13px 22px;border-radius:8px;background:#1f4fd8;color:#ffffff;font-weight:600;text-decoration:none">${words.action.label}</a>
      </p>
      ${words.until && html`<p class="soft" style="margin:0 0 16px;font-size:14px;color:#4a5a6c">${words.until}</p>`}
      <p class="soft" style="margin:0 0 16px;font-size:14px;color:#4a5a6c">${words.plainLink}<br>
        <a class="plain" href="${words.action.url}" style="color:#1f4fd8;word-break:break-all">${words.action.url}</a></p>
      ${words.note && html`<p class="soft" style="margin:0;font-size:14px;color:#4a5a6c">${words.note}</p>`}`;
}

function quoteOf(lines: readonly string[]): Html {
  return html`<blockquote class="ink" style="margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #d7dfe8;color:#14202e">${lines.map((line, index) => html`${index > 0 && html`<br>`}${line}`)}</blockquote>`;
}

function textOf(words: MailWords): string {
  const parts = [
    words.heading,
    ...words.paragraphs,
    words.quote.length === 0 ? undefined : words.quote.map((line) => `> ${line}`.trimEnd()).join('\n'),
    `${words.action.label}:\n${words.action.url}`,
    words.until,
    words.note,
    `-- \n${[words.help, words.why, words.sender].join('\n')}`,
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

/** A subject is a header: what would end it becomes a space. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
