import { randomUUID } from 'node:crypto';
import { apiClient, RequestRefused } from '../local/api-client.ts';

interface Mail {
  readonly to: readonly string[] | string;
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
  readonly attachments: readonly { readonly name: string }[];
  readonly sent_at: string;
}

/** A deployment as customers, staff and the clock see it: over HTTP only. */
export class Client {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  as(token: string): Client {
    return new Client(this.url, token);
  }

  get<T>(path: string): Promise<T> {
    return this.#send('GET', path);
  }

  post<T>(path: string, body?: unknown, key?: string): Promise<T> {
    return this.#send('POST', path, body, key);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#send('PATCH', path, body);
  }

  put<T>(path: string, body?: unknown): Promise<T> {
    return this.#send('PUT', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#send('DELETE', path);
  }

  /** A request that moves money, under a key of its own. */
  pay<T>(path: string, body: unknown): Promise<T> {
    return this.post(path, body, randomUUID());
  }

  /** Moves the clock to an instant; everything that came due on the way has run when it answers. */
  async clockTo(now: string): Promise<void> {
    await this.post('/_local/clock', { now });
  }

  /** Every item of a list, page by page. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const place: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const query = `${path.includes('?') ? '&' : '?'}limit=100${place}`;
      const page: { items: T[]; next_cursor: string | null } = await this.get(`${path}${query}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    return items;
  }

  /** A document, as it is downloaded. */
  async file(url: string): Promise<string> {
    const answer = await this.#fetch(url, {});
    return Buffer.from(await answer.arrayBuffer()).toString('latin1');
  }

  /** Sends a bank's file, as it is. */
  async sendXml<T>(path: string, xml: string): Promise<T> {
    const headers = { 'content-type': 'application/xml' };
    const answer = await this.#fetch(`${this.url}${path}`, { method: 'POST', body: xml, headers });
    return (await answer.json()) as T;
  }

  /** Tells the VIES of this deployment what to answer about a VAT number. */
  async vies(number: string, answer: 'valid' | 'invalid' | 'unavailable'): Promise<void> {
    await this.post('/_local/vies', { number, answer });
  }

  async mails(to: string): Promise<Mail[]> {
    const answer = await this.get<{ messages: Mail[] }>(`/_local/mail?to=${encodeURIComponent(to)}`);
    return answer.messages;
  }

  /** The token of the newest link to a page in somebody's mail. */
  async linkToken(to: string, page: string): Promise<string> {
    const links = (await this.mails(to)).flatMap((mail) => mail.links).filter((link) => link.includes(`${page}?`));
    const token = new URL(links.at(-1) ?? 'missing:').searchParams.get('token');
    if (token === null) throw new Error(`No link to ${page} came to ${to}`);
    return token;
  }

  /** Pays on the hosted page of the sandbox gateway. Answers the page's status. */
  async payWithCard(paymentUrl: string, card: string, confirmed = false): Promise<number> {
    const form = new URLSearchParams({ card, ...(confirmed ? { confirmed: 'yes' } : {}) });
    const answer = await fetch(paymentUrl, { method: 'POST', body: form, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  }

  async pageStatus(path: string): Promise<number> {
    const answer = await fetch(`${this.url}${path}`);
    await answer.body?.cancel();
    return answer.status;
  }

  async #fetch(url: string, { headers, ...init }: RequestInit): Promise<Response> {
    const answer = await fetch(url, { ...init, headers: { authorization: `Bearer ${this.token}`, ...headers } });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }

  #send<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return apiClient(this.url, this.token).send<T>(method, path, body, headers);
  }
}

/** The code with which a request is refused; `accepted` when it is not. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  return (await problemOf(request))?.code ?? 'accepted';
}

/** The problem with which a request is refused, if it is. */
export async function problemOf(request: Promise<unknown>): Promise<RequestRefused['problem'] | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (error instanceof RequestRefused) return error.problem;
    throw error;
  }
}
