import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';

import { type ApiClient, apiClient, RequestRefused } from '../../infra/local/api-client.ts';
import { type DeploymentOptions, type LocalDeployment, startDeployment } from '../../infra/local/deployment.ts';
import type { MailMessage } from '../../infra/local/inbox.ts';
import type { Problem } from '../../lib/runtime/problem.ts';
import { documentClient } from '../../lib/store/table.ts';
import { withBooks } from '../support/books.ts';
import { dynamoDbOfThisFile } from '../support/dynamodb-of-this-file.ts';

export const OPERATOR_KEY = 'operator-key-of-this-test';
export const PASSWORD = 'four quiet green lanterns';
export const MORNING = '2026-01-15T08:00:00Z';

export interface Town {
  readonly deployment: LocalDeployment;
  readonly anyone: ApiClient;
  readonly operator: ApiClient;
}

/** A deployment with a table of its own, its clock standing at {@link MORNING}. Functions are loaded when called. */
export async function settle(options: Partial<DeploymentOptions> = {}): Promise<Town> {
  const deployment = withBooks(
    await startDeployment({
      handlers: {},
      dynamodbEndpoint: dynamoDbOfThisFile(),
      tableName: `t-${randomUUID()}`,
      operatorKey: OPERATOR_KEY,
      captcha: 'off',
      clock: MORNING,
      ...options,
    }),
  );
  const anyone = apiClient(deployment.url);
  return { deployment, anyone, operator: anyone.as(OPERATOR_KEY) };
}

export interface SignedUp {
  readonly account: string;
  readonly user: string;
  readonly member: string;
  readonly email: string;
  readonly client: ApiClient;
}

let people = 0;
export function someone(): string {
  people += 1;
  return `person${people}@example.com`;
}

export function signUpBody(email: string, changes: object = {}) {
  return { email, password: PASSWORD, organisation: 'Example Ltd', plan: 'cloud', activate: true, ...changes };
}

/** Signs up, opens the link of the mail, and signs in. */
export async function newAccount(town: Town, changes: object = {}): Promise<SignedUp> {
  const email = someone();
  await town.anyone.send('POST', '/v1/sign-ups', signUpBody(email, changes));
  const token = await tokenFor(town, email);
  await town.anyone.send('POST', '/v1/confirmations', { token });
  const { client, session } = await signedIn(town, email);
  const own = session.accounts[0];
  if (own === undefined) throw new Error('The sign-up made no account');
  return { account: own.id, user: session.user.id, member: own.member, email, client };
}

interface SessionAnswer {
  readonly token: string;
  readonly user: { readonly id: string };
  readonly accounts: readonly { readonly id: string; readonly member: string; readonly role: string }[];
}

export async function signedIn(
  { anyone }: Town,
  email: string,
  password = PASSWORD,
): Promise<{ client: ApiClient; session: SessionAnswer }> {
  const session = await anyone.send<SessionAnswer>('POST', '/v1/sessions', { email, password });
  return { client: anyone.as(session.token), session };
}

export async function mailsTo({ deployment }: Town, email: string): Promise<readonly MailMessage[]> {
  await deployment.settle();
  return deployment.inbox.messages(email);
}

/** The token of the newest mail with a link that has one. */
export async function tokenFor(town: Town, email: string): Promise<string> {
  const links = (await mailsTo(town, email)).flatMap((mail) => mail.links);
  const token = links.map((link) => new URL(link).searchParams.get('token')).findLast((each) => each !== null);
  if (token === undefined || token === null) throw new Error(`No mail to ${email} has a link with a token`);
  return token;
}

/** The problem a request is refused with. */
export async function problemOf(answer: Promise<unknown>): Promise<Problem> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof RequestRefused) return error.problem;
    throw error;
  }
  throw new Error('The request was not refused');
}

/** Every item of the table once nothing is under way, to see that a refused request changed nothing. */
export async function tableItems({ deployment }: Town): Promise<Record<string, unknown>[]> {
  await deployment.settle();
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documentClient().send(
      new ScanCommand({ TableName: deployment.tableName, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

/** A member with a login, who set a password with the link of the mail. */
export async function colleague(town: Town, owner: SignedUp, body: object = {}): Promise<SignedUp> {
  const email = someone();
  const path = `/v1/accounts/${owner.account}/members`;
  const member = await owner.client.send<{ id: string; user: string }>('POST', path, { email, ...body });
  const token = await tokenFor(town, email);
  await town.anyone.send('POST', '/v1/password-resets/confirmations', { token, password: PASSWORD });
  const { client } = await signedIn(town, email);
  return { account: owner.account, user: member.user, member: member.id, email, client };
}

export async function codeOf(answer: Promise<unknown>): Promise<string> {
  return (await problemOf(answer)).code;
}

export async function balanceOf({ client, account }: SignedUp): Promise<number> {
  const credit = await client.send<{ balance: { amount: number } }>('GET', `/v1/accounts/${account}/credit`);
  return credit.balance.amount;
}

/** Takes credit away until so much is left, in minor units. */
export async function leaveCredit({ operator }: Town, owner: SignedUp, minor: number): Promise<void> {
  const amount = { amount: minor - (await balanceOf(owner)), currency: 'EUR' };
  const path = `/v1/accounts/${owner.account}/credit/adjustments`;
  await operator.send('POST', path, { amount, reason: 'to leave little' }, { 'idempotency-key': owner.account });
}
