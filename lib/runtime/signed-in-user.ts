import { Refused } from '../domain/refusal.ts';
import type { User } from '../store/users.ts';
import type { Identity } from './authenticate.ts';

/** The person who calls. Errors: `access.denied` for an API key. */
export function signedInUser({ user }: Identity): User {
  if (user === undefined) throw new Refused('access.denied');
  return user;
}
