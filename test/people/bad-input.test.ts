import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAccount, problemOf, type SignedUp, settle, type Town, tableItems } from './support.ts';

let town: Town;
let owner: SignedUp;
let before: unknown;
beforeAll(async () => {
  town = await settle();
  owner = await newAccount(town);
  // The first cursor makes the deployment's key.
  await owner.client.send('GET', `${sent(ACCOUNT)}/history?limit=1`);
  before = await tableItems(town);
});
afterAll(() => town.deployment.stop());

const ACCOUNT = '/v1/accounts/{account}';
const MEMBER = `${ACCOUNT}/members/{member}`;
const sent = (path: string) => path.replace('{account}', owner.account).replace('{member}', owner.member);

describe('A refused request says where the mistake is and changes nothing', () => {
  it.each([
    ['POST', '/v1/sessions', { email: 'a@example.com' }, 422, '/password'],
    ['POST', '/v1/sessions', { email: ['a@example.com'], password: 'x' }, 422, '/email'],
    ['POST', '/v1/sessions', { email: 'a@example.com', password: { $ne: null } }, 422, '/password'],
    ['POST', '/v1/confirmations', { token: 'x'.repeat(201) }, 422, '/token'],
    ['POST', '/v1/confirmations', {}, 422, '/token'],
    ['POST', '/v1/link-renewals', { token: 5 }, 422, '/token'],
    ['POST', '/v1/password-resets', { email: 'a@example.com', locale: 'en' }, 422, '/locale'],
    ['POST', '/v1/invitation-acceptances', { token: 'x', name: 'bell\u0007' }, 422, '/name'],
    ['POST', `${ACCOUNT}/members`, { email: 'a@example.com', name: 'a\u202eb' }, 422, '/name'],
    ['POST', `${ACCOUNT}/members`, { email: 'a@example.com', role: 'owner' }, 422, '/role'],
    ['POST', `${ACCOUNT}/members`, { email: 'a@example.com', active: 'true' }, 422, '/active'],
    ['POST', `${ACCOUNT}/members`, { email: 'a@example.com', id: 'mem_1' }, 422, '/id'],
    [
      'POST',
      `${ACCOUNT}/members`,
      { email: 'a@example.com', profile: { modules: 'projects' } },
      422,
      '/profile/modules',
    ],
    ['PATCH', MEMBER, { email: 'b@example.com' }, 422, '/email'],
    ['PATCH', MEMBER, { name: '' }, 422, '/name'],
    ['PATCH', MEMBER, { active: null }, 422, '/active'],
    ['PATCH', ACCOUNT, { plan: 'cloud' }, 422, '/plan'],
    ['PATCH', ACCOUNT, { billing: { country: 'it' } }, 422, '/billing/country'],
    ['PATCH', ACCOUNT, { billing: { country: 'ZZ' } }, 422, '/billing/country'],
    ['PATCH', ACCOUNT, { billing: { country: 'UK' } }, 422, '/billing/country'],
    ['PATCH', ACCOUNT, { billing: { country: 'EL' } }, 422, '/billing/country'],
    ['PATCH', ACCOUNT, { billing: { iban: 'x' } }, 422, '/billing/iban'],
    ['PATCH', ACCOUNT, { billing: { contact_email: 'nobody' } }, 422, '/billing/contact_email'],
    ['PATCH', ACCOUNT, { organisation: 'line\nbreak' }, 422, '/organisation'],
    ['GET', `${ACCOUNT}/members?limit=0`, undefined, 422, '/query/limit'],
    ['GET', `${ACCOUNT}/members?former=yes`, undefined, 422, '/query/former'],
    ['GET', `${ACCOUNT}/members?role=admin`, undefined, 422, '/query/role'],
    ['GET', `${ACCOUNT}/members/mem_1`, undefined, 422, '/path/member'],
    ['GET', '/v1/users/you', undefined, 422, '/path/user'],
  ])('%s %s %j', async (method, path, body, status, pointer) => {
    const problem = await problemOf(owner.client.send(method, sent(path), body));
    expect(problem).toMatchObject({ status, code: 'request.invalid' });
    expect(problem.errors?.map((mistake) => mistake.pointer)).toEqual([pointer]);
  });

  it('refuses cursors that were changed', async () => {
    for (const list of ['members', 'invitations', 'history', 'history.csv', 'export']) {
      const problem = await problemOf(owner.client.send('GET', `${sent(ACCOUNT)}/${list}?cursor=AAAA`));
      expect(problem).toMatchObject({ status: 400, code: 'request.bad-cursor' });
    }
  });

  it('left the table as it was', async () => {
    expect(await tableItems(town)).toEqual(before);
  });
});
