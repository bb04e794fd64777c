import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../lib/domain/ids.ts';
import { sha256 } from '../../lib/runtime/hashes.ts';
import { loadSession } from '../../lib/store/users.ts';
import {
  codeOf,
  mailsTo,
  newAccount,
  PASSWORD,
  problemOf,
  type SignedUp,
  settle,
  signedIn,
  someone,
  type Town,
  tokenFor,
} from './support.ts';

const NEW_PASSWORD = 'seven slow purple rivers';
let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

const me = (person: { client: SignedUp['client'] }) => person.client.send<{ email: string }>('GET', '/v1/users/me');

describe('A5: a session starts with e-mail and password', () => {
  it('says who signed in, where they belong, and until when', async () => {
    const person = await newAccount(town);
    const { session } = await signedIn(town, person.email.toUpperCase());
    expect(session).toMatchObject({
      expires_at: expect.stringMatching(/^2036-01-13T08:00:/),
      user: { id: person.user, email: person.email },
      accounts: [
        { id: person.account, role: 'owner', member: person.member, organisation: 'Example Ltd', active: true },
      ],
    });
  });

  it('answers a wrong e-mail and a wrong password alike', async () => {
    const { email } = await newAccount(town);
    const { request_id: _, ...wrongPassword } = await problemOf(signedIn(town, email, 'not the password'));
    const { request_id: __, ...wrongEmail } = await problemOf(signedIn(town, someone()));
    expect(wrongPassword).toEqual(wrongEmail);
    expect(wrongPassword.status).toBe(401);
  });

  it('is refused after 10 wrong passwords in 15 minutes, the right one included; a new password lets the person in', async () => {
    const { email } = await newAccount(town);
    for (let times = 0; times < 10; times += 1) await problemOf(signedIn(town, email, 'wrong'));
    const response = await fetch(`${town.deployment.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(890);
    await town.anyone.send('POST', '/v1/password-resets', { email });
    await town.anyone.send('POST', '/v1/password-resets/confirmations', {
      token: await tokenFor(town, email),
      password: NEW_PASSWORD,
    });
    await signedIn(town, email, NEW_PASSWORD);
  });

  it('forgets wrong passwords once the right one came', async () => {
    const { email } = await newAccount(town);
    for (let round = 0; round < 2; round += 1) {
      for (let times = 0; times < 6; times += 1) await problemOf(signedIn(town, email, 'wrong'));
      await signedIn(town, email);
    }
  });
});

describe('A5: a session ends at once', () => {
  it('on sign-out, alone', async () => {
    const person = await newAccount(town);
    const { client } = await signedIn(town, person.email);
    await client.send('DELETE', '/v1/sessions/current');
    expect(await codeOf(me({ client }))).toBe('session.required');
    expect(await me(person)).toMatchObject({ email: person.email });
  });

  it('when the person ends all of them', async () => {
    const person = await newAccount(town);
    const { client } = await signedIn(town, person.email);
    expect(await client.send('GET', '/v1/sessions')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ current: true }),
        expect.objectContaining({ current: false }),
      ]),
    });
    await client.send('DELETE', '/v1/sessions');
    expect(await codeOf(me({ client }))).toBe('session.required');
    expect(await codeOf(me(person))).toBe('session.required');
    const again = await signedIn(town, person.email);
    expect(await again.client.send<{ items: [] }>('GET', '/v1/sessions')).toMatchObject({ items: { length: 1 } });
  });

  it('after ten years', async () => {
    const { session } = await signedIn(town, (await newAccount(town)).email);
    const user = session.user.id as UserId;
    expect(await loadSession(user, sha256(session.token), '2036-01-13T07:00:00Z')).toBeDefined();
    expect(await loadSession(user, sha256(session.token), '2036-01-14T10:00:00Z')).toBeUndefined();
  });
});

describe('A5: a password is reset by e-mail', () => {
  const request = (email: string) => town.anyone.send('POST', '/v1/password-resets', { email });
  const reset = (token: string, password = NEW_PASSWORD) =>
    town.anyone.send('POST', '/v1/password-resets/confirmations', { token, password });

  it('answers alike for an e-mail without a login, and sends nothing there', async () => {
    const { email } = await newAccount(town);
    const unknown = someone();
    expect(await request(email)).toEqual(await request(unknown));
    expect(await mailsTo(town, unknown)).toHaveLength(0);
  });

  it('ends every session, tells the person, and the former password is of no use', async () => {
    const person = await newAccount(town);
    await request(person.email);
    await reset(await tokenFor(town, person.email));
    expect(await codeOf(me(person))).toBe('session.required');
    expect(await codeOf(signedIn(town, person.email))).toBe('session.wrong-credentials');
    await signedIn(town, person.email, NEW_PASSWORD);
    expect(await mailsTo(town, person.email)).toHaveLength(5);
  });

  it('uses up every link that was sent before', async () => {
    const { email } = await newAccount(town);
    await request(email);
    const first = await tokenFor(town, email);
    await request(email);
    const second = await tokenFor(town, email);
    const both = await Promise.allSettled([reset(first), reset(second)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(reset(first))).toBe('link.used');
    expect(await codeOf(reset(second))).toBe('link.used');
  });

  it('refuses a weak password and keeps the link good', async () => {
    const { email } = await newAccount(town);
    await request(email);
    const token = await tokenFor(town, email);
    expect(await codeOf(reset(token, 'qwertyuiop123'))).toBe('password.too-weak');
    await reset(token);
  });

  it('is good for an hour', async () => {
    const { email } = await newAccount(town);
    await request(email);
    const token = await tokenFor(town, email);
    await town.deployment.clock.advance('PT1H');
    expect(await codeOf(reset(token))).toBe('link.expired');
  });
});

describe('A person sees themselves and nobody else', () => {
  it('is refused for another person, and for nobody', async () => {
    const [one, other] = [await newAccount(town), await newAccount(town)];
    expect(await codeOf(one.client.send('GET', `/v1/users/${other.user}`))).toBe('access.denied');
    expect(await codeOf(town.anyone.send('GET', '/v1/users/me'))).toBe('session.required');
    expect(await town.operator.send('GET', `/v1/users/${other.user}`)).toMatchObject({ email: other.email });
    expect(await codeOf(town.operator.send('GET', '/v1/users/me'))).toBe('user.not-found');
  });
});
