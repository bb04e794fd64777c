import { area } from '../../lib/runtime/area.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { addMember } from './add.ts';
import { editMember } from './edit.ts';
import { getEntitlements } from './entitlements.ts';
import { invite } from './invite.ts';
import { listMembers } from './list.ts';
import { listInvitations } from './list-invitations.ts';
import { removeMember } from './remove.ts';
import { resendInvitation } from './resend-invitation.ts';
import { getMember } from './show.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';

export const handler = area([
  listMembers,
  addMember,
  getMember,
  editMember,
  removeMember,
  getEntitlements,
  listInvitations,
  invite,
  resendInvitation,
  withdrawInvitation,
  acceptInvitation,
]);
