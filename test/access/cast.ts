import type { Caller, Route } from '../../functions/manifest.ts';
import { memberOfUser, type UserId } from '../../lib/domain/ids.ts';
import { newAccount, OPERATOR_KEY, type SignedUp, signedIn, type Town } from '../people/support.ts';

/** Someone who calls: with which token, and as which callers of the manifest they count in the account of the matrix. */
export interface Character {
  readonly token: string | undefined;
  /** Of a person, to sign in again. */
  readonly email?: string;
  readonly counts: readonly Caller[];
}

export interface Cast {
  readonly account: string;
  /** The member whom routes about one member, or one user, are about. */
  readonly subject: { readonly member: string; readonly user: string };
  readonly characters: Readonly<Record<string, Character>>;
}

/** An account with people of every role, a stranger, and keys of every scope. */
export async function gather(town: Town): Promise<Cast> {
  const owner = await newAccount(town);
  const [admin, member, ghost] = [await newAccount(town), await newAccount(town), await newAccount(town)];
  await join(owner, admin, { role: 'admin' });
  await join(owner, member, {});
  await join(owner, ghost, { role: 'admin', active: false });
  const stranger = await newAccount(town);
  const person = async (who: SignedUp, counts: readonly Caller[]): Promise<Character> => ({
    ...(await signIn(town, who.email)),
    counts: ['public', 'user', ...counts],
  });
  const key = async (scope: 'vendor:read' | 'vendor:entitlements'): Promise<Character> => {
    const made = await town.operator.send<{ key: string }>('POST', '/v1/api-keys', {
      name: scope,
      scopes: [scope],
    });
    return { token: made.key, counts: ['public', scope] };
  };
  return {
    account: owner.account,
    subject: { member: memberOfUser(member.user as UserId), user: member.user },
    characters: {
      anonymous: { token: undefined, counts: ['public'] },
      'a member, about themselves': await person(member, ['member', 'self']),
      'an admin': await person(admin, ['member', 'admin']),
      'an inactive admin': await person(ghost, []),
      'the owner': await person(owner, ['member', 'admin', 'owner']),
      'an admin of another account': await person(stranger, []),
      'a vendor’s key that reads': await key('vendor:read'),
      'a vendor’s key for entitlements': await key('vendor:entitlements'),
      'an operator': { token: OPERATOR_KEY, counts: ['public', 'operator'] },
    },
  };
}

/** A person whose session has ended comes back with another. */
export async function signIn(town: Town, email: string): Promise<Pick<Character, 'token' | 'email'>> {
  return { token: (await signedIn(town, email)).session.token, email };
}

function join(owner: SignedUp, person: SignedUp, more: object): Promise<unknown> {
  return owner.client.send('POST', `/v1/accounts/${owner.account}/members`, { email: person.email, ...more });
}

/** What the manifest says of a cell of the matrix. */
export function isAllowed({ allow }: Route, { counts }: Character): boolean {
  return allow.some((caller) => counts.includes(caller));
}
