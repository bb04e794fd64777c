import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { startPages } from './deployment.ts';
import { api, linkIn, newEmail, newOwner, PASSWORD, signIn, signUp } from './people.ts';
import { hiddenFields, textOf, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages();
});
afterAll(() => deployment?.stop());

const stranger = () => new Visitor(deployment.url);

describe('A2: a link opened by a mail scanner is not used up', () => {
  it('can be opened five times, and its button then confirms once', async () => {
    const visitor = stranger();
    const email = newEmail();
    const link = await signUp(deployment, visitor, { email, activate: 'yes' });
    for (let scans = 0; scans < 5; scans += 1) {
      const scan = await stranger().get(link);
      expect(scan.status).toBe(200);
      expect(textOf(scan)).not.toContain('Example Works');
    }
    const page = await visitor.get(link);
    const confirmed = await visitor.submit(page, '/confirm');
    expect(confirmed.location).toBe('/confirm?done=active&locale=en');
    expect(textOf(await visitor.get('/confirm?done=active'))).toContain('The service is active.');
    const again = await visitor.submit(page, '/confirm');
    expect(again.status).toBe(409);
    expect(textOf(again)).toContain('This link was already used');
    expect(again.html).toContain('href="/sign-in"');
  });

  it('that is 25 hours old offers a new one, and the new one works', async () => {
    const visitor = stranger();
    const email = newEmail();
    const link = await signUp(deployment, visitor, { email });
    await deployment.clock.advance('PT25H');
    const old = await visitor.get(link);
    expect(old.status).toBe(410);
    const asked = await visitor.submit(old, '/new-link');
    expect(asked.location).toBe('/confirm?sent=1&locale=en');
    await deployment.settle();
    const fresh = linkIn(deployment, email, '/confirm');
    expect(fresh).not.toBe(link);
    const confirmed = await visitor.submit(await visitor.get(fresh), '/confirm');
    expect(confirmed.location).toBe('/confirm?done=inactive&locale=en');
  });

  it.each(['/confirm', '/invitation', '/reset-password'])('that is broken leads to help on %s', async (path) => {
    for (const query of ['', '?token=', '?token=nothing', `?token=${'A'.repeat(43)}`]) {
      const page = await stranger().get(path + query);
      expect(page.status).toBe(404);
      expect(textOf(page)).toContain('This link does not work');
      expect(page.html).toContain('mailto:support@example.com');
    }
  });
});

describe('A form that this site did not give to this browser changes nothing', () => {
  const forms = [
    '/sign-up',
    '/confirm',
    '/new-link',
    '/invitation',
    '/forgotten-password',
    '/reset-password',
    '/sign-in',
    '/sign-out',
    '/account/activate',
    '/account/buy',
    '/account/billing',
  ];

  it.each(forms)('POST %s without a form token, or with somebody else’s, is refused with 403', async (path) => {
    const other = stranger();
    const { form_token: foreign = '' } = hiddenFields((await other.get('/sign-in')).html, '/sign-in');
    const visitor = stranger();
    await visitor.get('/sign-in');
    for (const fields of [{}, { form_token: '' }, { form_token: 'x'.repeat(43) }, { form_token: foreign }]) {
      const refused = await visitor.post(path, { account: 'acc_1', email: 'a@example.com', ...fields });
      expect(refused.status).toBe(403);
      expect(textOf(refused)).toContain('This form is no longer valid');
    }
  });

  it('a token from before signing in is of no use afterwards', async () => {
    const { visitor, account } = await newOwner(deployment);
    const { form_token: before = '' } = hiddenFields((await stranger().get('/sign-in')).html, '/sign-in');
    const refused = await visitor.post('/account/activate', { account, form_token: before });
    expect(refused.status).toBe(403);
    const { body } = await api(deployment, visitor.cookies.get('session') ?? '', 'GET', `/v1/accounts/${account}`);
    expect(body['activated_on']).toBeNull();
  });

  it.each([
    ['JSON', 'application/json', '{}', 415],
    ['text', 'text/plain', 'email=a', 415],
    ['33 KB', 'application/x-www-form-urlencoded', `email=${'a'.repeat(33 * 1024)}`, 413],
    ['201 fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(201), 400],
  ])('a form of %s is refused', async (_, type, body, status) => {
    const response = await fetch(`${deployment.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      redirect: 'manual',
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

describe('Every page is kept from leaking and from being framed', () => {
  it.each(['/sign-up', '/sign-in', '/forgotten-password', '/confirm?token=x', '/account?account=x', '/assets/nothing'])(
    '%s',
    async (path) => {
      const { headers, html } = await stranger().get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    },
  );

  it('the session cookie cannot be read by scripts and is not sent with foreign forms', async () => {
    const { email } = await newOwner(deployment);
    const visitor = stranger();
    const page = await visitor.get('/sign-in');
    const signedIn = await visitor.submit(page, '/sign-in', { email, password: PASSWORD });
    const cookie = signedIn.headers.getSetCookie().find((line) => line.startsWith('session='));
    expect(cookie).toMatch(/^session=ses_[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=(\d+)$/);
  });

  it('text that a customer enters stays text', async () => {
    const name = '<img src=x onerror=alert(1)>"\'&';
    const { visitor } = await newOwner(deployment, { organisation: name, name });
    const { html } = await visitor.get('/account');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(html).not.toContain('<img');
  });
});

describe('A5: signing in and out', () => {
  it('a wrong password and an unknown address get the same page', async () => {
    const { email } = await newOwner(deployment);
    const texts = await Promise.all(
      [email, newEmail('nobody')].map(async (address) => {
        const visitor = stranger();
        const page = await visitor.get('/sign-in');
        const refused = await visitor.submit(page, '/sign-in', { email: address, password: 'wrong password' });
        expect(refused.status).toBe(401);
        expect(refused.html).toContain('role="alert"');
        expect(refused.html).not.toContain('wrong password');
        return textOf(refused);
      }),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('goes on to the account, never to another site', async () => {
    const { email } = await newOwner(deployment);
    const elsewhere = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/account/../x',
      'javascript:alert(1)',
    ];
    for (const next of elsewhere) {
      const visitor = stranger();
      const page = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`);
      const signedIn = await visitor.submit(page, '/sign-in', { email, password: PASSWORD, next });
      expect([next, signedIn.location]).toEqual([next, '/account']);
    }
  });

  it('leads back to the account that was asked for', async () => {
    const { email, account } = await newOwner(deployment);
    const visitor = stranger();
    const away = await visitor.get(`/account?account=${account}`);
    expect(away.status).toBe(303);
    const page = await visitor.get(away.location ?? '');
    const signedIn = await visitor.submit(page, '/sign-in', { email, password: PASSWORD });
    expect(signedIn.location).toBe(`/account?account=${account}`);
  });

  it('signing out ends the session itself, not only the cookie', async () => {
    const { visitor, token } = await newOwner(deployment);
    const out = await visitor.submit(await visitor.get('/account'), '/sign-out');
    expect(out.location).toBe('/sign-in?news=signed-out&locale=en');
    expect(visitor.cookies.has('session')).toBe(false);
    expect((await api(deployment, token, 'GET', '/v1/accounts')).status).toBe(401);
    expect((await visitor.get('/account')).status).toBe(303);
  });

  it('a forgotten password is replaced by the link, which then is a used one', async () => {
    const { email } = await newOwner(deployment);
    const visitor = stranger();
    const asked = await visitor.submit(await visitor.get('/forgotten-password'), '/forgotten-password', { email });
    expect(asked.location).toBe('/forgotten-password?sent=1&locale=en');
    await deployment.settle();
    const link = linkIn(deployment, email, '/reset-password');
    const page = await visitor.get(link);
    const weak = await visitor.submit(page, '/reset-password', { password: 'password1234' });
    expect(weak.status).toBe(422);
    expect(textOf(weak)).toContain('Choose a password that fewer people use');
    const saved = await visitor.submit(weak, '/reset-password', { password: 'four quite different nouns' });
    expect(saved.location).toBe('/sign-in?news=password-set&locale=en');
    expect((await visitor.get(link)).status).toBe(409);
    await signIn(visitor, email, 'four quite different nouns');
  });
});

describe('A1: mistakes in a sign-up are shown where they are', () => {
  it('each with its field, and nothing but the passwords is lost', async () => {
    const visitor = stranger();
    const page = await visitor.get('/sign-up');
    const fields = {
      email: 'nobody',
      password: 'short',
      name: 'Owner',
      organisation: '',
      plan: 'cloud',
      activate: 'yes',
    };
    const refused = await visitor.submit(page, '/sign-up', fields);
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('Please correct 2 things');
    for (const field of ['email', 'organisation']) {
      expect(refused.html).toContain(`<a href="#${field}">`);
      expect(refused.html).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-mistake"`));
    }
    expect(refused.html).toContain('value="nobody"');
    expect(refused.html).toMatch(/name="activate" value="yes" checked/);
    expect(refused.html).not.toContain('short"');
  });

  it('a known address gets the same answer as an unknown one', async () => {
    const { email } = await newOwner(deployment);
    const visitor = stranger();
    const page = await visitor.get('/sign-up');
    const sent = await visitor.submit(page, '/sign-up', {
      email,
      password: PASSWORD,
      name: 'Other',
      organisation: 'Else',
      plan: 'cloud',
    });
    expect(sent.location).toBe('/sign-up?sent=1&locale=en');
  });
});
