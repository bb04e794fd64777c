import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { addMember, type Customer, passwordOf, signIn, signUp } from './people.ts';

interface Member {
  readonly id: string;
  readonly email: string;
  readonly active: boolean;
}

interface Page<T> {
  readonly items: readonly T[];
}

/** Colleagues come, forget passwords, leave and are erased. */
export async function peopleStory(client: Client, checks: Checks): Promise<void> {
  checks.say('A fifth invites colleagues.');
  const customer = await signUp(client, 'foxtrot', true);
  await invitationStory(client, customer, checks);
  await passwordStory(client, checks);
  await formerStory(customer, checks);
  await erasureStory(client, customer, checks);
}

async function invitationStory(client: Client, { account, api }: Customer, checks: Checks): Promise<void> {
  const invitations = `/v1/accounts/${account}/invitations`;
  const emails = ['one@foxtrot.example', 'two@foxtrot.example'];
  const sent = await api.post<Page<{ id: string }>>(invitations, { emails });
  checks.see('A6', 'two people are invited at once', sent.items.length, 2);
  const [first, second] = [
    await client.linkToken('one@foxtrot.example', '/invitation'),
    await client.linkToken('two@foxtrot.example', '/invitation'),
  ];
  await api.delete(`${invitations}/${sent.items[1]?.id}`);
  const accept = (token: string) =>
    client.post('/v1/invitation-acceptances', { token, name: 'One', password: passwordOf('one') });
  checks.see('A6', 'a withdrawn invitation no longer works', await refusalOf(accept(second)), 'invitation.withdrawn');
  await accept(first);
  checks.see(
    'A6',
    'the other lets its reader choose a name and a password',
    await refusalOf(accept(first)),
    'link.used',
  );
  const members = await api.get<Page<Member>>(`/v1/accounts/${account}/members`);
  checks.see(
    'A6',
    'and makes them an active member',
    members.items.map(({ email, active }) => [email, active]),
    [
      ['owner@foxtrot.example', true],
      ['one@foxtrot.example', true],
    ],
  );
}

async function passwordStory(client: Client, checks: Checks): Promise<void> {
  const email = 'one@foxtrot.example';
  const session = await client.post<{ token: string }>('/v1/sessions', { email, password: passwordOf('one') });
  await client.post('/v1/password-resets', { email });
  const token = await client.linkToken(email, '/reset-password');
  await client.post('/v1/password-resets/confirmations', { token, password: passwordOf('one more') });
  checks.see(
    'A5',
    'a new password ends every session at once',
    await refusalOf(client.as(session.token).get('/v1/accounts')),
    'session.required',
  );
  checks.see(
    'A5',
    'and the old one no longer works',
    await refusalOf(client.post('/v1/sessions', { email, password: passwordOf('one') })),
    'session.wrong-credentials',
  );
}

async function formerStory(customer: Customer, checks: Checks): Promise<void> {
  const { account, api } = customer;
  const member = await addMember(customer, 'left@foxtrot.example');
  await api.patch(`/v1/accounts/${account}/members/${member}`, { former: true });
  const count = async (query: string) =>
    (await api.get<Page<Member>>(`/v1/accounts/${account}/members${query}`)).items.length;
  checks.see(
    'A7',
    'a former member is hidden unless asked for',
    [await count(''), await count('?former=true')],
    [2, 3],
  );
}

async function erasureStory(client: Client, customer: Customer, checks: Checks): Promise<void> {
  const { account, api } = customer;
  const one = await signIn(client, 'one@foxtrot.example', passwordOf('one more'), account);
  await one.api.delete('/v1/users/me');
  const signInAgain = client.post('/v1/sessions', { email: one.email, password: one.password });
  checks.see('A11', 'an erased person is gone', await refusalOf(signInAgain), 'session.wrong-credentials');
  const exported = JSON.stringify(await api.get(`/v1/accounts/${account}/export`));
  checks.see('A11', 'their address is nowhere in the export of the account', exported.includes(one.email), false);
  checks.see(
    'A11',
    'an owner is erased only after handing the account over',
    await refusalOf(api.delete('/v1/users/me')),
    'user.owns-account',
  );
}
