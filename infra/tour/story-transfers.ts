import { Bank } from './bank.ts';
import type { Checks } from './check.ts';
import type { Client } from './client.ts';
import { type Order, Seats, seats } from './licences.ts';
import { amountsOf, eur, taxOf } from './money.ts';
import { signUp } from './people.ts';

interface Ordered {
  readonly account: Seats;
  readonly order: Order;
  readonly bank: Bank;
}

export interface Leaving {
  readonly account: Seats;
  readonly bank: Bank;
  readonly colleague: string;
}

const BELGIAN_NUMBER = 'BE 0123.456.749';

const referenceOf = ({ transfer }: Order) => transfer?.reference ?? '';

/** A Belgian business orders by transfer, and pays a part of it. */
export async function orderStory(client: Client, operator: Client, checks: Checks): Promise<Ordered> {
  checks.say('A Belgian business orders two licences by transfer.');
  const account = new Seats(client, await signUp(client, 'charlie', false, 'standard'));
  const billing = { address: 'Proefstraat 3', postal_code: '1000', city: 'Brussel', vat_number: BELGIAN_NUMBER };
  const said = await account.bill<{ billing: Record<string, string> }>(billing);
  checks.see(
    'T3',
    'its VAT number says where it is, and VIES that it is valid',
    [said.billing['vat_number'], said.billing['country'], said.billing['vat_number_status']],
    ['BE0123456749', 'BE', 'valid'],
  );
  const order = await account.place([seats('user', 2)], 'bank-transfer');
  checks.see(
    'T2',
    'so it accounts for the VAT itself: 2 × 360.00 = 720.00',
    [taxOf(order), amountsOf(order)],
    [[['reverse-charge', null, '0']], [72_000, 0, 72_000]],
  );
  const bank = new Bank(operator, order.transfer?.iban ?? '');
  await client.clockTo('2027-02-25T12:00:00Z');
  const part = { cents: 40_000, bank: 'B-1', text: referenceOf(order) };
  checks.see('T4', 'a first transfer is a part of it', await bank.statement('2027-02-25', [part]), ['part']);
  const { status, due, invoice } = await account.order(order.id);
  checks.see('T4', 'the order waits for 320.00 more', [status, due, invoice], ['pending', eur(32_000), null]);
  return { account, order, bank };
}

/** The rest comes on 1 March, with something over. */
export async function paidStory({ account, order, bank }: Ordered, checks: Checks): Promise<Leaving> {
  checks.say('On the same day the second transfer of the Belgian business comes: 30.00 too much.');
  const rest = [{ cents: 35_000, bank: 'B-2', text: referenceOf(order) }];
  checks.see('T4', 'it pays the order, with something over', await bank.statement('2027-03-01', rest), ['over']);
  checks.see('T4', 'the same file again counts for nothing', await bank.statement('2027-03-01', rest), [
    'already-recorded',
  ]);
  const [left] = await bank.unallocated();
  checks.see(
    'T4',
    'the 30.00 wait, known to be theirs',
    [left?.unallocated, left?.account],
    [eur(3000), account.owner.account],
  );
  const { period } = await account.subscription();
  checks.see('L4', 'the year begins when it is paid', period, { start: '2027-03-01', end: '2028-03-01' });
  return { account, bank, colleague: await account.add('one@charlie.example', ['user']) };
}

/** A year later they begin anew, with the money that was left over. */
export async function againStory({ account, bank, colleague }: Leaving, checks: Checks): Promise<void> {
  checks.say('They come back, by transfer again.');
  const order = await account.place([seats('user', 1)], 'bank-transfer');
  checks.see('L4', 'buying again begins anew, at the full price', order.net, eur(36_000));
  const [left] = await bank.unallocated();
  const after = await bank.assign(left, account.owner.account, order.id);
  const { received, due } = await account.order(order.id);
  checks.see(
    'T4',
    'staff put the 30.00 to it: 330.00 are due',
    [after, received, due],
    [eur(0), eur(3000), eur(33_000)],
  );
  checks.see('T4', 'and record the rest by hand', await bank.record(33_000, 'B-3', referenceOf(order)), 'settled');
  await account.assign(colleague, 'user');
  checks.see('L4', 'paid, it is used', await account.uses(colleague), ['crm', 'sign-in']);
}
