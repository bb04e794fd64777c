import { linksIn } from './links.ts';

/** A file of an e-mail; one that is no text is written in base64. */
export interface MailAttachment {
  readonly name: string;
  readonly content_type: string;
  readonly content: string;
}

/** One e-mail as it was accepted for sending. */
export interface MailMessage {
  readonly id: string;
  /** The recipients' addresses, separated by commas. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly attachments: readonly MailAttachment[];
  readonly sent_at: string;
}

export interface Outgoing {
  readonly id: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
  readonly sentAt: string;
}

/** Where an inbox is kept between runs. */
export interface InboxFile {
  load(): MailMessage[];
  append(message: MailMessage): void;
  clear(): void;
}

/** Keeps every e-mail instead of sending it, the newest last. */
export class Inbox {
  readonly #file: InboxFile | undefined;
  #messages: MailMessage[];
  #failures = 0;

  constructor(file?: InboxFile) {
    this.#file = file;
    this.#messages = file?.load() ?? [];
  }

  accept({ id, to, from, subject, text, html, attachments, sentAt }: Outgoing): void {
    const links = linksIn(text, html);
    const message = { id, to: to.join(', '), from, subject, text, html, links, attachments, sent_at: sentAt };
    this.#file?.append(message);
    this.#messages.push(message);
  }

  messages(to?: string): readonly MailMessage[] {
    if (to === undefined) return this.#messages;
    const wanted = to.trim().toLowerCase();
    return this.#messages.filter((message) => message.to.toLowerCase().split(', ').includes(wanted));
  }

  clear(): void {
    this.#file?.clear();
    this.#messages = [];
  }

  /** The next requests to send are refused, as SES does when it is asked too much. The SDK itself repeats some. */
  failNext(requests: number): void {
    this.#failures = requests;
  }

  takeFailure(): boolean {
    if (this.#failures === 0) return false;
    this.#failures -= 1;
    return true;
  }
}
