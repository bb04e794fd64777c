import * as z from 'zod';
import { roles } from '../domain/accounts/roles.ts';
import { contract } from './contract.ts';
import {
  accountPath,
  email,
  id,
  instant,
  line,
  memberPath,
  newPassword,
  pageOf,
  paging,
  plainDate,
  queryFlag,
} from './shared.ts';
import { linkToken } from './sign-ups.ts';

const MOST_INVITED = 50;

const profile = z
  .strictObject({ modules: z.array(z.string().max(24)).max(50) })
  .meta({ id: 'Profile' })
  .describe('The modules the member may use; null is all of them');
const givenRole = z.enum(['admin', 'member']);
const externalId = line(100).describe("The vendor's own id of this member");

const endsDiscount = z
  .boolean()
  .default(false)
  .describe('Go on although the account gets its first admin or owner, which ends the discount of its reseller');

const licenceTypes = z.array(z.string().max(24)).max(10).default([]);

export const memberSchema = z
  .strictObject({
    id: id('mem'),
    user: id('usr'),
    email: z.string().describe('Empty for a person who was erased'),
    name: z.string(),
    role: z.enum(roles),
    active: z.boolean().describe('An inactive member cannot use the service and is not charged'),
    former: z.boolean(),
    profile: profile.nullable(),
    licences: z
      .array(z.strictObject({ type: z.string(), licence: id('lic') }).meta({ id: 'HeldLicence' }))
      .describe('The licences they hold, at most one of a type; none on plans without licences'),
    external_id: z.string().nullable(),
    joined_at: instant,
  })
  .meta({ id: 'Member' });

export const listMembers = contract({
  operation: 'listMembers',
  summary: 'List the members of an account',
  path: accountPath,
  query: z.strictObject({ ...paging, former: queryFlag.optional().describe('`true` lists former members as well') }),
  response: { status: 200, schema: pageOf('MemberPage', memberSchema) },
  refusals: [],
});

export const addMember = contract({
  operation: 'addMember',
  summary: 'Add a member by e-mail',
  description:
    'The person gets an e-mail: with a link to set a password if they have no login yet. The answer does not tell which. An active member is charged the current day at once. On a plan with licences they are active only with one.',
  path: accountPath,
  body: z
    .strictObject({
      email,
      name: line(120).optional(),
      role: givenRole.default('member'),
      active: z.boolean().default(true),
      profile: profile.nullable().default(null),
      licences: licenceTypes.describe('Types of which the member gets a free licence each'),
      external_id: externalId.optional(),
      ends_discount: endsDiscount,
    })
    .meta({ id: 'NewMember' }),
  response: { status: 201, schema: memberSchema },
  refusals: [
    'member.already-exists',
    'reseller.discount-would-end',
    'credit.insufficient',
    'licence.none-free',
    'licence.unknown-type',
    'licence.not-in-plan',
  ],
  etag: true,
});

export const getMember = contract({
  operation: 'getMember',
  summary: 'Show a member',
  path: memberPath,
  response: { status: 200, schema: memberSchema },
  refusals: ['member.not-found'],
  etag: true,
});

export const editMember = contract({
  operation: 'editMember',
  summary: 'Change a member',
  description:
    'Changes the fields that are sent. Making a member active charges what of the day is not paid for them yet, or needs a licence where the plan has them; making one inactive stops the charge from the next night and keeps their licences in use; a former member frees them. With "role": "owner" the owner hands the account over to an active member; where there is none yet, staff or the reseller makes the first.',
  path: memberPath,
  body: z
    .strictObject({
      active: z.boolean().optional(),
      role: z.enum(roles).optional(),
      former: z.boolean().optional(),
      profile: profile.nullable().optional(),
      name: line(120).optional(),
      external_id: externalId.nullable().optional(),
      ends_discount: endsDiscount,
    })
    .meta({ id: 'MemberEdit' }),
  response: { status: 200, schema: memberSchema },
  refusals: [
    'member.not-found',
    'member.owner-stays',
    'member.owner-inactive',
    'member.only-owner',
    'reseller.discount-would-end',
    'member.former',
    'member.needs-licence',
    'user.not-found',
    'credit.insufficient',
    'edit.stale',
  ],
  etag: true,
});

export const removeMember = contract({
  operation: 'removeMember',
  summary: 'Remove a member',
  description: 'Ends their access at once and frees their licences. What they did stays in the history.',
  path: memberPath,
  response: { status: 204, schema: z.undefined() },
  refusals: ['member.not-found', 'member.owner-stays', 'edit.stale'],
});

export const getEntitlements = contract({
  operation: 'getEntitlements',
  summary: 'Ask what a member may use now',
  description: "For the vendor's application, on each sign-in.",
  path: memberPath,
  response: {
    status: 200,
    schema: z
      .strictObject({
        allowed: z.boolean().describe('Whether the member may use the service now'),
        reasons: z.array(
          z
            .strictObject({
              code: z.enum([
                'account.not-active',
                'account.suspended',
                'subscription.none',
                'subscription.suspended',
                'subscription.ended',
                'member.inactive',
                'member.former',
                'member.no-licence',
              ]),
              detail: z.string(),
            })
            .meta({ id: 'WhyNot' }),
        ),
        account: id('acc'),
        member: id('mem'),
        plan: z.string(),
        role: z.enum(roles),
        features: z
          .array(z.string())
          .describe('Of the plan, the licences held and the modules; empty while not allowed'),
        modules: z.array(z.string()).describe("Enabled add-ons or modules that the member's profile lets through"),
        allowances: z
          .array(
            z
              .strictObject({ meter: z.string(), allowance: z.int(), until: plainDate.nullable() })
              .meta({ id: 'Allowance' }),
          )
          .describe(
            'How much the account may use of what is counted, until the last day of the period; GET …/usage says how much it did. Empty while not allowed',
          ),
        state: z
          .enum(['none', 'trial', 'active', 'past-due', 'suspended', 'cancelling', 'ended'])
          .optional()
          .describe('Where the subscription stands, on plans with licences'),
        paid_through: plainDate.nullable().describe('Last date that is paid, or the last of a trial'),
        expires_on: plainDate.nullable().describe('Last date of use if nothing changes; null where it renews'),
        support: z.strictObject({ channels: z.array(z.enum(['tickets', 'e-mail', 'phone', 'chat'])) }),
      })
      .meta({ id: 'Entitlements' }),
  },
  refusals: ['member.not-found'],
});

export const invitationSchema = z
  .strictObject({
    id: id('inv'),
    email: z.string().nullable().describe('null once it is accepted or withdrawn'),
    status: z.enum(['pending', 'expired', 'accepted', 'withdrawn']),
    role: givenRole,
    profile: profile.nullable(),
    licences: z
      .array(z.string())
      .describe('Licence types it offers: reserved until it is accepted, withdrawn or expires'),
    member: id('mem').nullable().describe('The member it brought'),
    created_at: instant,
    sent_at: instant,
    expires_at: instant,
  })
  .meta({ id: 'Invitation' });

export const listInvitations = contract({
  operation: 'listInvitations',
  summary: 'List the invitations of an account',
  path: accountPath,
  query: z.strictObject({
    ...paging,
    all: queryFlag.optional().describe('`true` lists those accepted or withdrawn in the last 90 days as well'),
  }),
  response: { status: 200, schema: pageOf('InvitationPage', invitationSchema) },
  refusals: [],
});

export const invite = contract({
  operation: 'invite',
  summary: 'Invite people by e-mail',
  description:
    'Each gets a link, good for 7 days. An address that is invited already gets the mail again, with what is sent now. Licences are reserved for each address; when there are not enough for all of them, nothing is sent.',
  path: accountPath,
  body: z
    .strictObject({
      emails: z.array(email).min(1).max(MOST_INVITED),
      role: givenRole.default('member'),
      profile: profile.nullable().default(null),
      licences: licenceTypes.describe('Types of which a licence is reserved for each address'),
      ends_discount: endsDiscount,
    })
    .meta({ id: 'NewInvitations' }),
  response: {
    status: 201,
    schema: z
      .strictObject({
        items: z.array(invitationSchema),
        already_members: z.array(z.string()),
        not_sent: z.array(z.string()).describe('Addresses that were written to too often in the last hour'),
        none_free: z.array(z.string()).describe('Addresses whose licence somebody else took in this very moment'),
      })
      .meta({ id: 'Invited' }),
  },
  refusals: ['licence.none-free', 'licence.unknown-type', 'licence.not-in-plan', 'reseller.discount-would-end'],
});

const invitationPath = z.strictObject({ account: id('acc'), invitation: id('inv') });

export const resendInvitation = contract({
  operation: 'resendInvitation',
  summary: 'Send an invitation again',
  description: 'One that has expired reserves its licences again. The body may be left out.',
  path: invitationPath,
  body: z.strictObject({ ends_discount: endsDiscount }).meta({ id: 'InvitationResending' }).optional(),
  response: { status: 200, schema: invitationSchema },
  refusals: ['invitation.not-found', 'mail.too-often', 'licence.none-free', 'reseller.discount-would-end'],
});

export const withdrawInvitation = contract({
  operation: 'withdrawInvitation',
  summary: 'Withdraw an invitation',
  description: 'Its links no longer work, and the licences it reserves are free.',
  path: invitationPath,
  response: { status: 204, schema: z.undefined() },
  refusals: ['invitation.not-found'],
});

export const acceptInvitation = contract({
  operation: 'acceptInvitation',
  summary: 'Accept an invitation',
  description:
    'Uses the link of the e-mail. A person without a login chooses a name and a password; one with a login just accepts. Where the credit does not cover the day, or the plan has licences and the invitation brings none, they join as an inactive member.',
  body: z
    .strictObject({ token: linkToken, name: line(120).optional(), password: newPassword.optional() })
    .meta({ id: 'InvitationAcceptance' }),
  response: {
    status: 200,
    schema: z
      .strictObject({
        account: z.strictObject({ id: id('acc'), organisation: z.string() }),
        member: memberSchema,
        inactive_because: z
          .enum(['credit.insufficient', 'member.needs-licence'])
          .nullable()
          .describe('Why the member is inactive; an admin can change it once there is credit or a licence'),
        sign_in_url: z.url(),
        service_url: z.url(),
      })
      .meta({ id: 'InvitationAccepted' }),
  },
  refusals: [
    'link.unknown',
    'link.expired',
    'link.used',
    'invitation.withdrawn',
    'invitation.password-needed',
    'password.too-weak',
  ],
});
