import * as contract from '../../lib/contract/sign-ups.ts';
import { findPlan, type Plan } from '../../lib/domain/catalogue.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { openAccount } from '../../lib/store/account-openings.ts';
import type { Account } from '../../lib/store/accounts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { findLink } from '../../lib/store/links.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { confirmedSignUp, type PendingSignUp } from '../../lib/store/sign-ups.ts';
import type { Write } from '../../lib/store/table.ts';
import { findUserByEmail, putNewUser, type User } from '../../lib/store/users.ts';

type NewUser = User & { readonly email: string };

/** Two clicks at once have one effect: whoever comes second finds the sign-up confirmed. (A2, A3) */
export const confirmSignUp = route(contract.confirmSignUp, async (request) => {
  const { account, user } = await decideAndCommit(async () => {
    const { signUp } = await findLink(request.body.token, 'confirm-sign-up', request.now);
    if ((await findUserByEmail(signUp.email)) !== undefined) throw emailTaken();
    return confirm(signUp, request);
  });
  return {
    body: {
      account: { id: account.id, organisation: account.organisation, plan: account.plan },
      user: { id: user.id, email: user.email },
      activated: account.activatedOn !== undefined,
      activated_on: account.activatedOn ?? null,
      sign_in_url: `${environment().BASE_URL}/sign-in`,
      service_url: request.catalogue.service.url,
    },
  };
});

function confirm(signUp: PendingSignUp, { catalogue, now, today }: Request) {
  const plan = findPlan(catalogue, signUp.plan);
  if (plan === undefined) throw new Refused('plan.unknown', { links: { sign_up: '/sign-up' } });
  const user = userOf(signUp, now);
  const { account, writes } = openAccount({
    id: newId('acc'),
    organisation: signUp.organisation,
    plan,
    owner: user,
    locale: signUp.locale,
    activate: signUp.activate,
    actor: { kind: 'user', id: user.id },
    now,
    today,
  });
  return {
    writes: [confirmedSignUp(signUp, account.id), ...putNewUser(user), ...writes, ...mails(signUp, plan, account, now)],
    result: { account, user },
  };
}

function userOf(signUp: PendingSignUp, now: string): NewUser {
  return {
    id: newId('usr'),
    email: signUp.email,
    name: signUp.name,
    locale: signUp.locale,
    passwordHash: signUp.passwordHash,
    passwordVersion: 1,
    sessionEpoch: 0,
    createdAt: now,
    version: 1,
  };
}

function mails(signUp: PendingSignUp, { kind: plan }: Plan, { activatedOn }: Account, now: string): Write[] {
  const { email, locale, organisation } = signUp;
  const confirmed = requestMail({ email, locale }, { template: 'sign-up-confirmed', organisation, plan }, now);
  const access = requestMail({ email, locale }, { template: 'service-access', organisation }, now);
  return activatedOn === undefined ? [confirmed] : [confirmed, access];
}

function emailTaken(): Refused {
  return new Refused('sign-up.e-mail-taken', { links: { sign_in: '/sign-in', new_password: '/forgotten-password' } });
}
