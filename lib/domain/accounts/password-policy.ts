import { Refused } from '../refusal.ts';

/** Passwords of 12 characters and more that lists of leaked passwords have again and again, in lower case. */
const COMMON = new Set(
  `administrator administrator1 adminadminadmin alexander123 babygirl1234 basketball12 basketball123 baseball1234
changemenow123 changemeplease chocolate123 christopher1 computer1234 defaultpassword dragondragon elizabeth123
football1234 football12345 helloworld12 helloworld123 iloveyou1234 iloveyou12345 iloveyouforever iloveyousomuch
internet1234 jesuschrist1 letmein12345 letmeinletmein liverpool123 manchester12 manchesterunited master123456
masterpassword metallica123 michael12345 mypassword12 mypassword123 mypassword1234 mysecretpassword newpassword12
newpassword123 nopasswordhere p4ssw0rd1234 p@ssw0rd1234 p@ssword1234 passw0rd1234 passw0rd12345 password1234
password12345 password123456 password2024 password2025 password2026 passwordone1 passwordpassword
pa55word1234 princess1234 qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 sunshine1234
superman1234 supersecret1 supersecretpassword temporary123 testpassword testpassword1 testpassword123 testtesttest
thisismypassword thispassword trustno1trustno1 unbelievable welcome12345 welcome123456 welcomewelcome
yourpassword whatever1234 zaq12wsxcde3 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv
q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123 asdfghjkl123 zxcvbnm12345 abcd12345678 abc123456789 a1b2c3d4e5f6
correcthorsebatterystaple`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qwertz',
];

export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;

/** What must be left of a password beside what everybody knows of its owner. */
const OWN_PART = 8;
const FEWEST_DIFFERENT = 5;

export type PasswordWeakness = 'too-short' | 'too-long' | 'common' | 'pattern' | 'personal';

/**
 * Why a password is too easy to guess, or undefined for a good one.
 *
 * Shape:  12 to 256 characters; any characters.
 * Units:  Unicode characters, not bytes.
 * Errors: none.
 * Source: A1; OWASP's advice: length and a list of common passwords, no rules of composition.
 */
export function weaknessOf(
  password: string,
  about: { readonly email: string; readonly organisation?: string },
): PasswordWeakness | undefined {
  const characters = [...password];
  if (characters.length < PASSWORD_LENGTH.least) return 'too-short';
  if (characters.length > PASSWORD_LENGTH.most) return 'too-long';
  const plain = password.toLowerCase();
  if (COMMON.has(plain) || COMMON.has(plain.replace(/[\s\d!?._-]+$/u, ''))) return 'common';
  if (new Set(characters).size < FEWEST_DIFFERENT || isRepeated(plain) || isSequence(plain)) return 'pattern';
  return isPersonal(plain, about) ? 'personal' : undefined;
}

/** The same few characters over and over: `abcdabcdabcd`. */
function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}

/** Nothing but runs along the alphabet, the digits or a keyboard's row, in either direction. */
function isSequence(text: string): boolean {
  const steps = [...text].slice(1).filter((character, index) => !areNeighbours(text[index] ?? '', character));
  return steps.length <= Math.floor(text.length / 6);
}

function areNeighbours(a: string, b: string): boolean {
  return a === b || ROWS.some((row) => row.includes(a + b) || row.includes(b + a));
}

function isPersonal(
  plain: string,
  { email, organisation = '' }: { readonly email: string; readonly organisation?: string },
): boolean {
  const known = [email, email.split('@')[0] ?? '', organisation, organisation.replaceAll(/\s+/g, '')];
  return known
    .map((text) => text.toLowerCase())
    .filter((text) => text.length >= 4)
    .some((text) => plain.includes(text) && [...plain.replaceAll(text, '')].length < OWN_PART);
}

const reasons: Readonly<Record<PasswordWeakness, string>> = {
  'too-short': `must have at least ${PASSWORD_LENGTH.least} characters`,
  'too-long': `must have at most ${PASSWORD_LENGTH.most} characters`,
  common: 'is one that many people use',
  pattern: 'repeats itself or follows the keyboard',
  personal: 'is little more than the e-mail or the organisation',
};

/** Errors: `password.too-weak` with the reason. Source: A1. */
export function requireStrongPassword(
  password: string,
  about: { readonly email: string; readonly organisation?: string },
): void {
  const weakness = weaknessOf(password, about);
  if (weakness === undefined) return;
  throw new Refused('password.too-weak', {
    errors: [{ pointer: '/password', detail: reasons[weakness] }],
    extra: { reason: weakness },
  });
}
