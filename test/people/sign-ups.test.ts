import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  mailsTo,
  newAccount,
  problemOf,
  settle,
  signedIn,
  signUpBody,
  someone,
  type Town,
  tableItems,
  tokenFor,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

const signUp = (email: string, changes: object = {}) =>
  town.anyone.send('POST', '/v1/sign-ups', signUpBody(email, changes));
const confirm = (token: string) => town.anyone.send<Confirmed>('POST', '/v1/confirmations', { token });
const subjects = async (email: string) => (await mailsTo(town, email)).map((mail) => mail.subject);

interface Confirmed {
  readonly account: { readonly id: string };
  readonly activated: boolean;
  readonly activated_on: string | null;
}

describe('A1: the answer to a sign-up does not tell whether the e-mail is known', () => {
  it('answers alike, and the mail tells the person', async () => {
    const { email } = await newAccount(town);
    const known = await signUp(email);
    const unknown = await signUp(someone());
    expect(known).toEqual(unknown);
    expect(await subjects(email)).toHaveLength(4);
  });

  it('writes to one address 5 times an hour at most, and answers alike beyond that', async () => {
    const email = someone();
    for (let times = 0; times < 7; times += 1) await signUp(email);
    expect(await subjects(email)).toHaveLength(5);
  });

  it('makes no login before the e-mail is confirmed', async () => {
    const email = someone();
    await signUp(email);
    expect(await problemOf(signedIn(town, email))).toMatchObject({ status: 401, code: 'session.wrong-credentials' });
  });
});

describe('A2: a link works once, and opening it does nothing', () => {
  it('opens the account with the button only, however often a mail scanner opens the link', async () => {
    const email = someone();
    await signUp(email);
    const token = await tokenFor(town, email);
    const before = await tableItems(town);
    for (let times = 0; times < 3; times += 1) await fetch(`${town.deployment.url}/v1/confirmations?token=${token}`);
    expect(await tableItems(town)).toHaveLength(before.length);
    expect(await confirm(token)).toMatchObject({ activated: true, activated_on: '2026-01-15' });
  });

  it('tells a second click that it is done, with the way to sign in', async () => {
    const email = someone();
    await signUp(email);
    const token = await tokenFor(town, email);
    await confirm(token);
    expect(await problemOf(confirm(token))).toMatchObject({
      status: 409,
      code: 'link.used',
      links: { sign_in: `${town.deployment.url}/sign-in` },
    });
  });

  it('has one effect under 5 clicks at once', async () => {
    const email = someone();
    await signUp(email, { organisation: 'Five Clicks' });
    const token = await tokenFor(town, email);
    const clicks = await Promise.allSettled([1, 2, 3, 4, 5].map(() => confirm(token)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const items = await tableItems(town);
    expect(items.filter((item) => item['type'] === 'account' && item['organisation'] === 'Five Clicks')).toHaveLength(
      1,
    );
    expect(await subjects(email)).toHaveLength(3);
  });

  it('is kept as a hash only', async () => {
    const email = someone();
    await signUp(email);
    const token = await tokenFor(town, email);
    expect(JSON.stringify(await tableItems(town))).not.toContain(token);
  });

  it('lets one of two sign-ups with the same e-mail open an account', async () => {
    const email = someone();
    await signUp(email);
    const first = await tokenFor(town, email);
    await signUp(email);
    const second = await tokenFor(town, email);
    const both = await Promise.allSettled([confirm(first), confirm(second)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const late = await Promise.all([problemCode(first), problemCode(second)]);
    expect(late.toSorted()).toEqual(['link.used', 'sign-up.e-mail-taken']);
  });

  it('knows no other token', async () => {
    expect(await problemCode('A'.repeat(43))).toBe('link.unknown');
    expect(await problemCode('short')).toBe('link.unknown');
  });

  const problemCode = async (token: string) => (await problemOf(confirm(token))).code;
});

describe('A3, P7: confirming with the box ticked activates the service', () => {
  it('sends the confirmation and the access mail', async () => {
    const { email } = await newAccount(town, { activate: true });
    expect(await subjects(email)).toHaveLength(3);
  });

  it('does not activate without it', async () => {
    const email = someone();
    await signUp(email, { activate: false });
    expect(await confirm(await tokenFor(town, email))).toMatchObject({ activated: false, activated_on: null });
    expect(await subjects(email)).toHaveLength(2);
  });
});

describe('A1: what a sign-up must hold', () => {
  it.each([
    [{ email: 'no address' }, 'request.invalid', '/email'],
    [{ organisation: '' }, 'request.invalid', '/organisation'],
    [{ organisation: 'a\u0000b' }, 'request.invalid', '/organisation'],
    [{ activate: 'yes' }, 'request.invalid', '/activate'],
    [{ locale: 'tlh' }, 'request.invalid', '/locale'],
    [{ role: 'owner' }, 'request.invalid', '/role'],
    [{ plan: 'no-such-plan' }, 'plan.unknown', '/plan'],
    [{ password: 'short' }, 'password.too-weak', '/password'],
    [{ password: 'passwordpassword' }, 'password.too-weak', '/password'],
    [{ password: 123456789012 }, 'request.invalid', '/password'],
  ])('refuses %j as %s', async (changes, code, pointer) => {
    const before = (await tableItems(town)).length;
    const problem = await problemOf(signUp(someone(), changes));
    expect(problem).toMatchObject({ status: 422, code, errors: [expect.objectContaining({ pointer })] });
    expect(await tableItems(town)).toHaveLength(before);
  });
});

describe('A2: an expired link offers a new one', () => {
  it('is refused after 24 hours, and the new one works', async () => {
    const email = someone();
    await signUp(email);
    const token = await tokenFor(town, email);
    await town.deployment.clock.advance('PT24H');
    const problem = await problemOf(confirm(token));
    expect(problem).toMatchObject({ status: 410, code: 'link.expired' });
    const renewed = await town.anyone.send('POST', '/v1/link-renewals', { token });
    expect(await confirm(await tokenFor(town, email))).toMatchObject({ activated: true });
    expect(await town.anyone.send('POST', '/v1/link-renewals', { token: 'never-made' })).toEqual(renewed);
    expect((await problemOf(confirm(token))).code).toBe('link.used');
  });
});

describe('A1: the captcha', () => {
  let guarded: Town;
  beforeAll(async () => {
    await town.deployment.stop();
    guarded = await settle({ captcha: 'on' });
    town = guarded;
  });

  const solve = async () => {
    const challenge = await guarded.anyone.send<Parameters<typeof solveChallenge>[0]['challenge']>(
      'POST',
      '/v1/captchas',
    );
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  };
  const reasons = async (captcha: string | undefined) => {
    const problem = await problemOf(signUp(someone(), { captcha }));
    expect(problem).toMatchObject({ status: 422, code: 'captcha.unsolved' });
    return problem.errors?.[0]?.detail;
  };

  it('lets a solved challenge in once', async () => {
    const captcha = await solve();
    expect(await signUp(someone(), { captcha })).toEqual({ status: 'confirmation-sent' });
    expect(await reasons(captcha)).toBe('was used before');
  });

  it('refuses none, nonsense, a wrong solution, an easier challenge and an old one', async () => {
    expect(await reasons(undefined)).toBe('is missing');
    expect(await reasons('bm9uc2Vuc2U=')).toBe('is not a solution');
    const solved = JSON.parse(Buffer.from(await solve(), 'base64').toString());
    const sent = (payload: object) => reasons(Buffer.from(JSON.stringify(payload)).toString('base64'));
    expect(await sent({ ...solved, solution: { counter: 1, derivedKey: '00'.repeat(32) } })).toBe('is not solved');
    const easier = { ...solved.challenge, parameters: { ...solved.challenge.parameters, keyPrefix: '' } };
    expect(await sent({ ...solved, challenge: easier })).toBe('is not solved');
    await guarded.deployment.clock.advance('PT20M');
    expect(await sent(solved)).toBe('is too old');
  });
});
