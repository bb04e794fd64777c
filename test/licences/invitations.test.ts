import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountId, InvitationId } from '../../lib/domain/ids.ts';
import { releaseExpiredInvitation } from '../../lib/store/assignments.ts';
import { codeOf, mailsTo, PASSWORD, signedIn, someone, type Town, tokenFor } from '../people/support.ts';
import { addLicences, admin, customer, expectCounted, settleWithPlans } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleWithPlans();
});
afterAll(() => town.deployment.stop());

const newcomer = { name: 'New Colleague', password: PASSWORD };
const accept = async (email: string) =>
  town.anyone.send<{ member: { id: string; active: boolean; licences: object[] }; inactive_because: string | null }>(
    'POST',
    '/v1/invitation-acceptances',
    { token: await tokenFor(town, email), ...newcomer },
  );

describe('L2: an invitation reserves licences', () => {
  it('for each address, and hands them to who accepts', async () => {
    const owner = await customer(town, { base: 3, calls: 2 });
    const { invite, counts, list } = admin(owner);
    const [one, two] = [someone(), someone()];
    const { items } = await invite([one, two], { licences: ['base', 'calls'] });
    expect(items.map(({ licences }) => licences)).toEqual([
      ['base', 'calls'],
      ['base', 'calls'],
    ]);
    expect([await counts('base'), await counts('calls')]).toEqual(['2 of 3', '2 of 2']);
    const reserved = (await list()).licences.filter(({ invitation }) => invitation === items[0]?.id);
    expect(reserved.map(({ type }) => type)).toEqual(['base', 'calls']);
    const { member, inactive_because } = await accept(one);
    expect(inactive_because).toBeNull();
    expect(member).toMatchObject({ active: true, licences: [{ type: 'base' }, { type: 'calls' }] });
    expect((await list()).licences.filter((each) => each.member === member.id)).toEqual(
      reserved.map((licence) => ({ ...licence, member: member.id, invitation: null })),
    );
    expect([await counts('base'), await counts('calls')]).toEqual(['2 of 3', '2 of 2']);
    await expectCounted(owner);
  });

  it('sends nothing when there are not enough for everyone', async () => {
    const owner = await customer(town, { base: 2 });
    const { invite, counts } = admin(owner);
    const emails = [someone(), someone(), someone()];
    expect(await codeOf(invite(emails, { licences: ['base'] }))).toBe('licence.none-free');
    for (const email of emails) expect(await mailsTo(town, email)).toHaveLength(0);
    expect(await counts('base')).toBe('0 of 2');
    expect((await invite([owner.email, ...emails.slice(0, 2)], { licences: ['base'] })).items).toHaveLength(2);
    await expectCounted(owner);
  });

  it('says which addresses came too late when others take the licences meanwhile', async () => {
    const owner = await customer(town, { base: 5 });
    const { invite, counts } = admin(owner);
    const groups = [1, 2, 3, 4].map(() => [someone(), someone()]);
    const answers = await Promise.allSettled(groups.map((emails) => invite(emails, { licences: ['base'] })));
    const sent = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.items : []));
    expect(sent).toHaveLength(5);
    expect(await counts('base')).toBe('5 of 5');
    await expectCounted(owner);
  });

  it('reserves what is offered now when it is sent again with something else', async () => {
    const owner = await customer(town, { base: 1, calls: 1, mobile: 1 });
    const { invite, counts } = admin(owner);
    const email = someone();
    await invite([email], { licences: ['base', 'calls'] });
    await invite([email], { licences: ['calls', 'mobile'] });
    expect([await counts('base'), await counts('calls'), await counts('mobile')]).toEqual([
      '0 of 1',
      '1 of 1',
      '1 of 1',
    ]);
    await expectCounted(owner);
  });

  it('frees them when it is withdrawn, and joins inactive without any', async () => {
    const owner = await customer(town, { base: 1 });
    const { invite, counts, path } = admin(owner);
    const [first, second] = [someone(), someone()];
    const { items } = await invite([first], { licences: ['base'] });
    await owner.client.send('DELETE', `${path}/invitations/${items[0]?.id}`);
    expect(await counts('base')).toBe('0 of 1');
    await invite([second]);
    expect(await accept(second)).toMatchObject({
      member: { active: false, licences: [] },
      inactive_because: 'member.needs-licence',
    });
    await expectCounted(owner);
  });

  it('gives them to a person who is added in another way, with what is asked for beside it', async () => {
    const owner = await customer(town, { base: 1, calls: 1 });
    const { invite, add, typesOf, counts } = admin(owner);
    const email = someone();
    await invite([email], { licences: ['base'] });
    const member = await add({ email, licences: ['base', 'calls'] });
    expect(typesOf(member)).toEqual(['base', 'calls']);
    expect([await counts('base'), await counts('calls')]).toEqual(['1 of 1', '1 of 1']);
    await expectCounted(owner);
  });

  it('is accepted once under 5 clicks at once', async () => {
    const owner = await customer(town, { base: 2 });
    const { invite, counts } = admin(owner);
    const email = someone();
    await invite([email], { licences: ['base'] });
    const clicks = await Promise.allSettled([1, 2, 3, 4, 5].map(() => accept(email)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await counts('base')).toBe('1 of 2');
    await expectCounted(owner);
  });
});

describe('L2: an invitation that expires', () => {
  it('is looked at on the day after, frees its licences, and reserves them again when it is sent again', async () => {
    const owner = await customer(town, { base: 1 });
    const { account } = owner;
    const { invite, counts, add } = admin(owner);
    const [email, start] = [someone(), town.deployment.clock.now()];
    const { items } = await invite([email], { licences: ['base'] });
    const id = items[0]?.id as InvitationId;
    expect(await releaseExpiredInvitation(account as AccountId, id, { now: start })).toBe('not-due');
    await town.deployment.clock.advance('P9D');
    const { client } = await signedIn(town, owner.email);
    const later = { ...owner, client };
    expect(await counts('base')).toBe('0 of 1');
    const now = town.deployment.clock.now();
    expect(await releaseExpiredInvitation(account as AccountId, id, { now })).toBe('not-due');
    await expectCounted(owner);
    const resend = () => client.send<{ status: string }>('POST', `/v1/accounts/${account}/invitations/${id}/resend`);
    const other = await add({ licences: ['base'] });
    expect(await codeOf(resend())).toBe('licence.none-free');
    await admin(later).unassign(other.id, 'base');
    expect(await resend()).toMatchObject({ status: 'pending' });
    expect(await counts('base')).toBe('1 of 1');
    expect(await accept(email)).toMatchObject({ member: { active: true } });
    await expectCounted(owner);
  });

  it('is renewed by whoever has the link, only while a licence is free', async () => {
    const owner = await customer(town, { base: 1 });
    const { invite, counts } = admin(owner);
    const email = someone();
    await invite([email], { licences: ['base'] });
    const token = await tokenFor(town, email);
    await town.deployment.clock.advance('P9D');
    const renew = () => town.anyone.send('POST', '/v1/link-renewals', { token });
    await invite([someone()], { licences: ['base'] });
    const before = await mailsTo(town, email);
    await renew();
    expect(await mailsTo(town, email)).toHaveLength(before.length);
    await addLicences(owner, { base: 1 });
    await renew();
    expect(await mailsTo(town, email)).toHaveLength(before.length + 1);
    expect(await counts('base')).toBe('2 of 2');
    await expectCounted(owner);
  });
});
