import * as contract from '../../lib/contract/sign-ups.ts';
import { offeredPlan } from '../../lib/domain/accounts/offered-plan.ts';
import { requireStrongPassword } from '../../lib/domain/accounts/password-policy.ts';
import { requireSolvedCaptcha } from '../../lib/runtime/captcha.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { newId } from '../../lib/runtime/ids.ts';
import { hashPassword } from '../../lib/runtime/password.ts';
import { type Request, route } from '../../lib/runtime/route.ts';
import { mailsTo, signUpsFrom, writeWithin } from '../../lib/store/attempts.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { type PendingSignUp, putSignUp } from '../../lib/store/sign-ups.ts';
import type { Write } from '../../lib/store/table.ts';
import { findUserByEmail, type User } from '../../lib/store/users.ts';

type SignUpRequest = Request<typeof contract.signUp>;

const received = { body: { status: 'confirmation-sent' as const } };

/** A known and an unknown address take the same steps and the same time; only the mail differs. (A1) */
export const signUp = route(contract.signUp, async (request) => {
  const { body, catalogue, now, call } = request;
  const { id: plan } = offeredPlan(catalogue, body.plan);
  requireStrongPassword(body.password, body);
  await requireSolvedCaptcha(body.captcha, now);
  if (!(await mayCome(call.sourceIp, now))) return received;
  const passwordHash = await hashPassword(body.password);
  const known = await findUserByEmail(body.email);
  const writes = known?.email === undefined ? signUpWrites(request, plan, passwordHash) : mailToKnown(known, now);
  await writeWithin(mailsTo(body.email), now, writes);
  return received;
});

/** Where the captcha is off, tests sign up by the hundred from one place. */
async function mayCome(sourceIp: string, now: string): Promise<boolean> {
  return environment().CAPTCHA === 'off' || (await writeWithin(signUpsFrom(sourceIp), now)).taken;
}

function signUpWrites({ body, now }: SignUpRequest, plan: string, passwordHash: string): Write[] {
  const signUp: PendingSignUp = {
    id: newId('sup'),
    state: 'pending',
    email: body.email,
    name: body.name,
    passwordHash,
    organisation: body.organisation,
    plan,
    activate: body.activate,
    locale: body.locale,
    createdAt: now,
  };
  const mail = { template: 'confirm-sign-up', signUp: signUp.id, organisation: signUp.organisation } as const;
  return [putSignUp(signUp), requestMail({ email: body.email, locale: body.locale }, mail, now)];
}

function mailToKnown({ email = '', locale }: User, now: string): Write[] {
  return [requestMail({ email, locale }, { template: 'already-registered' }, now)];
}
