import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailsTo, problemOf, type SignedUp, type Town } from '../people/support.ts';
import { customer, day, module, pack, settleSuite, suite, users } from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settleSuite();
});
afterAll(() => town.deployment.stop());

const mailOf = async ({ email }: SignedUp, subject: string) =>
  (await mailsTo(town, email)).find((mail) => mail.subject.includes(subject));

describe('L9, L13: what cannot be done now is refused in the words of the state, with the way on', () => {
  const refused = async ({ cancel, path }: ReturnType<typeof suite>) => {
    const { code, detail, links } = await problemOf(cancel());
    const place = links?.['order']?.replace(`${town.deployment.url}${path}`, '');
    return [code, detail, place];
  };
  const reasons = async ({ client, account, member }: SignedUp) => {
    const path = `/v1/accounts/${account}/members/${member}/entitlements`;
    return (await client.send<{ reasons: { code: string; detail: string }[] }>('GET', path)).reasons;
  };

  it('from nothing bought, over an unpaid renewal, to its end', async () => {
    const owner = await customer(town);
    const does = suite(town, owner);
    expect(await refused(does)).toEqual([
      'subscription.not-running',
      'Nothing was bought yet. Order first; see "links".',
      '/orders',
    ]);
    expect(await reasons(owner)).toContainEqual({
      code: 'subscription.none',
      detail: 'Nothing was bought yet. An admin of the account can buy.',
    });
    await does.buy(module('sales'));
    await day(town, '2026-07-01');
    const { unpaid } = await does.subscription();
    const owed = `/orders/${unpaid?.order}`;
    expect(unpaid).not.toBeNull();
    expect(await refused(does)).toEqual([
      'subscription.not-running',
      'The last renewal is not paid yet. Pay it first; see "links".',
      owed,
    ]);
    await day(town, '2026-07-22');
    expect(await refused(does)).toEqual([
      'subscription.not-running',
      'The last renewal was not paid. Pay it first; see "links".',
      owed,
    ]);
    await day(town, '2026-08-01');
    expect(await refused(does)).toEqual([
      'subscription.not-running',
      'The subscription has ended. Order again to start a new one; see "links".',
      '/orders',
    ]);
    expect(await problemOf(does.dryRun())).toMatchObject({
      detail: expect.stringMatching(/^The subscription has ended/),
    });
    expect(await reasons(owner)).toEqual([
      { code: 'subscription.ended', detail: 'The subscription has ended. An admin of the account can buy again.' },
    ]);
    const mail = await mailOf(owner, 'has ended');
    expect(mail?.text).toContain('Whenever you want to go on, order again');
    expect(mail?.text).not.toMatch(/licence|still to be paid/i);
  });

  it('a module that the plan has and the subscription has not is looked for in both', async () => {
    const { buy, change } = suite(town, await customer(town));
    await buy(module('sales'));
    expect(await problemOf(change({ remove_module: 'crm' }))).toMatchObject({
      code: 'module.unknown',
      detail: expect.stringContaining('or of the subscription where one is to be removed'),
    });
  });
});

describe('U2: mails about what is to be paid', () => {
  it('a renewal asks for its whole amount, whatever it holds', async () => {
    const owner = await customer(town);
    const { buy, addUsers } = suite(town, owner);
    await day(town, '2026-09-01');
    await buy(module('sales'));
    await addUsers(2, 'sales');
    await day(town, '2026-10-01');
    const mail = await mailOf(owner, 'was renewed');
    // 29.00 and 23.97 for 58 user-days; no tax is known of the customer’s country.
    expect(mail?.text).toMatch(/€\d+\.\d\d is to be paid/);
    expect(mail?.text).toContain('where more people used your modules in the last one');
    expect(mail?.text).not.toContain('costs €');
  });

  it('an ended subscription says what it still owes', async () => {
    const owner = await customer(town);
    const { buy, addUsers, cancel, orders } = suite(town, owner);
    await day(town, '2026-10-01');
    await buy(module('sales'));
    await addUsers(2, 'sales');
    await cancel();
    await day(town, '2026-11-01');
    const [last] = await orders();
    const amount = ((last?.total.amount ?? 0) / 100).toFixed(2);
    expect(last?.purpose).toBe('consumption');
    expect((await mailOf(owner, 'has ended'))?.text).toContain(
      `For users in its last period €${amount} is still to be paid`,
    );
  });
});

describe('L10: what is scheduled already', () => {
  it('changes nothing when it is asked for again, and is answered; another quantity takes its place', async () => {
    const owner = await customer(town);
    const { path, buy, change } = suite(town, owner);
    await buy(module('sales'), module('crm'), users('sales', 5), pack('e-mails-1000', 3));
    const facts = async () =>
      (await owner.client.send<{ items: object[] }>('GET', `${path}/history?limit=100`)).items.length;
    const asked = [
      { remove_module: 'crm' },
      { remove_pack: 'users', module: 'sales', quantity: 2 },
      { remove_pack: 'e-mails-1000' },
    ];
    const first = [];
    for (const body of asked) first.push(await change(body));
    const recorded = await facts();
    const last = first.at(-1) as unknown as { subscription: object };
    for (const [index, body] of asked.entries()) {
      expect(await change(body)).toEqual({ ...first[index], subscription: last.subscription });
    }
    expect(await change({ remove_pack: 'e-mails-1000', quantity: 3 })).toEqual(last);
    expect(await facts()).toBe(recorded);
    const fewer = await change({ remove_pack: 'e-mails-1000', quantity: 1 });
    expect(fewer.change).toMatchObject({ pack: 'e-mails-1000', quantity: 1 });
    expect(fewer.change?.id).not.toBe(first[2]?.change?.id);
    expect(await facts()).toBe(recorded + 1);
  });
});

describe('L6, L10: a change says whether the subscription ends with it, as the dry run does', () => {
  it('the last module is the end, one of two is not', async () => {
    const owner = await customer(town);
    const { path, buy, change, undo, dryRun } = suite(town, owner);
    await buy(module('sales'), module('crm'), pack('companies-5'));
    const preview = (body: object) =>
      owner.client.send<{ closes: boolean }>('POST', `${path}/subscription/changes/previews`, body);
    const seen = [];
    for (const body of [{ remove_pack: 'companies-5' }, { remove_module: 'crm' }, { remove_module: 'sales' }]) {
      const said = await preview(body);
      const done = await change(body);
      expect(done.change).not.toBeNull();
      seen.push([said.closes, (done as unknown as typeof said).closes, (await dryRun()).closes]);
      if (seen.length === 3) await undo(done.change?.id ?? '');
    }
    expect(seen).toEqual([
      [false, false, false],
      [false, false, false],
      [true, true, true],
    ]);
    expect((await dryRun()).closes).toBe(false);
  });
});
