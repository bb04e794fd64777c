import * as contract from '../../lib/contract/sessions.ts';
import { requireStrongPassword } from '../../lib/domain/accounts/password-policy.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { hashPassword } from '../../lib/runtime/password.ts';
import { route } from '../../lib/runtime/route.ts';
import { forgetAttempts, signInsOf } from '../../lib/store/attempts.ts';
import { decideAndCommit } from '../../lib/store/commit.ts';
import { findLink } from '../../lib/store/links.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { replaceUser } from '../../lib/store/users.ts';

/** The new password makes every link that was made for an older one a used one, and every session an ended one. (A5) */
export const confirmPasswordReset = route(contract.confirmPasswordReset, async ({ body, now }) => {
  const open = () => findLink(body.token, ['password-reset', 'set-password'], now);
  requireStrongPassword(body.password, { email: (await open()).user.email ?? '' });
  const passwordHash = await hashPassword(body.password);
  await decideAndCommit(async () => {
    const { user } = await open();
    const { email = '', locale } = user;
    const after = {
      ...user,
      name: body.name ?? user.name,
      passwordHash,
      passwordVersion: user.passwordVersion + 1,
      sessionEpoch: user.sessionEpoch + 1,
    };
    const mail = requestMail({ email, locale }, { template: 'password-changed' }, now);
    return { writes: [replaceUser(user, after), forgetAttempts(signInsOf(email)), mail], result: undefined };
  });
  return { body: { status: 'password-set' as const, sign_in_url: `${environment().BASE_URL}/sign-in` } };
});
