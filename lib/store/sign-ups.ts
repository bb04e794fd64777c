import * as z from 'zod';
import { epochSeconds, keptSeconds } from '../domain/accounts/lifetimes.ts';
import type { Instant } from '../domain/dates.ts';
import type { AccountId, SignUpId } from '../domain/ids.ts';
import { locales } from '../messages/locales.ts';
import { keys } from './keys.ts';
import { get, putOnce, type Write } from './table.ts';

const wish = {
  id: z.custom<SignUpId>(),
  organisation: z.string(),
  plan: z.string(),
  activate: z.boolean(),
  locale: z.enum(locales),
  createdAt: z.string(),
};

const signUpItem = z.discriminatedUnion('state', [
  z.object({
    ...wish,
    state: z.literal('pending'),
    email: z.string(),
    name: z.string(),
    passwordHash: z.string(),
  }),
  /** The person's data has moved to the user; what stays tells a second click what happened. */
  z.object({ id: wish.id, createdAt: wish.createdAt, state: z.literal('confirmed'), account: z.custom<AccountId>() }),
]);

/** A wish for an account, until its e-mail is confirmed; kept 30 days. (A1, A2) */
export type SignUp = z.infer<typeof signUpItem>;
export type PendingSignUp = Extract<SignUp, { state: 'pending' }>;

function ttlOf(createdAt: Instant): number {
  return epochSeconds(createdAt) + keptSeconds.signUp;
}

export function putSignUp(signUp: PendingSignUp): Write {
  return putOnce('sign-up', {
    ...keys.signUp(signUp.id),
    type: 'sign-up',
    v: 1,
    ...signUp,
    ttl: ttlOf(signUp.createdAt),
  });
}

export async function loadSignUp(id: SignUpId, now: Instant): Promise<SignUp | undefined> {
  const item = await get(keys.signUp(id));
  if (item === undefined || (item['ttl'] as number) <= epochSeconds(now)) return undefined;
  return signUpItem.parse(item);
}

/** Ends a sign-up in the account's favour, once; fails with the label `sign-up` for whoever comes second. */
export function confirmedSignUp({ id, createdAt }: PendingSignUp, account: AccountId): Write {
  return {
    label: 'sign-up',
    Put: {
      Item: {
        ...keys.signUp(id),
        type: 'sign-up',
        v: 1,
        id,
        createdAt,
        state: 'confirmed',
        account,
        ttl: ttlOf(createdAt),
      },
      ConditionExpression: '#state = :pending',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':pending': 'pending' },
    },
  };
}
