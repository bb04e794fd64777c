import * as z from 'zod';
import { contract } from './contract.ts';
import { memberSchema } from './members.ts';
import { accountPath, id, paging } from './shared.ts';

export const licenceTypeId = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be the id of a licence type');

export const licenceCountsSchema = z
  .strictObject({
    type: z.string(),
    name: z.string(),
    in_use: z.int().describe('Assigned, or reserved by a pending invitation'),
    free: z.int(),
    total: z.int(),
    minimum: z.int().describe('What the contract says at least'),
    buying: z.int().describe('In open orders'),
    ending: z.int().describe('Renewal switched off: end with the period'),
  })
  .meta({ id: 'LicenceCounts' });

export const licenceSchema = z
  .strictObject({
    id: id('lic'),
    type: z.string(),
    auto_renew: z.boolean(),
    member: id('mem').nullable(),
    invitation: id('inv').nullable().describe('The pending invitation that reserves it'),
  })
  .meta({ id: 'Licence' });

export const listLicences = contract({
  operation: 'listLicences',
  summary: 'List the licences of an account',
  description: 'The counts of every type, and the licences page by page.',
  path: accountPath,
  query: z.strictObject(paging),
  response: {
    status: 200,
    schema: z
      .strictObject({
        types: z.array(licenceCountsSchema),
        licences: z.array(licenceSchema),
        next_cursor: z.string().nullable(),
      })
      .meta({ id: 'Licences' }),
  },
  refusals: ['licence.not-in-plan', 'request.bad-cursor'],
});

export const editLicence = contract({
  operation: 'editLicence',
  summary: "Switch a licence's renewal on or off",
  description: 'Switched off, it can be used until the period ends, then it ends, assigned or not.',
  path: z.strictObject({ account: id('acc'), licence: id('lic') }),
  body: z.strictObject({ auto_renew: z.boolean() }),
  response: { status: 200, schema: licenceSchema },
  refusals: ['licence.not-found', 'licence.minimum', 'licence.not-in-plan'],
});

const typePath = z.strictObject({ account: id('acc'), type: licenceTypeId });

export const setLicenceMinimum = contract({
  operation: 'setLicenceMinimum',
  summary: 'Set the contract minimum of a licence type',
  path: typePath,
  body: z.strictObject({ minimum: z.int().min(0).max(100_000) }),
  response: { status: 200, schema: licenceCountsSchema },
  refusals: ['licence.unknown-type', 'licence.minimum-above-total', 'licence.not-in-plan'],
});

const assignmentPath = z.strictObject({ account: id('acc'), member: id('mem'), type: licenceTypeId });

export const assignLicence = contract({
  operation: 'assignLicence',
  summary: 'Give a member a licence',
  description: 'Takes a free one of this type and makes the member active. A member who has one keeps it.',
  path: assignmentPath,
  response: { status: 200, schema: memberSchema },
  refusals: ['licence.none-free', 'licence.unknown-type', 'licence.not-in-plan', 'member.not-found', 'member.former'],
});

export const unassignLicence = contract({
  operation: 'unassignLicence',
  summary: 'Take a licence back from a member',
  description: 'Ends its features at once; it is free for somebody else until the period ends. Nothing is paid back.',
  path: assignmentPath,
  response: { status: 200, schema: memberSchema },
  refusals: ['licence.unknown-type', 'licence.not-in-plan', 'member.not-found'],
});
