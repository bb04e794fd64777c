import { type ApiKeyScope, apiKeyScopes } from '../../lib/domain/api-key.ts';
import { type AccountId, memberOfUser, type UserId } from '../../lib/domain/ids.ts';
import { replaceAccount, requireAccount } from '../../lib/store/accounts.ts';
import { attachCustomer, managementBy } from '../../lib/store/customers.ts';
import { transact } from '../../lib/store/table.ts';
import { MORNING, newAccount, type SignedUp, signedIn, type Town } from '../people/support.ts';
import type { Kind, PersonKind } from './callers.ts';
import { type FullAccount, fullAccount, type Ids } from './full-account.ts';

/** Someone who calls. */
export interface Character {
  readonly token: string | undefined;
  /** Of a person, to sign in again. */
  readonly email?: string;
  /** Whom they ask about, where it is themselves. */
  readonly about?: Ids;
}

export interface Cast {
  readonly full: FullAccount;
  /** The account's reseller. */
  readonly reseller: SignedUp;
  readonly characters: Record<Kind, Character>;
}

/** An account with everything, and everybody who may or may not have to do with it. */
export async function gather(town: Town): Promise<Cast> {
  const full = await fullAccount(town);
  const { owner } = full;
  const reseller = await newReseller(town);
  const people: Record<PersonKind, SignedUp> = {
    'a member, about themselves': await joining(town, owner),
    'a member, about somebody else': await joining(town, owner),
    'an inactive member, about themselves': await joining(town, owner, { active: false }),
    'an inactive admin': await joining(town, owner, { role: 'admin', active: false }),
    'an admin': await joining(town, owner, { role: 'admin' }),
    'the owner': owner,
    'an admin of another account': await newAccount(town, { plan: 'suite' }),
    'an admin of its reseller': reseller,
    'a plain member of its reseller': await joining(town, reseller),
    'an admin of another customer’s reseller': await newReseller(town),
    'an admin of a reseller whose access was withdrawn': await newReseller(town),
    'an admin of a reseller who is none any more': await newReseller(town),
  };
  await manage(people['an admin of another customer’s reseller'], people['an admin of another account']);
  await manage(people['an admin of a reseller whose access was withdrawn'], owner);
  await owner.client.send('DELETE', `/v1/accounts/${owner.account}/reseller`);
  const ended = people['an admin of a reseller who is none any more'];
  await manage(ended, owner);
  await town.operator.send('DELETE', `/v1/resellers/${ended.account}`);
  await manage(reseller, owner);

  const characters: Partial<Record<Kind, Character>> = { nobody: { token: undefined }, ...(await keysOf(town)) };
  for (const [kind, person] of Object.entries(people) as [PersonKind, SignedUp][]) {
    const { user } = person;
    const about = /themselves$/.test(kind) ? { about: { user, member: memberOfUser(user as UserId) } } : {};
    characters[kind] = { ...(await signIn(town, person.email)), ...about };
  }
  return { full, reseller, characters: characters as Cast['characters'] };
}

/** A person whose session has ended comes back with another. */
export async function signIn(town: Town, email: string): Promise<Character> {
  return { token: (await signedIn(town, email)).session.token, email };
}

/** Someone in an account, with a seat where it has any. */
export async function joining(
  town: Town,
  { account }: Pick<SignedUp, 'account'>,
  more: object = {},
): Promise<SignedUp> {
  const { operator } = town;
  const person = await newAccount(town, { plan: 'suite' });
  const { plan } = await operator.send<{ plan: string }>('GET', `/v1/accounts/${account}`);
  const licences = plan === 'all' ? ['seat'] : [];
  await operator.send('POST', `/v1/accounts/${account}/members`, { email: person.email, licences, ...more });
  return person;
}

/** An account that is a reseller, and its owner. */
export async function newReseller(town: Town): Promise<SignedUp> {
  const owner = await newAccount(town, { plan: 'suite' });
  await appoint(town, owner);
  return owner;
}

/** Makes an account a reseller; once more, where it is none any more. */
export async function appoint({ operator }: Town, { account }: Pick<SignedUp, 'account'>): Promise<void> {
  await operator.send('POST', '/v1/resellers', { account, discount_percent: '20' });
}

/** Puts an account that was there before, with its admins, into a reseller's hands. */
export async function manage(by: Pick<SignedUp, 'account'>, of: Pick<SignedUp, 'account'>): Promise<void> {
  const reseller = await requireAccount(by.account as AccountId);
  const before = await requireAccount(of.account as AccountId);
  const customer = { ...before, managedBy: managementBy(reseller, MORNING) };
  const actor = { kind: 'system', id: 'test' } as const;
  const attached = attachCustomer({ reseller, customer, actor, now: MORNING });
  const outcome = await transact([replaceAccount(before, customer), ...attached]);
  if (!outcome.committed) throw new Error('the reseller does not manage the account');
}

async function keysOf({ operator }: Town): Promise<Partial<Record<Kind, Character>>> {
  const make = (name: string, scopes: readonly ApiKeyScope[]) =>
    operator.send<{ id: string; key: string }>('POST', '/v1/api-keys', { name, scopes });
  const keys: Partial<Record<Kind, Character>> = {};
  for (const scope of apiKeyScopes) keys[`a key for ${scope}`] = { token: (await make(scope, [scope])).key };
  const revoked = await make('revoked', apiKeyScopes);
  await operator.send('DELETE', `/v1/api-keys/${revoked.id}`);
  return { ...keys, 'a revoked key': { token: revoked.key } };
}
