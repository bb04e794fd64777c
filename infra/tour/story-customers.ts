import type { Checks } from './check.ts';
import { refusalOf } from './client.ts';
import { Seats } from './licences.ts';
import { type Cast, linesOf, member, ownAdmin } from './resellers.ts';

interface Listed {
  readonly account: string;
  readonly organisation: string;
  readonly state: string;
  readonly renews_on: string | null;
  readonly licences: readonly { readonly total: number; readonly in_use: number }[];
}

/** The reseller does not pay for its own licence. */
export async function unpaidStory({ client, reseller, customer, known }: Cast, checks: Checks): Promise<void> {
  const own = new Seats(client, reseller);
  const bought = await own.api.pay<{ id: string; payment_url: string }>(`${own.path}/orders`, {
    items: [member(1)],
    term: 1,
  });
  await own.pay(await own.order(bought.id));
  await client.clockTo('2026-03-10T08:00:00Z');
  checks.say('10 March 2026. The reseller has not paid its own licence since February.');
  checks.see('L13', 'its own account is suspended', (await own.subscription()).state, 'suspended');
  checks.see('R6', 'its customer is not', (await customer.subscription()).state, 'active');
  const features = ['encryption', 'password-management', 'sharing'];
  checks.see('R6', 'whose people go on', await customer.uses(known), features);
  const customers = `/v1/resellers/${reseller.account}/customers`;
  const rows = await reseller.api.all<Listed>(customers);
  checks.see('R5', 'the reseller sees its customers, when they renew, and licences in use', rows.map(rowOf), [
    ['Foxtrot', 'active', '2027-01-15', 2, 5],
    ['Golf', 'ended', '2026-02-15', 0, 0],
  ]);
  const found = await reseller.api.all<Listed>(`${customers}?organisation=fox&renews_before=2027-02-01`);
  checks.see(
    'R5',
    'and finds one by its name',
    found.map(({ organisation }) => organisation),
    ['Foxtrot'],
  );
}

function rowOf({ organisation, state, renews_on, licences }: Listed) {
  const [of] = licences;
  return [organisation, state, renews_on, of?.in_use ?? 0, of?.total ?? 0];
}

export async function adminStory(cast: Cast, checks: Checks): Promise<void> {
  const { customer, reseller, known } = cast;
  checks.say('The customer is to have an admin of its own.');
  const path = `${customer.path}/members/${known}`;
  const role = { role: 'admin' };
  checks.see(
    'R4',
    'it is warned first',
    await refusalOf(customer.api.patch(path, role)),
    'reseller.discount-would-end',
  );
  await customer.api.patch(path, { ...role, ends_discount: true });
  const admin = await ownAdmin(cast);
  const own = new Seats(customer.client, admin);
  const [theirs, ours] = [await own.preview([member(1)]), await customer.preview([member(1)])];
  checks.see(
    'R4',
    'the discount is off for both: 2 × 10.00',
    [linesOf(theirs), linesOf(ours)],
    [[['licence', 2_000]], [['licence', 2_000]]],
  );
  const orders = await admin.api.all(`${customer.path}/orders`);
  const invoices = await admin.api.all(`${customer.path}/invoices`);
  checks.see('R5', 'what the reseller paid is not shown to the customer', [orders, invoices], [[], []]);
  const bought = await reseller.api.all<{ id: string }>(`${customer.path}/orders`);
  checks.see('R5', 'but to the reseller: two orders', bought.length, 2);
  const history = await admin.api.all<{ action: string; on_behalf_of: string | null }>(`${customer.path}/history`);
  const added = history.filter(({ action }) => action === 'member.added').map(({ on_behalf_of }) => on_behalf_of);
  checks.see('R2', 'the history names whom they acted for', added, [reseller.account, reseller.account]);
}

export async function withdrawalStory(cast: Cast, checks: Checks): Promise<void> {
  const { customer, direct, operator, reseller } = cast;
  await operator.post('/v1/resellers', { account: direct.owner.account, discount_percent: 10 });
  const seen = await refusalOf(direct.api.get(`${customer.path}/subscription`));
  checks.see('R5', 'another reseller does not see the customer', seen, 'account.not-found');
  const admin = await ownAdmin(cast);
  await admin.api.delete(`${customer.path}/reseller`);
  checks.say('The customer ends the reseller’s access.');
  const ended = await refusalOf(reseller.api.get(`${customer.path}/subscription`));
  checks.see('R5', 'it sees nothing from then on', ended, 'account.not-found');
  const left = await reseller.api.all<Listed>(`/v1/resellers/${reseller.account}/customers`);
  checks.see(
    'R5',
    'its list has the other one only',
    left.map(({ organisation }) => organisation),
    ['Golf'],
  );
  checks.see('R6', 'the customer goes on', (await new Seats(customer.client, admin).subscription()).state, 'active');
}
