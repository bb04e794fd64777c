import { Bank } from './bank.ts';
import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import { buyCredit, type CreditOrder, orderOf, panelOf, placeCredit } from './credit.ts';
import { amountsOf, eur, taxOf } from './money.ts';
import type { Customer } from './people.ts';

/** Cards that behave badly. Answers an order that was paid. */
export async function cardStory(client: Client, first: Customer, checks: Checks): Promise<CreditOrder> {
  checks.say('Cards that behave badly.');
  const { account, api } = first;
  const before = (await panelOf(first)).balance.amount;
  const statusOf = async (order: CreditOrder) => (await orderOf(first, order)).status;
  const declined = await buyCredit(client, first, 1000, '4000 0000 0000 0002');
  checks.see(
    'T4',
    'a declined card credits nothing',
    [await statusOf(declined), (await panelOf(first)).balance],
    ['pending', eur(before)],
  );
  await client.payWithCard(declined.payment_url, '4000 0025 0000 3155');
  checks.see('T4', 'a card that asks to be confirmed waits for it', await statusOf(declined), 'pending');
  await client.payWithCard(declined.payment_url, '4000 0025 0000 3155', true);
  await client.mails('nobody@nowhere.example');
  checks.see(
    'T4',
    'and pays the same order then',
    [await statusOf(declined), (await panelOf(first)).balance],
    ['paid', eur(before + 1000)],
  );
  const doubled = await buyCredit(client, first, 2000, '4000 0000 0000 0093');
  checks.see(
    'P8',
    'a payment reported five times is credited once',
    [await statusOf(doubled), (await panelOf(first)).balance],
    ['paid', eur(before + 3000)],
  );
  const late = await buyCredit(client, first, 500, '4000 0000 0000 0259');
  checks.see('T4', 'a report that is late leaves the order pending', await statusOf(late), 'pending');
  await client.post('/_local/clock', { advance: 'PT2M' });
  checks.see('T4', 'until it arrives', await statusOf(late), 'paid');
  const body = { items: [{ kind: 'credit', amount: eur(700) }] };
  const orders = `/v1/accounts/${account}/orders`;
  const [once, twice] = [
    await api.post<CreditOrder>(orders, body, 'tour-1'),
    await api.post<CreditOrder>(orders, body, 'tour-1'),
  ];
  checks.see('P8', 'the same order sent twice under one key is one order', once.id, twice.id);
  const other = api.post(orders, { items: [{ kind: 'credit', amount: eur(800) }] }, 'tour-1');
  checks.see('P8', 'another order under that key is refused', await refusalOf(other), 'idempotency.key-reused');
  return declined;
}

/** A customer outside the Union, whose transfer staff record by hand. */
export async function transferStory(customer: Customer, operator: Client, checks: Checks): Promise<void> {
  checks.say('The one who paused is in Switzerland and pays by transfer.');
  const { account, api } = customer;
  const billing = { address: 'Musterweg 5', postal_code: '8001', city: 'Zürich', country: 'CH', language: 'de' };
  await api.patch(`/v1/accounts/${account}`, { billing });
  const order = await placeCredit(customer, 3600, 'bank-transfer');
  checks.see(
    'T2',
    'outside the Union there is no VAT on it: 36.00',
    [taxOf(order), amountsOf(order)],
    [[['outside-scope', null, '0']], [3600, 0, 3600]],
  );
  const { iban = '', reference = '', qr } = order.transfer ?? {};
  checks.see(
    'T4',
    'the order says how to transfer it: IBAN, reference, and a QR code of both',
    [/^RF\d{17}$/.test(reference), qr?.includes(iban), qr?.includes(reference)],
    [true, true, true],
  );
  const bank = new Bank(operator, iban);
  checks.see('T4', 'staff record a transfer of 40.00', await bank.record(4000, 'TRANSFER-1', reference), 'over');
  checks.see(
    'T4',
    'once more, and it still counts once',
    [await bank.record(4000, 'TRANSFER-1', reference), (await orderOf(customer, order)).status],
    ['already-recorded', 'paid'],
  );
  const { status, balance } = await panelOf(customer);
  checks.see('P4', 'and the account goes on', status, 'active');
  const [over] = await bank.unallocated();
  checks.see('T4', 'of the 4.00 that are over, staff make credit', await bank.toCredit(over, account), eur(0));
  checks.see('P8', 'which is there at once', (await panelOf(customer)).balance, eur(balance.amount + 400));
}

/** Staff take a purchase back, and then part of what is left. */
export async function staffStory(
  first: Customer,
  bought: CreditOrder,
  operator: Client,
  checks: Checks,
): Promise<void> {
  checks.say('Staff take one of the purchases back.');
  const { account } = first;
  const before = (await panelOf(first)).balance.amount;
  const { invoice } = await orderOf(first, bought);
  const notes = `/v1/accounts/${account}/invoices/${invoice}/credit-notes`;
  await operator.pay(notes, { reason: 'Bought by mistake' });
  checks.see('T1', 'a credit note takes back credit of 10.00', (await panelOf(first)).balance, eur(before - 1000));
  const again = operator.pay(notes, { reason: 'Once more' });
  checks.see('T1', 'and nothing beyond what was billed', await refusalOf(again), 'credit-note.nothing-left');
  const bank = new Bank(operator, '');
  const [freed] = await bank.unallocated();
  checks.see('T1', 'what was paid for it, 10.00 + 2.20, is free again', freed?.unallocated, eur(1220));
  checks.see('T4', 'and is sent back', await bank.refund(freed, 'TRANSFER-OUT-1'), eur(0));
  checks.say('Staff correct a balance.');
  const path = `/v1/accounts/${account}/credit/adjustments`;
  const left = before - 1000;
  const tooMuch = operator.pay(path, { amount: eur(-left - 1), reason: 'Too much' });
  checks.see('P10', 'more than there is cannot be taken', await refusalOf(tooMuch), 'credit.below-zero');
  await operator.pay(path, { amount: eur(-(left - 14_400 + 38)), reason: 'Back to one purchase' });
  checks.see('P10', 'an entry with a reason corrects it', (await panelOf(first)).balance, eur(14_400 - 38));
  checks.see(
    'P10',
    'customers cannot do it themselves',
    await refusalOf(first.api.pay(path, { amount: eur(100), reason: 'Please' })),
    'access.denied',
  );
}
