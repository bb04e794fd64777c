import type { Checks } from './check.ts';
import { type Client, problemOf, refusalOf } from './client.ts';
import { begins, type Order, Seats, seats } from './licences.ts';
import { amountsOf, eur } from './money.ts';
import { passwordOf, signUp } from './people.ts';
import { creditNoteStory, unpaidStory } from './story-dunning.ts';
import { invoicesStory } from './story-invoices.ts';

interface Colleagues {
  readonly one: string;
  readonly two: string;
  readonly three: string;
}

/** The vendor with four licence types, from 31 January 2026 over two ends of a month. */
export async function licenceTypesStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const account = new Seats(client, await signUp(client, 'alpha', true, 'crm'));
  await account.bill({
    address: 'Calle Prueba 2',
    postal_code: '28002',
    city: 'Madrid',
    country: 'ES',
    language: 'es',
  });
  await firstPurchaseStory(account, checks);
  const colleagues = await colleaguesStory(account, checks);
  await minimumStory(account, operator, checks);
  await abandonedStory(account, checks);
  const mistake = await halfStory(account, colleagues, checks);
  const freed = await creditNoteStory(account, mistake, operator, checks);
  await endOfPeriodStory(account, colleagues, checks);
  await unpaidStory(account, freed, operator, colleagues, checks);
  await anchorStory(account, checks);
  await invoicesStory(operator, '2026-01', '2026-03', checks);
}

async function firstPurchaseStory(account: Seats, checks: Checks): Promise<void> {
  checks.say('31 January 2026. An organisation signs up and buys 5 Base and 2 Calls.');
  const items = [seats('base', 5), seats('calls', 2)];
  const preview = await account.preview(items);
  checks.see('L4', 'a preview says 5 × 30.00 + 2 × 15.00 = 180.00', preview.net, eur(18_000));
  checks.see('T2', 'and 21 % of Spanish VAT: 217.80', amountsOf(preview), [18_000, 3780, 21_780]);
  const order = await account.place(items);
  checks.see(
    'L4',
    'the order is the preview, to the cent',
    [order.items, amountsOf(order)],
    [preview.items, amountsOf(preview)],
  );
  checks.see(
    'L2',
    'until it is paid it is being bought, and reserves nothing',
    await account.counts('base'),
    [0, 0, 0, 0, 5],
  );
  checks.see('L4', 'paid by card', (await account.pay(order)).status, 'paid');
  const { state, period } = await account.subscription();
  checks.see(
    'M4',
    'it is active at once, from the 31st to 28 February',
    [state, period],
    ['active', { start: '2026-01-31', end: '2026-02-28' }],
  );
  checks.see('L2', 'five Base are free', await account.counts('base'), [0, 5, 5, 0, 0]);
}

async function colleaguesStory(account: Seats, checks: Checks): Promise<Colleagues> {
  checks.say('Colleagues get their licences.');
  const one = await account.add('one@alpha.example', ['base']);
  checks.see('L1', 'a member with Base has what Base gives', await account.uses(one), ['crm']);
  const two = await account.add('two@alpha.example');
  const active = account.api.patch(`${account.path}/members/${two}`, { active: true });
  checks.see('L11', 'a member without a licence cannot become active', await refusalOf(active), 'member.needs-licence');
  checks.see('L11', 'a licence makes them active', (await account.assign(two, 'base')).active, true);
  await account.assign(one, 'calls');
  await account.assign(two, 'calls');
  checks.see('E1', 'another licence adds its features at once', await account.uses(one), ['crm', 'voip']);
  const three = await invitationStory(account, checks);
  const problem = await problemOf(account.assign(three, 'calls'));
  checks.see(
    'L3',
    'with no Calls left the third is refused, with the link to buy',
    [problem?.code, problem?.links?.['buy'] !== undefined],
    ['licence.none-free', true],
  );
  return { one, two, three };
}

/** An invitation reserves its licences; accepting hands them over, withdrawing frees them. */
async function invitationStory(account: Seats, checks: Checks): Promise<string> {
  const invitations = `${account.path}/invitations`;
  const emails = ['three@alpha.example', 'four@alpha.example'];
  const sent = await account.api.post<{ items: { id: string }[] }>(invitations, { emails, licences: ['base'] });
  checks.see('L2', 'two invitations reserve a Base each', await account.counts('base'), [4, 1, 5, 0, 0]);
  await account.api.delete(`${invitations}/${sent.items[1]?.id}`);
  checks.see('L2', 'the one that is withdrawn frees its own', await account.counts('base'), [3, 2, 5, 0, 0]);
  const token = await account.client.linkToken('three@alpha.example', '/invitation');
  const accepted = { token, name: 'Three', password: passwordOf('three') };
  await account.client.post('/v1/invitation-acceptances', accepted);
  const members = await account.api.get<{ items: { id: string; email: string }[] }>(`${account.path}/members`);
  const three = members.items.find(({ email }) => email === 'three@alpha.example')?.id ?? '';
  checks.see('L2', 'the one that is accepted hands it over', await account.uses(three), ['crm']);
  checks.see('L2', 'and three Base are in use', await account.counts('base'), [3, 2, 5, 0, 0]);
  return three;
}

async function minimumStory(account: Seats, operator: Client, checks: Checks): Promise<void> {
  const path = `${account.path}/licence-minimums/base`;
  const own = account.api.put(path, { minimum: 4 });
  checks.see('L2', 'a customer cannot set the contract minimum', await refusalOf(own), 'access.denied');
  await operator.put(path, { minimum: 4 });
  checks.see('L2', 'staff can: at least 4 Base', await account.counts('base'), [3, 2, 5, 4, 0]);
  const above = operator.put(path, { minimum: 6 });
  checks.see('L2', 'but not above what renews', await refusalOf(above), 'licence.minimum-above-total');
}

async function abandonedStory(account: Seats, checks: Checks): Promise<void> {
  checks.say('An order is left lying.');
  const order = await account.place([seats('messaging', 3)]);
  const declined = await account.pay(order, '4000 0000 0000 0002');
  checks.see(
    'L4',
    'declined, it can still be paid',
    [declined.status, await account.counts('messaging')],
    ['pending', [0, 0, 0, 0, 3]],
  );
  await account.client.clockTo('2026-02-01T12:00:00Z');
  checks.see(
    'L4',
    'a day later it is over and nothing is left of it',
    [(await account.pay(order)).status, await account.counts('messaging')],
    ['expired', [0, 0, 0, 0, 0]],
  );
}

/** Answers the order that was a mistake. */
async function halfStory(account: Seats, { two, three }: Colleagues, checks: Checks): Promise<Order> {
  await account.client.clockTo('2026-02-14T08:00:00Z');
  checks.say('14 February: 14 of 28 days are left.');
  const preview = await account.preview([seats('calls', 1)]);
  checks.see(
    'L5',
    'one Calls costs half, 7.50, and 15.00 from the next period',
    [preview.net, preview.next_total],
    [eur(750), eur(1500)],
  );
  checks.see('M2', 'its VAT of 1.575 is rounded once, away from zero: 1.58', amountsOf(preview), [750, 158, 908]);
  const order = await account.buy([seats('calls', 1)]);
  checks.see(
    'L4',
    'bought, it is there at once',
    [amountsOf(order), await account.counts('calls')],
    [amountsOf(preview), [2, 1, 3, 0, 0]],
  );
  await account.assign(three, 'calls');
  checks.see('E1', 'and the colleague who waited has it', await account.uses(three), ['crm', 'voip']);
  await account.unassign(three, 'calls');
  checks.see('L11', 'taken back, the feature is gone at once', await account.uses(three), ['crm']);
  await account.assign(three, 'calls');
  const mistake = await account.buy([seats('mobile', 1)]);
  checks.see('L8', 'a Mobile line bought by mistake stays, free', await account.counts('mobile'), [0, 1, 1, 0, 0]);
  const held = (await account.licences()).find(({ type, member }) => type === 'calls' && member === two);
  await account.api.patch(`${account.path}/licences/${held?.id}`, { auto_renew: false });
  checks.see('L7', 'a Calls whose renewal is switched off is used as before', await account.uses(two), ['crm', 'voip']);
  return mistake;
}

async function endOfPeriodStory(account: Seats, { one, two, three }: Colleagues, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-02-27T12:00:00Z');
  checks.say('27 February: the last day.');
  const said = await account.renewal();
  const types = (list: readonly { type: string }[]) => list.map(({ type }) => type).sort();
  checks.see('L6', 'the dry run drops 1 free Base above the minimum of 4, and the Mobile line', types(said.dropped), [
    'base',
    'mobile',
  ]);
  checks.see('L7', 'ends the Calls whose renewal is off', types(said.ended), ['calls']);
  checks.see('L6', 'and renews 4 × 30.00 + 2 × 15.00 = 150.00', said.net, eur(15_000));
  checks.see('L7', 'until the end it is used', await account.uses(two), ['crm', 'voip']);
  await account.client.clockTo('2026-02-28T08:00:00Z');
  checks.say('28 February: the next period.');
  checks.see('L6', 'what happened is what the dry run said', await account.begun(), begins(said));
  checks.see('L6', 'of the free Base one is kept for the minimum', await account.counts('base'), [3, 1, 4, 4, 0]);
  checks.see('L6', 'no Mobile line is left', await account.counts('mobile'), [0, 0, 0, 0, 0]);
  const uses = await Promise.all([one, two, three].map((member) => account.uses(member)));
  checks.see('L7', 'only the Calls that was switched off is gone', uses, [['crm', 'voip'], ['crm'], ['crm', 'voip']]);
  const told = (await account.client.mails('two@alpha.example')).filter(
    ({ sent_at }) => sent_at > '2026-02-27T12:00:00Z',
  );
  checks.see('L7', 'and its holder was told once', told.length, 1);
}

async function anchorStory(account: Seats, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-03-30T12:00:00Z');
  const said = await account.renewal();
  await account.client.clockTo('2026-03-31T12:00:00Z');
  checks.say('31 March: the second period is over.');
  checks.see('L6', 'again what happened is what the dry run said', await account.begun(), begins(said));
  const { period } = await account.subscription();
  checks.see('M4', 'and the period begins on the 31st again', period, { start: '2026-03-31', end: '2026-04-30' });
  checks.see(
    'L6',
    'at 150.00, paid by card',
    [(await account.payRenewal()).net, (await account.subscription()).state],
    [eur(15_000), 'active'],
  );
  const again = await account.client.payWithCard(
    (await account.place([seats('base', 1)])).payment_url,
    '4242 4242 4242 4242',
  );
  checks.see(
    'L5',
    'and on its first day a Base costs its full price',
    [again < 400, (await account.preview([seats('base', 1)])).net],
    [true, eur(3000)],
  );
}
