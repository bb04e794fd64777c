import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearCookie, readCookie, setCookie } from '../../lib/pages/cookies.ts';
import { forgetEnvironment } from '../../lib/runtime/environment.ts';

const before = { ...process.env };

function deployedAt(url: string): void {
  Object.assign(process.env, {
    STAGE: 'test',
    TABLE_NAME: 'none',
    BASE_URL: url,
    MAIL_FROM: 'service@example.com',
    MAIL_CONFIGURATION_SET: 'none',
    EVENT_BUS_NAME: 'none',
    GATEWAY: 'none',
  });
  forgetEnvironment();
}

beforeEach(() => deployedAt('https://account.example.com'));
afterEach(() => {
  process.env = before;
  forgetEnvironment();
});

describe('A5: the session cookie belongs to this host alone', () => {
  it('over HTTPS it carries the __Host- prefix, which no other host can set', () => {
    expect(setCookie('session', 'abc', 60)).toBe(
      '__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60',
    );
    expect(readCookie(['session=evil', '__Host-session=abc'], 'session')).toBe('abc');
    expect(readCookie(['session=evil'], 'session')).toBeUndefined();
  });

  it('over plain HTTP, as on a laptop, it does without', () => {
    deployedAt('http://localhost:3000');
    expect(setCookie('visit', 'abc')).toBe('visit=abc; Path=/; HttpOnly; SameSite=Lax');
    expect(readCookie(['__Host-visit=x', 'visit=abc'], 'visit')).toBe('abc');
  });

  it('signing out empties it at once', () => {
    expect(clearCookie('session')).toContain('__Host-session=; ');
    expect(clearCookie('session')).toContain('Max-Age=0');
    expect(readCookie(['__Host-session='], 'session')).toBeUndefined();
  });
});
