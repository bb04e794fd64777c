import { createHash } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Client } from './client.ts';

export interface Customer {
  readonly account: string;
  readonly email: string;
  readonly password: string;
  /** The API for the owner, signed in. */
  readonly api: Client;
  readonly member: string;
}

/** Made from the name, so that a tour reads the same each time. */
export function passwordOf(name: string): string {
  return `${createHash('sha256').update(name).digest('base64url').slice(0, 20)}`;
}

/** Signs an organisation up, opens the link, and signs its owner in. */
export async function signUp(client: Client, name: string, activate: boolean, plan = 'cloud'): Promise<Customer> {
  const email = `owner@${name}.example`;
  const password = passwordOf(name);
  await requestSignUp(client, name, activate, plan);
  const token = await client.linkToken(email, '/confirm');
  const confirmed = await client.post<{ account: { id: string } }>('/v1/confirmations', { token });
  return signIn(client, email, password, confirmed.account.id);
}

export async function requestSignUp(client: Client, name: string, activate: boolean, plan = 'cloud'): Promise<unknown> {
  const captcha = await solveCaptcha(client);
  return client.post('/v1/sign-ups', {
    email: `owner@${name}.example`,
    password: passwordOf(name),
    organisation: name,
    plan,
    activate,
    locale: 'en',
    captcha,
  });
}

export async function signIn(client: Client, email: string, password: string, account: string): Promise<Customer> {
  const session = await client.post<{ token: string; accounts: { id: string; member: string }[] }>('/v1/sessions', {
    email,
    password,
  });
  const member = session.accounts.find(({ id }) => id === account)?.member ?? '';
  return { account, email, password, member, api: client.as(session.token) };
}

/** Adds a colleague. Answers the member's id. */
export async function addMember({ account, api }: Customer, email: string, active = true): Promise<string> {
  const member = await api.post<{ id: string }>(`/v1/accounts/${account}/members`, { email, active });
  return member.id;
}

async function solveCaptcha(client: Client): Promise<string> {
  const challenge = await client.post<Parameters<typeof solveChallenge>[0]['challenge']>('/v1/captchas');
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}
