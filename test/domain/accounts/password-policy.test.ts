import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireStrongPassword, weaknessOf } from '../../../lib/domain/accounts/password-policy.ts';

const about = { email: 'someone@example.com', organisation: 'Example Ltd' };

describe('A1: a password is long and not one that many people use', () => {
  it.each([
    ['short', 'too-short'],
    ['elevenchars', 'too-short'],
    ['x'.repeat(257), 'too-long'],
    ['passwordpassword', 'common'],
    ['PasswordPassword', 'common'],
    ['password1234', 'common'],
    ['mysecretpassword2026!', 'common'],
    ['aaaaaaaaaaaa', 'pattern'],
    ['abcdeabcdeabcde', 'pattern'],
    ['qwertyuiopasdfghjkl', 'pattern'],
    ['12345678901234', 'pattern'],
    ['zyxwvutsrqponm', 'pattern'],
    ['someone12345', 'personal'],
    ['someone@example.com', 'personal'],
    ['Example Ltd 1', 'personal'],
  ])('refuses %j as %s', (password, weakness) => {
    expect(weaknessOf(password, about)).toBe(weakness);
  });

  it.each([
    ['four quiet green lanterns'],
    ['wKq7pLz2mVn9'],
    ['someone rides a slow horse'],
    ['пароль-из-леса-7'],
    ['    spaces count    ab'],
  ])('takes %j', (password) => {
    expect(weaknessOf(password, about)).toBeUndefined();
  });

  it('counts characters, not the bytes or halves of them', () => {
    expect(weaknessOf('🦊🐢🦉🐝🐙🦀🐳🦔', about)).toBe('too-short');
    expect(weaknessOf('🦊🐢🦉🐝🐙🦀🐳🦔🐿🦩🐞🦋', about)).toBeUndefined();
  });

  it('takes random passwords of 12 characters, and never one of 11', () => {
    const text = (length: number) => fc.string({ unit: 'grapheme-ascii', minLength: length, maxLength: length });
    // Without bias: fast-check likes extremes, and twelve characters that are almost all the same are weak.
    const random = fc.noBias(text(12));
    fc.assert(fc.property(text(11), (password) => weaknessOf(password, about) === 'too-short'));
    fc.assert(fc.property(random, (password) => weaknessOf(password, about) === undefined));
  });

  it('says why, and where', () => {
    expect(() => requireStrongPassword('short', about)).toThrow(
      expect.objectContaining({
        code: 'password.too-weak',
        facts: expect.objectContaining({
          errors: [{ pointer: '/password', detail: 'must have at least 12 characters' }],
        }),
      }),
    );
  });
});
