import * as contract from '../../lib/contract/sessions.ts';
import { route } from '../../lib/runtime/route.ts';
import { mailsTo, writeWithin } from '../../lib/store/attempts.ts';
import { requestMail } from '../../lib/store/mail.ts';
import { findUserByEmail } from '../../lib/store/users.ts';

/** Counting the mail is a write that an unknown e-mail costs as well. (A5) */
export const requestPasswordReset = route(contract.requestPasswordReset, async ({ body, now }) => {
  const user = await findUserByEmail(body.email);
  const writes =
    user === undefined
      ? []
      : [requestMail({ email: body.email, locale: user.locale }, { template: 'password-reset', user: user.id }, now)];
  await writeWithin(mailsTo(body.email), now, writes);
  return { body: { status: 'link-sent' as const } };
});
