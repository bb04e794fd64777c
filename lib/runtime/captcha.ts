import { createHmac } from 'node:crypto';
import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod';
import { epochSeconds } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import { Refused } from '../domain/refusal.ts';
import { takeChallenge } from '../store/captchas.ts';
import { deploymentKey } from '../store/deployment-key.ts';
import { environment } from './environment.ts';

const LIFETIME_SECONDS = 20 * 60;

/** About a second of work in a browser, and several on an old telephone. */
const WORK = { algorithm: 'PBKDF2/SHA-256', cost: 1000, fewest: 500, most: 1500 } as const;

/** Expiry stands in `data`, which is signed, because ALTCHA compares its own `expiresAt` with a clock that is not ours. */
const payloadSchema = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal(WORK.algorithm),
      nonce: z.string(),
      salt: z.string(),
      cost: z.literal(WORK.cost),
      keyLength: z.number(),
      keyPrefix: z.string(),
      data: z.object({ expires: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** A challenge of ALTCHA's proof of work, signed with this deployment's key. (A1) */
export async function newChallenge(now: Instant): Promise<Challenge> {
  return createChallenge({
    algorithm: WORK.algorithm,
    cost: WORK.cost,
    counter: randomInt(WORK.most, WORK.fewest),
    data: { expires: epochSeconds(now) + LIFETIME_SECONDS },
    deriveKey,
    hmacSignatureSecret: await secret('challenge'),
    hmacKeySignatureSecret: await secret('solution'),
  });
}

/**
 * Takes a solved challenge, once.
 *
 * Errors: `captcha.unsolved` when it is missing, wrong, too old, not ours, or was taken before.
 * Source: A1.
 */
export async function requireSolvedCaptcha(payload: string | undefined, now: Instant): Promise<void> {
  if (environment().CAPTCHA === 'off') return;
  const { challenge, solution } = parsePayload(payload);
  const { expires } = challenge.parameters.data;
  const result = await verifySolution({
    challenge: challenge as unknown as Challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: await secret('challenge'),
    hmacKeySignatureSecret: await secret('solution'),
  });
  if (!result.verified) throw unsolved('is not solved');
  if (expires <= epochSeconds(now)) throw unsolved('is too old');
  if (!(await takeChallenge(challenge.signature, expires))) throw unsolved('was used before');
}

function parsePayload(payload: string | undefined): z.infer<typeof payloadSchema> {
  if (payload === undefined) throw unsolved('is missing');
  try {
    return payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')));
  } catch {
    throw unsolved('is not a solution');
  }
}

function unsolved(detail: string): Refused {
  return new Refused('captcha.unsolved', {
    errors: [{ pointer: '/captcha', detail }],
    links: { new_challenge: '/v1/captchas' },
  });
}

async function secret(purpose: string): Promise<string> {
  return createHmac('sha256', await deploymentKey())
    .update(`captcha:${purpose}`)
    .digest('hex');
}
