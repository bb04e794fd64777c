import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { panelOf } from './credit.ts';
import { eur } from './money.ts';
import { type Customer, passwordOf, requestSignUp, signIn } from './people.ts';

/** From the form to the service: a link that works once, and credit to begin with. */
export async function signUpStory(client: Client, checks: Checks): Promise<Customer> {
  checks.say('1 December 2025. An organisation signs up.');
  const email = 'owner@alpha.example';
  checks.see(
    'A1',
    'a sign-up without a solved captcha is refused',
    await refusalOf(unsolvedSignUp(client)),
    'captcha.unsolved',
  );
  const answer = await requestSignUp(client, 'alpha', true);
  checks.see(
    'A2',
    'nothing is open before the e-mail is confirmed',
    await refusalOf(client.post('/v1/sessions', { email, password: 'not a password yet' })),
    'session.wrong-credentials',
  );
  const token = await client.linkToken(email, '/confirm');
  const page = `/confirm?token=${encodeURIComponent(token)}`;
  checks.see(
    'A2',
    'a mail scanner opens the link twice and burns nothing',
    [await client.pageStatus(page), await client.pageStatus(page)],
    [200, 200],
  );
  const confirmed = await client.post<{ account: { id: string }; activated: boolean }>('/v1/confirmations', { token });
  checks.see('A3', 'confirming activates the service, as wished', confirmed.activated, true);
  checks.see('A2', 'the link works once', await refusalOf(client.post('/v1/confirmations', { token })), 'link.used');
  checks.see(
    'A3',
    'two more e-mails came: confirmed, and the way to the service',
    (await client.mails(email)).length,
    3,
  );
  const again = await requestSignUp(client, 'alpha', true);
  checks.see('A1', 'signing up again is answered alike, though the e-mail is known', again, answer);
  checks.see(
    'A5',
    'a wrong password is refused',
    await refusalOf(client.post('/v1/sessions', { email, password: 'wrong wrong wrong' })),
    'session.wrong-credentials',
  );
  return signIn(client, email, passwordOf('alpha'), confirmed.account.id);
}

function unsolvedSignUp(client: Client): Promise<unknown> {
  return client.post('/v1/sign-ups', {
    email: 'robot@robots.example',
    password: 'a robot chose this one',
    organisation: 'Robots',
    plan: 'cloud',
    activate: true,
  });
}

export async function activationStory(first: Customer, checks: Checks): Promise<void> {
  const panel = await panelOf(first);
  checks.see('P7', 'activation gave 12.00 EUR, and the first day took 0.38 of it', panel.balance, eur(1162));
  checks.see('P5', 'the panel says the credit lasts through 31 December', panel.expires_on, '2025-12-31');
  const activation = `/v1/accounts/${first.account}/activation`;
  checks.see(
    'A4',
    'activating again is refused kindly',
    await refusalOf(first.api.post(activation)),
    'account.already-active',
  );
  checks.see('P7', 'and grants nothing twice', (await panelOf(first)).balance, eur(1162));
}
