import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  balanceOf,
  codeOf,
  leaveCredit,
  mailsTo,
  newAccount,
  PASSWORD,
  problemOf,
  type SignedUp,
  settle,
  signedIn,
  someone,
  type Town,
  tableItems,
  tokenFor,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

interface Invited {
  readonly items: readonly { readonly id: string; readonly email: string | null; readonly status: string }[];
  readonly already_members: readonly string[];
  readonly not_sent: readonly string[];
}

const invite = (owner: SignedUp, emails: string[], body: object = {}) =>
  owner.client.send<Invited>('POST', `/v1/accounts/${owner.account}/invitations`, { emails, ...body });
const pending = async (owner: SignedUp, query = '') =>
  (await owner.client.send<Invited>('GET', `/v1/accounts/${owner.account}/invitations${query}`)).items;
const accept = (token: string, body: object = {}) =>
  town.anyone.send<{ member: { active: boolean; role: string }; inactive_because: string | null }>(
    'POST',
    '/v1/invitation-acceptances',
    { token, ...body },
  );
const newcomer = { name: 'New Colleague', password: PASSWORD };

describe('A6: several people are invited at once', () => {
  it('sends each a link, and names who is a member already', async () => {
    const owner = await newAccount(town);
    const emails = Array.from({ length: 12 }, someone);
    const { items, already_members } = await invite(owner, [...emails, owner.email]);
    expect(items.map(({ email }) => email)).toEqual(emails);
    expect(items.every(({ status }) => status === 'pending')).toBe(true);
    expect(already_members).toEqual([owner.email]);
    for (const email of emails) expect(await tokenFor(town, email)).toHaveLength(43);
    expect(await pending(owner)).toHaveLength(12);
  });

  it('keeps one pending invitation for an address, however often and however much at once it is invited', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await Promise.all([1, 2, 3].map(() => invite(owner, [email, email])));
    const [invitation] = (await invite(owner, [email], { role: 'admin' })).items;
    expect(await pending(owner)).toEqual([expect.objectContaining({ id: invitation?.id, role: 'admin' })]);
    expect(await mailsTo(town, email)).toHaveLength(4);
    await invite(owner, [email]);
    expect(await invite(owner, [email])).toMatchObject({ items: [], not_sent: [email] });
  });

  it.each([
    [{ emails: [] }, '/emails'],
    [{ emails: ['no address'] }, '/emails/0'],
    [{ emails: Array.from({ length: 51 }, (_, index) => `e${index}@example.com`) }, '/emails'],
    [{ emails: ['a@example.com'], role: 'owner' }, '/role'],
    [{ emails: ['a@example.com'], licences: ['sales'] }, '/licences'],
  ])('refuses %#, and changes nothing', async (body, pointer) => {
    const owner = await newAccount(town);
    const before = await tableItems(town);
    const problem = await problemOf(owner.client.send('POST', `/v1/accounts/${owner.account}/invitations`, body));
    expect(problem.errors?.[0]?.pointer.startsWith(pointer)).toBe(true);
    expect(await tableItems(town)).toEqual(before);
  });
});

describe('A6: an invitation is accepted', () => {
  it('with a name and a password by somebody new', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await invite(owner, [email], { role: 'admin' });
    const token = await tokenFor(town, email);
    expect(await problemOf(accept(token))).toMatchObject({
      code: 'invitation.password-needed',
      errors: [{ pointer: '/name' }, { pointer: '/password' }],
    });
    expect(await codeOf(accept(token, { ...newcomer, password: 'password1234' }))).toBe('password.too-weak');
    expect(await accept(token, newcomer)).toMatchObject({
      member: { active: true, role: 'admin', name: 'New Colleague' },
    });
    const { session } = await signedIn(town, email);
    expect(session.accounts).toMatchObject([{ id: owner.account, role: 'admin' }]);
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
    expect(await pending(owner)).toEqual([]);
    expect(await pending(owner, '?all=true')).toMatchObject([{ status: 'accepted', email: null }]);
  });

  it('with nothing but the link by somebody with a login', async () => {
    const [owner, known] = [await newAccount(town), await newAccount(town)];
    await invite(owner, [known.email]);
    await accept(await tokenFor(town, known.email));
    const { session } = await signedIn(town, known.email);
    expect(session.accounts).toHaveLength(2);
  });

  it('once under 5 clicks at once, and charges the day once', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await invite(owner, [email]);
    const token = await tokenFor(town, email);
    const clicks = await Promise.allSettled([1, 2, 3, 4, 5].map(() => accept(token, newcomer)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(accept(token, newcomer))).toBe('link.used');
    expect(await balanceOf(owner)).toBe(1200 - 2 * 39);
  });

  it('as an inactive member where the credit does not cover the day', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await leaveCredit(town, owner, 38);
    await invite(owner, [email]);
    expect(await accept(await tokenFor(town, email), newcomer)).toMatchObject({
      member: { active: false },
      inactive_because: 'credit.insufficient',
    });
    await signedIn(town, email);
  });

  it('and counts as accepted when the person was added meanwhile', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await invite(owner, [email]);
    const token = await tokenFor(town, email);
    await owner.client.send('POST', `/v1/accounts/${owner.account}/members`, { email });
    expect(await codeOf(accept(token, newcomer))).toBe('link.used');
    expect(await pending(owner)).toEqual([]);
  });
});

describe('A6: an invitation is seen, sent again and withdrawn', () => {
  const of = (owner: SignedUp, id: string | undefined) => `/v1/accounts/${owner.account}/invitations/${id}`;

  it('says of a withdrawn one that it was', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    const [invitation] = (await invite(owner, [email])).items;
    const token = await tokenFor(town, email);
    await owner.client.send('DELETE', of(owner, invitation?.id));
    expect(await problemOf(accept(token, newcomer))).toMatchObject({ status: 410, code: 'invitation.withdrawn' });
    expect(await codeOf(owner.client.send('DELETE', of(owner, invitation?.id)))).toBe('invitation.not-found');
    await invite(owner, [email]);
    expect(await pending(owner)).toHaveLength(1);
  });

  it('is sent again 4 times an hour, and each link works until one is used', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    const [invitation] = (await invite(owner, [email])).items;
    const first = await tokenFor(town, email);
    for (let times = 0; times < 4; times += 1) await owner.client.send('POST', `${of(owner, invitation?.id)}/resend`);
    expect(await codeOf(owner.client.send('POST', `${of(owner, invitation?.id)}/resend`))).toBe('mail.too-often');
    await accept(first, newcomer);
    expect(await codeOf(accept(await tokenFor(town, email), newcomer))).toBe('link.used');
  });

  it('expires after 7 days, and the link can be renewed by whoever has it', async () => {
    const [owner, email] = [await newAccount(town), someone()];
    await invite(owner, [email]);
    const token = await tokenFor(town, email);
    await town.deployment.clock.advance('P7D');
    expect(await codeOf(accept(token, newcomer))).toBe('link.expired');
    const { client } = await signedIn(town, owner.email);
    expect(await pending({ ...owner, client })).toMatchObject([{ status: 'expired' }]);
    await town.anyone.send('POST', '/v1/link-renewals', { token });
    expect(await accept(await tokenFor(town, email), newcomer)).toMatchObject({ member: { active: true } });
  });
});
