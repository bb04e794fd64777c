import { area } from '../../lib/runtime/area.ts';
import { confirmPasswordReset } from './confirm-password-reset.ts';
import { eraseUser } from './erase-user.ts';
import { getUser } from './get-user.ts';
import { listSessions } from './list-sessions.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export const handler = area([
  signIn,
  listSessions,
  revokeSessions,
  signOut,
  requestPasswordReset,
  confirmPasswordReset,
  getUser,
  eraseUser,
]);
