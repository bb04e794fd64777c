import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { begins, type Licence, Seats, seats } from './licences.ts';
import { amountsOf, type Bill, eur } from './money.ts';
import { signUp } from './people.ts';
import { invoicesStory } from './story-invoices.ts';
import { againStory, type Leaving, orderStory, paidStory } from './story-transfers.ts';

const user = (quantity: number) => seats('user', quantity);

/** The vendor with yearly licences in two editions, from a trial in February 2027 to the end of the second year. */
export async function yearlyStory(client: Client, operator: Client, checks: Checks): Promise<void> {
  const account = new Seats(client, await signUp(client, 'bravo', true, 'standard'));
  await account.bill({ address: 'Proefweg 2', postal_code: '3511 AA', city: 'Utrecht', country: 'NL', language: 'nl' });
  const colleagues = await trialStory(account, checks);
  const ordered = await orderStory(client, operator, checks);
  await startStory(account, colleagues, checks);
  const leaving = await paidStory(ordered, checks);
  await halfStory(account, colleagues, checks);
  await laterStory(account, checks);
  await cancellingStory(leaving, checks);
  await lastDayStory(account, leaving, colleagues, checks);
  await closedStory(leaving, checks);
  await againStory(leaving, checks);
  await secondYearStory(account, colleagues, checks);
  await invoicesStory(operator, '2027-02', '2029-03', checks);
}

async function trialStory(account: Seats, checks: Checks): Promise<string[]> {
  checks.say('22 February 2027. An organisation tries the Standard edition.');
  const { state, trial_ends } = await account.subscription();
  checks.see('L12', 'a trial of 14 days begins', [state, trial_ends], ['trial', '2027-03-08']);
  checks.see('L12', 'with five licences', await account.counts('user'), [0, 5, 5, 0, 0]);
  const one = await account.add('one@bravo.example', ['user']);
  const two = await account.add('two@bravo.example', ['user']);
  checks.see('E1', 'members with a licence use it', await account.uses(one), ['crm', 'sign-in']);
  return [one, two];
}

async function startStory(account: Seats, [one = '']: string[], checks: Checks): Promise<void> {
  await account.client.clockTo('2027-03-01T08:00:00Z');
  checks.say('1 March 2027. It buys, for a year.');
  const few = account.preview([user(1)]);
  checks.see('L12', 'fewer than are in use cannot be bought', await refusalOf(few), 'licence.too-few');
  const order = await account.buy([user(4), { kind: 'module', module: 'accounting' }]);
  checks.see('L4', '4 × 360.00 and the accounting integration for 240.00', order.net, eur(4 * 36_000 + 24_000));
  checks.see('T2', 'with 21 % of Dutch VAT: 2032.80', amountsOf(order), [168_000, 35_280, 203_280]);
  const { state, period } = await account.subscription();
  checks.see('L12', 'the year begins at once', [state, period], ['active', { start: '2027-03-01', end: '2028-03-01' }]);
  checks.see('L12', 'what was bought takes the place of what was tried', await account.counts('user'), [2, 2, 4, 0, 0]);
  checks.see('E1', 'the module counts for all', await account.uses(one), ['accounting-sync', 'crm', 'sign-in']);
}

async function halfStory(account: Seats, [one = '']: string[], checks: Checks): Promise<void> {
  await account.client.clockTo('2027-08-31T08:00:00Z');
  checks.say('31 August 2027: 183 of 366 days are left.');
  const more = await account.buy([user(2)]);
  checks.see('L5', 'two more licences cost half, 2 × 180.00', more.net, eur(36_000));
  const preview = await account.api.post<Bill & { when: string }>(`${account.path}/subscription/changes/previews`, {
    plan: 'creator',
  });
  checks.see(
    'L10',
    'Creator for six is 6 × (540.00 − 360.00) for half a year: 540.00, now',
    [preview.when, preview.net],
    ['now', eur(54_000)],
  );
  const change = await account.change({ plan: 'creator' });
  checks.see('L10', 'the order is the preview', change.order?.total, preview.total);
  checks.see('L10', 'until it is paid nothing changes', await account.uses(one), ['accounting-sync', 'crm', 'sign-in']);
  if (change.order !== null) await account.pay(change.order);
  checks.see('L10', 'paid, the edition holds at once', await account.uses(one), [
    'accounting-sync',
    'builder',
    'crm',
    'sign-in',
  ]);
}

async function laterStory(account: Seats, checks: Checks): Promise<void> {
  checks.say('Later that autumn it wants less again.');
  const down = await account.change({ plan: 'standard' });
  checks.see(
    'L10',
    'the cheaper edition waits for the end of the period',
    [down.when, down.effective_on, down.total],
    ['period-end', '2028-03-01', eur(0)],
  );
  const [scheduled] = (await account.subscription()).scheduled;
  checks.see('L10', 'and is seen until then', [scheduled?.kind, scheduled?.plan], ['plan', 'standard']);
  await account.api.delete(`${account.path}/subscription/changes/${scheduled?.id}`);
  checks.see('L10', 'it can be undone', (await account.renewal()).plan, 'creator');
  await account.change({ plan: 'standard' });
  await account.change({ remove_module: 'accounting' });
  const kinds = (await account.subscription()).scheduled.map(({ kind }) => kind).sort();
  checks.see('L10', 'taken up again, with the removal of the module', kinds, ['plan', 'remove-module']);
}

async function cancellingStory({ account, colleague }: Leaving, checks: Checks): Promise<void> {
  checks.say('Another organisation, which bought on the same day, cancels.');
  const cancellation = `${account.path}/subscription/cancellation`;
  await account.api.post(cancellation);
  const { state, paid_through } = await account.subscription();
  checks.see('L9', 'it is paid through 29 February 2028', [state, paid_through], ['cancelling', '2028-02-29']);
  checks.see('L9', 'and used until then', await account.uses(colleague), ['crm', 'sign-in']);
  checks.see('L9', 'the dry run says that it closes', (await account.renewal()).closes, true);
  await account.api.delete(cancellation);
  checks.see('L9', 'that can be undone', (await account.subscription()).state, 'active');
  await account.api.post(cancellation);
}

async function lastDayStory(
  account: Seats,
  leaving: Leaving,
  [one = '', two = '']: string[],
  checks: Checks,
): Promise<void> {
  const held = (await account.licences()).find(({ member }) => member === two);
  await account.api.patch(`${account.path}/licences/${held?.id}`, { auto_renew: false });
  await account.client.clockTo('2028-02-29T12:00:00Z');
  checks.say('29 February 2028: the last day of the year.');
  const said = await account.renewal();
  const ids = (list: readonly Licence[]) => list.map(({ id }) => id);
  checks.see('L7', 'a licence that was switched off ends', [ids(said.ended), ids(said.dropped)], [[held?.id], []]);
  checks.see('L6', 'the free ones are kept: 5 × 360.00, without the module', said.net, eur(5 * 36_000));
  checks.see('L7', 'its holder still uses it', await account.uses(two), [
    'accounting-sync',
    'builder',
    'crm',
    'sign-in',
  ]);
  checks.see('L9', 'so do those who cancelled', await leaving.account.uses(leaving.colleague), ['crm', 'sign-in']);
  await account.client.clockTo('2028-03-01T08:00:00Z');
  checks.say('1 March 2028: the next year.');
  checks.see('L6', 'what happened is what the dry run said', await account.begun(), begins(said));
  checks.see('L7', 'the member who held it is no longer active', await account.uses(two), 'member.no-licence');
  checks.see('L10', 'the cheaper edition holds, without the module', await account.uses(one), ['crm', 'sign-in']);
  await account.payRenewal();
  checks.see('L9', 'the second year is paid', (await account.subscription()).state, 'active');
}

async function closedStory({ account, colleague }: Leaving, checks: Checks): Promise<void> {
  checks.say('Those who cancelled are closed for use.');
  checks.see('L9', 'their subscription has ended', (await account.subscription()).state, 'ended');
  checks.see('L9', 'members no longer use it', await account.uses(colleague), 'subscription.ended, member.no-licence');
  const members = await account.api.get<{ items: { email: string }[] }>(`${account.path}/members`);
  const emails = members.items.map(({ email }) => email).sort();
  checks.see('L9', 'they are all still there', emails, ['one@charlie.example', 'owner@charlie.example']);
  const orders = await account.api.get<{ items: { purpose: string; status: string }[] }>(`${account.path}/orders`);
  const kept = orders.items.map(({ purpose, status }) => `${purpose} ${status}`);
  checks.see('L9', 'and so is what they paid', kept, ['purchase paid']);
}

async function secondYearStory(account: Seats, [one = '']: string[], checks: Checks): Promise<void> {
  checks.say('The second year goes by; tacit renewal is switched off.');
  const { period } = await account.subscription();
  checks.see('M4', 'it runs from 1 March to 1 March', period, { start: '2028-03-01', end: '2029-03-01' });
  await account.api.patch(`${account.path}/subscription`, { renews: false });
  await account.client.clockTo('2029-02-28T12:00:00Z');
  checks.see('L9', 'on its last day it is used', await account.uses(one), ['crm', 'sign-in']);
  checks.see('L9', 'and the dry run says that it closes', (await account.renewal()).closes, true);
  await account.client.clockTo('2029-03-01T08:00:00Z');
  checks.see('L9', 'the day after, it has ended', (await account.subscription()).state, 'ended');
  checks.see('L9', 'and is not used any more', await account.uses(one), 'subscription.ended, member.no-licence');
}
