import * as z from 'zod';
import { roles } from '../domain/accounts/roles.ts';
import { contract } from './contract.ts';
import { email, id, instant, line, locale, newPassword } from './shared.ts';
import { linkToken, mailSent } from './sign-ups.ts';

const userSchema = z
  .strictObject({ id: id('usr'), email: z.string(), name: z.string(), locale })
  .meta({ id: 'SignedInUser' });

export const signIn = contract({
  operation: 'signIn',
  summary: 'Sign in',
  description:
    'Starts a session. Send its token as "Authorization: Bearer …". It ends on sign-out, when it is revoked, on a password change, or after ten years.',
  body: z.strictObject({ email, password: z.string().max(1024) }).meta({ id: 'Credentials' }),
  response: {
    status: 201,
    schema: z
      .strictObject({
        token: z.string().describe('Shown once'),
        expires_at: instant,
        user: userSchema,
        accounts: z
          .array(
            z
              .strictObject({
                id: id('acc'),
                organisation: z.string(),
                role: z.enum(roles),
                member: id('mem'),
                active: z.boolean(),
              })
              .meta({ id: 'OwnAccount' }),
          )
          .describe('The first 100; GET /v1/accounts lists all of them'),
      })
      .meta({ id: 'NewSession' }),
  },
  refusals: ['session.wrong-credentials', 'session.too-many-attempts'],
});

export const listSessions = contract({
  operation: 'listSessions',
  summary: 'List your sessions in force',
  response: {
    status: 200,
    schema: z
      .strictObject({
        items: z.array(
          z
            .strictObject({
              created_at: instant,
              expires_at: instant,
              user_agent: z.string().nullable(),
              current: z.boolean(),
            })
            .meta({ id: 'Session' }),
        ),
      })
      .meta({ id: 'Sessions' }),
  },
  refusals: [],
});

export const revokeSessions = contract({
  operation: 'revokeSessions',
  summary: 'End all your sessions at once',
  response: { status: 204, schema: z.undefined() },
  refusals: [],
});

export const signOut = contract({
  operation: 'signOut',
  summary: 'Sign out',
  description: 'Ends the session whose token is sent.',
  response: { status: 204, schema: z.undefined() },
  refusals: [],
});

export const requestPasswordReset = contract({
  operation: 'requestPasswordReset',
  summary: 'Ask for a new password',
  description: 'Sends a link, good for an hour, if the e-mail has a login. The answer is the same for any e-mail.',
  body: z.strictObject({ email }).meta({ id: 'PasswordReset' }),
  response: { status: 202, schema: mailSent('PasswordResetReceived', 'link-sent') },
  refusals: [],
});

export const confirmPasswordReset = contract({
  operation: 'confirmPasswordReset',
  summary: 'Set a password with the link of an e-mail',
  description:
    'Takes the link of a password reset, or the one a new member gets. Every session of the person ends, and an e-mail tells them.',
  body: z
    .strictObject({
      token: linkToken,
      password: newPassword,
      name: line(120).optional().describe('Name of the person, where they want to set it'),
    })
    .meta({ id: 'NewPassword' }),
  response: {
    status: 200,
    schema: z.strictObject({ status: z.literal('password-set'), sign_in_url: z.url() }).meta({ id: 'PasswordSet' }),
  },
  refusals: ['link.unknown', 'link.expired', 'link.used', 'password.too-weak'],
});

const userPath = z.strictObject({
  user: z.union([z.literal('me'), id('usr')]).describe('"me" is the person who is signed in'),
});

export const getUser = contract({
  operation: 'getUser',
  summary: 'Show a person',
  path: userPath,
  response: {
    status: 200,
    schema: z
      .strictObject({ id: id('usr'), email: z.string(), name: z.string(), locale, created_at: instant })
      .meta({ id: 'User' }),
  },
  refusals: ['user.not-found'],
});

export const eraseUser = contract({
  operation: 'eraseUser',
  summary: 'Erase a person',
  description:
    'Removes who they are: e-mail, name, password, sessions, pending invitations. Members they were stay as former ones without a name, so that bills and history still add up.',
  path: userPath,
  response: { status: 204, schema: z.undefined() },
  refusals: ['user.not-found', 'user.owns-account'],
});
