import * as z from 'zod';
import { contract } from './contract.ts';
import { accountPath, country, email, id, instant, line, lines, locale, pageOf, paging, plainDate } from './shared.ts';
import { planId } from './sign-ups.ts';

const externalId = line(100).describe("The vendor's own id of this account");

const billing = z
  .strictObject({
    legal_name: z.string().nullable(),
    address: z.string().nullable(),
    postal_code: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    vat_number: z.string().nullable(),
    vat_number_status: z
      .enum(['none', 'valid', 'invalid', 'unverified'])
      .describe(
        'unverified: its form is right, and nobody could be asked yet. Only a valid number takes VAT off a bill',
      ),
    vat_checked_at: instant.nullable(),
    vat_consultation_number: z.string().nullable().describe('Under which VIES keeps the check, as evidence'),
    tax_number: z.string().nullable(),
    contact_email: z.string().nullable(),
    language: locale.nullable(),
  })
  .meta({ id: 'Billing' });

export const accountSchema = z
  .strictObject({
    id: id('acc'),
    organisation: z.string(),
    plan: z.string(),
    owner: id('usr').nullable().describe('null where a reseller opened it and made nobody its owner'),
    locale,
    billing: billing.nullable().describe('null for a member who is no admin'),
    external_id: z.string().nullable(),
    activated_on: plainDate.nullable().describe('null until the service is activated'),
    created_at: instant,
  })
  .meta({ id: 'Account' });

export const listAccounts = contract({
  operation: 'listAccounts',
  summary: 'List accounts',
  description: 'For a person their own, for staff and the vendor all of them, in the order of creation.',
  query: z.strictObject({ ...paging, external_id: externalId.optional().describe('Staff: the account with this id') }),
  response: { status: 200, schema: pageOf('AccountPage', accountSchema) },
  refusals: [],
});

export const createAccount = contract({
  operation: 'createAccount',
  summary: 'Open an account',
  description:
    'A person opens another account of their own. An operator opens one for its owner, who gets an e-mail, with a link to set a password if they have no login yet.',
  body: z
    .strictObject({
      organisation: line(120),
      plan: planId,
      locale: locale.optional(),
      activate: z.boolean().default(false),
      owner: z
        .strictObject({ email, name: line(120).optional() })
        .optional()
        .describe('Operators: who owns it'),
      external_id: externalId.optional().describe("Operators: the vendor's own id of this account"),
    })
    .meta({ id: 'NewAccount' }),
  response: { status: 201, schema: accountSchema },
  refusals: ['plan.unknown', 'account.external-id-taken'],
});

export const getAccount = contract({
  operation: 'getAccount',
  summary: 'Show an account',
  path: accountPath,
  response: { status: 200, schema: accountSchema },
  refusals: [],
  etag: true,
});

export const editAccount = contract({
  operation: 'editAccount',
  summary: 'Change an account',
  description:
    'Changes the fields that are sent; null clears one. A change of billing details counts for future invoices only.',
  path: accountPath,
  body: z
    .strictObject({
      organisation: line(120).optional(),
      locale: locale.optional(),
      external_id: externalId.nullable().optional().describe('Operators only'),
      billing: z
        .strictObject({
          legal_name: line(200).nullable(),
          address: lines(400).nullable().describe('Street and number'),
          postal_code: line(20).nullable(),
          city: line(120).nullable(),
          country: country.nullable(),
          vat_number: line(30)
            .nullable()
            .describe(
              'With or without its prefix; it is checked at once, and says the country where that is not given',
            ),
          tax_number: line(30)
            .nullable()
            .describe(
              'National number that bills are to show, such as a codice fiscale, SIREN, KvK, NIF or organisationsnummer; it does not change what is taxed',
            ),
          contact_email: email.nullable(),
          language: locale.nullable(),
        })
        .partial()
        .optional(),
    })
    .meta({ id: 'AccountEdit' }),
  response: { status: 200, schema: accountSchema },
  refusals: ['edit.stale', 'account.external-id-taken', 'vat-number.malformed', 'vat-number.other-country'],
  etag: true,
});

export const checkVatNumber = contract({
  operation: 'checkVatNumber',
  summary: 'Check the VAT number of an account again',
  description:
    'Asks VIES about it and keeps the answer as evidence. Where VIES gives none, an earlier answer stays; a number without one is unverified, and VAT is charged.',
  path: accountPath,
  response: { status: 200, schema: accountSchema },
  refusals: ['vat-number.none'],
  etag: true,
});

export const activateAccount = contract({
  operation: 'activateAccount',
  summary: 'Activate the service of an account',
  description:
    "Grants the plan's free credit, once, and charges the day for everyone active; or starts the trial of a plan with licences that has one. The access e-mail is sent; asking again sends it again.",
  path: accountPath,
  response: {
    status: 200,
    schema: z
      .strictObject({ account: id('acc'), activated_on: plainDate, service_url: z.url() })
      .meta({ id: 'Activation' }),
  },
  refusals: ['account.already-active', 'credit.insufficient'],
});

export const historyRecord = z
  .strictObject({
    id: z.string(),
    at: instant,
    action: z.string().describe('What happened, such as member.deactivated'),
    actor: z.strictObject({
      kind: z.enum(['anonymous', 'user', 'operator', 'vendor', 'system']),
      id: z.string(),
      name: z.string().nullable().describe('As it is now; null for a person who was erased'),
    }),
    on_behalf_of: id('acc').nullable(),
    subject: z.string().describe('Id of what changed'),
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'HistoryRecord' });

export const listHistory = contract({
  operation: 'listHistory',
  summary: 'See what happened in an account',
  description: 'Every change: when, who, on whose behalf, what, before and after. The newest first.',
  path: accountPath,
  query: z.strictObject(paging),
  response: { status: 200, schema: pageOf('HistoryPage', historyRecord) },
  refusals: [],
});

export const exportHistory = contract({
  operation: 'exportHistory',
  summary: 'Get the history as CSV',
  description:
    'At most 2000 lines at once, the oldest first. Where there are more, a Link header with rel="next" says where.',
  path: accountPath,
  query: z.strictObject({ cursor: paging.cursor }),
  response: { status: 200, schema: z.string(), contentType: 'text/csv' },
  refusals: [],
});

export const exportAccount = contract({
  operation: 'exportAccount',
  summary: 'Take everything an account holds',
  description:
    'Page by page: the account and its credit, subscription, licences, members, invitations, orders, payments, credit entries, statements, tickets with their messages, and history, each as it is kept. Go on with "next_cursor" until it is null.',
  path: accountPath,
  query: z.strictObject(paging),
  response: {
    status: 200,
    schema: pageOf(
      'AccountExport',
      z.strictObject({ kind: z.string(), record: z.record(z.string(), z.unknown()) }).meta({ id: 'ExportedRecord' }),
    ),
  },
  refusals: [],
});
