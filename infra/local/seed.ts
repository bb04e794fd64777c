import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { CatalogueDocument } from '../../lib/catalogue/schema.ts';
import type { ApiClient } from './api-client.ts';
import type { SignIn } from './prepare.ts';

type Challenge = Parameters<typeof solveChallenge>[0]['challenge'];
type Plan = CatalogueDocument['plans'][number];
type PrepaidPlan = Extract<Plan, { kind: 'prepaid' }>;

const EXTERNAL_ID = 'demo';
const EMAIL = 'demo@example.com';
/** Printed at each start; the data is on this machine only, and of nobody. */
const PASSWORD = 'sunny-harbour-bicycle';
const SUCCESSFUL_CARD = '4242424242424242';

/** Makes an organisation to look at, by the same requests a customer would send. */
export async function addDemoData(operator: ApiClient): Promise<void> {
  const anyone = operator.as(undefined);
  const { plans } = await anyone.send<CatalogueDocument>('GET', '/v1/catalogue');
  const plan = plans.find(({ retired }) => !retired);
  // A catalogue whose plans are all retired takes no new customers, so there is nobody to show.
  if (plan !== undefined) await makeOrganisation(operator, plan);
}

/** Who can sign in, where the demo data is there. */
export async function demoSignIns(operator: ApiClient): Promise<SignIn[]> {
  const { items } = await operator.send<{ items: unknown[] }>('GET', `/v1/accounts?external_id=${EXTERNAL_ID}`);
  return items.length === 0 ? [] : [{ label: 'Demo admin', email: EMAIL, password: PASSWORD }];
}

async function makeOrganisation(operator: ApiClient, plan: Plan): Promise<void> {
  const anyone = operator.as(undefined);
  const { account, activated } = await signUp(anyone, plan);
  const { token } = await anyone.send<{ token: string }>('POST', '/v1/sessions', { email: EMAIL, password: PASSWORD });
  const owner = anyone.as(token);
  await buy(owner, account.id, plan);
  if (!activated) await owner.send('POST', `/v1/accounts/${account.id}/activation`);
  await addPeople(owner, account.id, plan);
  if (plan.kind === 'prepaid') await enableAddOn(owner, account.id, plan);
  await operator.send('PATCH', `/v1/accounts/${account.id}`, { external_id: EXTERNAL_ID });
}

interface Confirmed {
  readonly account: { readonly id: string };
  readonly activated: boolean;
}

/** As A1 to A3 have it: solve the captcha, sign up with the box ticked, open the link of the e-mail. */
async function signUp(anyone: ApiClient, plan: Plan): Promise<Confirmed> {
  const challenge = await anyone.send<Challenge>('POST', '/v1/captchas');
  const solution = await solveChallenge({ challenge, deriveKey });
  await anyone.send('POST', '/v1/sign-ups', {
    email: EMAIL,
    password: PASSWORD,
    name: 'Demo Admin',
    organisation: 'Demo organisation',
    plan: plan.id,
    // Without free credit the first day cannot be paid before there is a purchase.
    activate: plan.kind === 'term' || plan.free_credit > 0,
    locale: 'en',
    captcha: Buffer.from(JSON.stringify({ challenge, solution })).toString('base64'),
  });
  const link = await linkTo(anyone, '/confirm');
  return anyone.send<Confirmed>('POST', '/v1/confirmations', { token: link.searchParams.get('token') });
}

async function linkTo(anyone: ApiClient, page: string): Promise<URL> {
  const { messages } = await anyone.send<{ messages: { links: string[] }[] }>('GET', `/_local/mail?to=${EMAIL}`);
  const link = messages.flatMap(({ links }) => links).findLast((url) => new URL(url).pathname === page);
  if (link === undefined) throw new Error(`No e-mail with a link to ${page} came to ${EMAIL}.`);
  return new URL(link);
}

/** A year of credit for one user, or as much as one purchase may be; three licences of each type. */
function itemsFor(plan: Plan): object[] {
  if (plan.kind === 'term') return licenceTypes(plan).map((type) => ({ kind: 'licence', type, quantity: 3 }));
  const monthly = plan.prices.at(-1)?.amount ?? 0;
  const amount = Math.min(Math.max(12 * monthly, plan.purchase.least), plan.purchase.most);
  return [{ kind: 'credit', amount: { amount, currency: plan.currency } }];
}

function licenceTypes(plan: Extract<Plan, { kind: 'term' }>): string[] {
  return plan.licence_types.filter(({ retired }) => !retired).map(({ id }) => id);
}

async function buy(owner: ApiClient, account: string, plan: Plan): Promise<void> {
  const order = await owner.send<{ payment_url: string }>(
    'POST',
    `/v1/accounts/${account}/orders`,
    { items: itemsFor(plan), payment_method: 'card' },
    { 'idempotency-key': randomUUID() },
  );
  const card = new URLSearchParams({ card: SUCCESSFUL_CARD });
  await fetch(order.payment_url, { method: 'POST', body: card, redirect: 'manual' });
  // The gateway reports the payment a moment later; reading the mail waits for everything under way.
  await owner.as(undefined).send('GET', '/_local/mail');
}

/** Two who work with the service, and one who does not at the moment. */
async function addPeople(owner: ApiClient, account: string, plan: Plan): Promise<void> {
  const working = plan.kind === 'term' ? { licences: licenceTypes(plan).slice(0, 1) } : { active: true };
  const people = [
    { email: 'sales@example.com', name: 'Sales', ...working },
    { email: 'support@example.com', name: 'Support', ...working },
    { email: 'ghost@example.com', name: 'Ghost', active: false },
  ];
  for (const person of people) await owner.send('POST', `/v1/accounts/${account}/members`, person);
}

async function enableAddOn(owner: ApiClient, account: string, plan: PrepaidPlan): Promise<void> {
  const addOn = plan.add_ons.find(({ retired }) => !retired);
  if (addOn !== undefined) await owner.send('PUT', `/v1/accounts/${account}/add-ons/${addOn.id}`);
}
