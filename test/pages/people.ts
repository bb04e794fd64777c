import { expect } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { Visitor } from './visitor.ts';

export const PASSWORD = 'unrelated words make sense';
let people = 0;

export function newEmail(name = 'someone'): string {
  people += 1;
  return `${name}+${people}@example.com`;
}

/** The newest link to a page in the mails of an address, as path and query. */
export function linkIn(deployment: LocalDeployment, email: string, page: string): string {
  const links = deployment.inbox.messages(email).flatMap((mail) => mail.links);
  const found = links.filter((link) => link.startsWith(`${deployment.url}${page}`)).at(-1);
  if (found === undefined) throw new Error(`No mail to ${email} links to ${page}`);
  return found.slice(deployment.url.length);
}

/** Signs up through the pages and answers the path of the confirmation link. */
export async function signUp(
  deployment: LocalDeployment,
  visitor: Visitor,
  fields: Record<string, string> & { email: string },
): Promise<string> {
  const page = await visitor.get('/sign-up');
  const sent = await visitor.submit(page, '/sign-up', {
    password: PASSWORD,
    name: 'Example Owner',
    organisation: 'Example Works',
    plan: 'cloud',
    ...fields,
  });
  expect([sent.status, sent.location]).toEqual([303, '/sign-up?sent=1&locale=en']);
  await deployment.settle();
  return linkIn(deployment, fields.email, '/confirm');
}

export async function signIn(visitor: Visitor, email: string, password = PASSWORD): Promise<void> {
  const page = await visitor.get('/sign-in');
  const signedIn = await visitor.submit(page, '/sign-in', { email, password });
  expect(signedIn.location).toBe('/account');
}

/** An owner who signed up, confirmed and signed in; `activate: 'yes'` with the service active. */
export async function newOwner(
  deployment: LocalDeployment,
  fields: Record<string, string> = {},
): Promise<{ visitor: Visitor; email: string; account: string; token: string }> {
  const email = newEmail('owner');
  const visitor = new Visitor(deployment.url);
  const link = await signUp(deployment, visitor, { email, ...fields });
  const confirmed = await visitor.submit(await visitor.get(link), '/confirm');
  expect(confirmed.status).toBe(303);
  await deployment.settle();
  await signIn(visitor, email);
  const token = visitor.cookies.get('session') ?? '';
  const accounts = await fetch(`${deployment.url}/v1/accounts`, { headers: { authorization: `Bearer ${token}` } });
  const { items } = (await accounts.json()) as { items: { id: string }[] };
  return { visitor, email, account: items[0]?.id ?? '', token };
}

/** Calls the API as the holder of a session. */
export async function api(
  deployment: LocalDeployment,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${deployment.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}
