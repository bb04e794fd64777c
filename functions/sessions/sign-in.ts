import * as contract from '../../lib/contract/sessions.ts';
import { secondsAfter } from '../../lib/domain/accounts/lifetimes.ts';
import type { Instant } from '../../lib/domain/dates.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { newSessionToken, SESSION_DAYS } from '../../lib/runtime/authenticate.ts';
import { verifyPassword } from '../../lib/runtime/password.ts';
import { route } from '../../lib/runtime/route.ts';
import { forgetAttempts, signInsOf, writeWithin } from '../../lib/store/attempts.ts';
import { listMemberships, type Membership } from '../../lib/store/memberships.ts';
import { transact } from '../../lib/store/table.ts';
import { findUserByEmail, putSession, type User } from '../../lib/store/users.ts';

const ACCOUNTS_SHOWN = 100;
const SECONDS_A_DAY = 86_400;
const MAX_USER_AGENT = 200;
const newPasswordLinks = { new_password: '/forgotten-password' };

/** An unknown e-mail and a wrong password get the same answer after the same time. (A5) */
export const signIn = route(contract.signIn, async ({ body, now, call }) => {
  const attempts = signInsOf(body.email);
  const { taken, retryAfterSeconds } = await writeWithin(attempts, now);
  if (!taken) throw tooManyAttempts(retryAfterSeconds);
  const user = await findUserByEmail(body.email);
  const isRight = await verifyPassword(body.password, user?.passwordHash);
  if (!isRight || user === undefined || user.erasing === true)
    throw new Refused('session.wrong-credentials', { links: newPasswordLinks });
  const { token, session } = newSession(user, now, call.userAgent);
  await transact([putSession(session), forgetAttempts(attempts)]);
  const { memberships } = await listMemberships(user.id, ACCOUNTS_SHOWN);
  const { id, email = '', name, locale } = user;
  return {
    body: {
      token,
      expires_at: session.expiresAt,
      user: { id, email, name, locale },
      accounts: memberships.filter(({ member }) => !member.former).map(ownAccountJson),
    },
  };
});

function newSession(user: User, now: Instant, userAgent: string | undefined) {
  const { token, hash } = newSessionToken(user.id);
  const session = {
    user: user.id,
    hash,
    epoch: user.sessionEpoch,
    createdAt: now,
    expiresAt: secondsAfter(now, SESSION_DAYS * SECONDS_A_DAY),
    userAgent: userAgent?.slice(0, MAX_USER_AGENT),
  };
  return { token, session };
}

function tooManyAttempts(retryAfterSeconds: number): Refused {
  return new Refused('session.too-many-attempts', {
    values: { minutes: Math.ceil(retryAfterSeconds / 60) },
    links: newPasswordLinks,
    retryAfterSeconds,
  });
}

function ownAccountJson({ account, member }: Membership) {
  const { id, organisation } = account;
  return { id, organisation, role: member.role, member: member.id, active: member.active };
}
