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
    'The person gets an e-mail: with a link to set a password if they have no login yet. The answer does not tell which. An active member is charged the current day at once.',
  path: accountPath,
  body: z
    .strictObject({
      email,
      name: line(120).optional(),
      role: givenRole.default('member'),
      active: z.boolean().default(true),
      profile: profile.nullable().default(null),
      external_id: externalId.optional(),
    })
    .meta({ id: 'NewMember' }),
  response: { status: 201, schema: memberSchema },
  refusals: ['member.already-exists', 'credit.insufficient'],
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
    'Changes the fields that are sent. Making a member active charges what of the day is not paid for them yet; making one inactive stops the charge from the next night. With "role": "owner" the owner hands the account over.',
  path: memberPath,
  body: z
    .strictObject({
      active: z.boolean().optional(),
      role: z.enum(roles).optional(),
      former: z.boolean().optional(),
      profile: profile.nullable().optional(),
      name: line(120).optional(),
      external_id: externalId.nullable().optional(),
    })
    .meta({ id: 'MemberEdit' }),
  response: { status: 200, schema: memberSchema },
  refusals: [
    'member.not-found',
    'member.owner-stays',
    'member.only-owner',
    'member.former',
    'user.not-found',
    'credit.insufficient',
    'edit.stale',
  ],
  etag: true,
});

export const removeMember = contract({
  operation: 'removeMember',
  summary: 'Remove a member',
  description: 'Ends their access at once. What they did stays in the history.',
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
              code: z.enum(['account.not-active', 'account.suspended', 'member.inactive', 'member.former']),
              detail: z.string(),
            })
            .meta({ id: 'WhyNot' }),
        ),
        account: id('acc'),
        member: id('mem'),
        plan: z.string(),
        role: z.enum(roles),
        features: z.array(z.string()).describe('Empty while not allowed'),
        modules: z.array(z.string()).describe("Enabled add-ons that the member's profile lets through"),
        paid_through: plainDate.nullable().describe('Last date that is paid'),
        expires_on: plainDate.nullable().describe('Last date fully paid if nothing changes'),
        support: z.strictObject({ channels: z.array(z.enum(['tickets', 'e-mail'])) }),
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
    'Each gets a link, good for 7 days. An address that is invited already gets the mail again, with what is sent now.',
  path: accountPath,
  body: z
    .strictObject({
      emails: z.array(email).min(1).max(MOST_INVITED),
      role: givenRole.default('member'),
      profile: profile.nullable().default(null),
      licences: z.array(z.never()).max(0).optional().describe('Plans without licences take none'),
    })
    .meta({ id: 'NewInvitations' }),
  response: {
    status: 201,
    schema: z
      .strictObject({
        items: z.array(invitationSchema),
        already_members: z.array(z.string()),
        not_sent: z.array(z.string()).describe('Addresses that were written to too often in the last hour'),
      })
      .meta({ id: 'Invited' }),
  },
  refusals: [],
});

const invitationPath = z.strictObject({ account: id('acc'), invitation: id('inv') });

export const resendInvitation = contract({
  operation: 'resendInvitation',
  summary: 'Send an invitation again',
  path: invitationPath,
  response: { status: 200, schema: invitationSchema },
  refusals: ['invitation.not-found', 'mail.too-often'],
});

export const withdrawInvitation = contract({
  operation: 'withdrawInvitation',
  summary: 'Withdraw an invitation',
  description: 'Its links no longer work.',
  path: invitationPath,
  response: { status: 204, schema: z.undefined() },
  refusals: ['invitation.not-found'],
});

export const acceptInvitation = contract({
  operation: 'acceptInvitation',
  summary: 'Accept an invitation',
  description:
    'Uses the link of the e-mail. A person without a login chooses a name and a password; one with a login just accepts. Where the credit does not cover the day, they join as an inactive member.',
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
          .enum(['credit.insufficient'])
          .nullable()
          .describe('Why the member is inactive; an admin can change it once there is credit'),
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
