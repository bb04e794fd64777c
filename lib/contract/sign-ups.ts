import * as z from 'zod';
import { contract } from './contract.ts';
import { email, id, line, locale, newPassword, plainDate } from './shared.ts';

/** A token out of an e-mail. */
export const linkToken = z.string().min(1).max(200).describe('The token of the link in the e-mail');

/** Of one shape for whoever asks, so that the answer tells nobody who has a login. */
export const mailSent = (id: string, status: string) => z.strictObject({ status: z.literal(status) }).meta({ id });

export const planId = z.string().max(24).describe('Id of a plan in the catalogue');

export const createCaptcha = contract({
  operation: 'createCaptcha',
  summary: 'Get a challenge against robots',
  description:
    "A challenge of ALTCHA's proof of work, for its widget or library to solve. It can be used once, within 20 minutes.",
  response: {
    status: 201,
    schema: z
      .strictObject({
        parameters: z.strictObject({
          algorithm: z.string(),
          nonce: z.string(),
          salt: z.string(),
          cost: z.int(),
          keyLength: z.int(),
          keyPrefix: z.string(),
          keySignature: z.string(),
          data: z.strictObject({ expires: z.int().describe('Epoch seconds') }),
        }),
        signature: z.string(),
      })
      .meta({ id: 'Captcha' }),
  },
  refusals: [],
});

export const signUp = contract({
  operation: 'signUp',
  summary: 'Sign up an organisation',
  description:
    'Sends an e-mail with a link that confirms the sign-up. The answer is the same when the e-mail has a login already; then the e-mail says so instead.',
  body: z
    .strictObject({
      email,
      password: newPassword,
      name: line(120, 0).default('').describe('Name of the person'),
      organisation: line(120),
      plan: planId,
      activate: z.boolean().default(false).describe('Activate the service as soon as the e-mail is confirmed'),
      locale: locale.default('en'),
      captcha: z.string().max(4000).optional().describe('The solution of a challenge, as ALTCHA writes it'),
    })
    .meta({ id: 'SignUp' }),
  response: { status: 202, schema: mailSent('SignUpReceived', 'confirmation-sent') },
  refusals: ['captcha.unsolved', 'password.too-weak', 'plan.unknown'],
});

export const confirmSignUp = contract({
  operation: 'confirmSignUp',
  summary: 'Confirm a sign-up',
  description:
    'Uses the link of the confirmation e-mail: opens the account, and activates the service if that was wished.',
  body: z.strictObject({ token: linkToken }).meta({ id: 'Confirmation' }),
  response: {
    status: 200,
    schema: z
      .strictObject({
        account: z.strictObject({ id: id('acc'), organisation: z.string(), plan: z.string() }),
        user: z.strictObject({ id: id('usr'), email: z.string() }),
        activated: z.boolean(),
        activated_on: plainDate.nullable(),
        sign_in_url: z.url(),
        service_url: z.url().describe('Where members use the service'),
      })
      .meta({ id: 'SignUpConfirmed' }),
  },
  refusals: ['link.unknown', 'link.expired', 'link.used', 'sign-up.e-mail-taken', 'plan.unknown'],
});

export const renewLink = contract({
  operation: 'renewLink',
  summary: 'Ask for a new link in place of an old one',
  description:
    'Sends the e-mail of a link again, to the same address, when what it is for is not done yet. The answer is the same for any token.',
  body: z.strictObject({ token: linkToken }).meta({ id: 'LinkRenewal' }),
  response: { status: 202, schema: mailSent('LinkRenewed', 'link-sent') },
  refusals: [],
});
