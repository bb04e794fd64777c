import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's cost: memory and time grow with 2^logN · blockSize. */
export interface PasswordCost {
  readonly logN: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

/** What OWASP asks for where scrypt is used: 128 MB and about a third of a second for each try. */
export const owaspCost: PasswordCost = { logN: 17, blockSize: 8, parallelism: 1 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * A password as it is kept: `scrypt$17$8$1$salt$key`, so that the cost can rise later without losing older passwords.
 *
 * Source: A1, OWASP Password Storage.
 */
export async function hashPassword(password: string, cost: PasswordCost = owaspCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return [
    'scrypt',
    cost.logN,
    cost.blockSize,
    cost.parallelism,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/** Whether it is the password. Without a stored one it takes just as long, so that time does not tell who has a login. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, logN, blockSize, parallelism, salt = '', key = ''] = stored?.split('$') ?? [];
  const cost =
    stored === undefined
      ? owaspCost
      : { logN: Number(logN), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  const expected = Buffer.from(key, 'base64url');
  return stored !== undefined && expected.length === derived.length && timingSafeEqual(expected, derived);
}

/** The same password typed on two keyboards can differ in bytes; the normal form does not. */
function derive(password: string, salt: Buffer, { logN, blockSize, parallelism }: PasswordCost): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r: blockSize, p: parallelism, maxmem: 128 * N * blockSize * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
