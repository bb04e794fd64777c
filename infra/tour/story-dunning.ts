import { Bank, type Payment } from './bank.ts';
import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import type { Order, Seats } from './licences.ts';
import { seats } from './licences.ts';
import { eur } from './money.ts';

/** Staff take part of a mistake back. Answers the money that is free again. */
export async function creditNoteStory(
  account: Seats,
  mistake: Order,
  operator: Client,
  checks: Checks,
): Promise<Payment> {
  checks.say('Staff meet the customer half-way over the Mobile line, billed 10.00 and 2.10 of VAT.');
  const notes = `${account.path}/invoices/${mistake.invoice}/credit-notes`;
  const credit = (cents: number) =>
    operator.pay(notes, { reason: 'Bought by mistake', lines: [{ line: 1, amount: eur(cents) }] });
  await credit(600);
  const { status, due } = await account.invoiceOf(mistake);
  checks.see('T1', 'a credit note takes 6.00 off its line; the invoice stays paid', [status, due], ['paid', eur(0)]);
  checks.see('T1', 'more than is left is refused', await refusalOf(credit(500)), 'credit-note.beyond-billed');
  checks.see('L8', 'the line stays until the period ends', await account.counts('mobile'), [0, 1, 1, 0, 0]);
  const [freed] = await new Bank(operator, '').unallocated();
  checks.see('T1', 'the 7.26 that were paid for it are free', freed?.unallocated, eur(726));
  if (freed === undefined) throw new Error('Nothing is free.');
  return freed;
}

interface Colleagues {
  readonly one: string;
}

/** A renewal that nobody pays, until a transfer comes. */
export async function unpaidStory(
  account: Seats,
  freed: Payment,
  operator: Client,
  { one }: Colleagues,
  checks: Checks,
): Promise<void> {
  checks.say('Nobody pays the renewal.');
  const { state, unpaid } = await account.subscription();
  checks.see(
    'L13',
    'it is past due, and would be suspended on 21 March',
    [state, unpaid?.suspended_on],
    ['past-due', '2026-03-21'],
  );
  const renewal = await account.openRenewal();
  const invoice = await account.invoiceOf(renewal);
  checks.see(
    'T1',
    'its invoice is open: 150.00 + 31.50, to be paid by 14 March',
    [invoice.status, invoice.due, invoice.due_on],
    ['open', eur(18_150), '2026-03-14'],
  );
  const bank = new Bank(operator, renewal.transfer?.iban ?? '');
  checks.see('T4', 'staff put the 7.26 to it', await bank.assign(freed, account.owner.account, renewal.id), eur(0));
  checks.see('T4', 'and 174.24 are due', (await account.order(renewal.id)).due, eur(17_424));
  checks.see('L13', 'members go on', await account.uses(one), ['crm', 'voip']);
  const more = account.preview([seats('base', 1)]);
  checks.see('L13', 'nothing more is sold before it is paid', await refusalOf(more), 'subscription.unpaid');
  await remindedStory(account, one, checks);
  await resumedStory(account, renewal, bank, one, checks);
}

async function remindedStory(account: Seats, one: string, checks: Checks): Promise<void> {
  await account.client.clockTo('2026-03-20T12:00:00Z');
  const mails = await account.client.mails(account.owner.email);
  const reminders = mails.filter(({ sent_at, text }) => sent_at > '2026-03-01' && text.includes('174.24'));
  checks.see('L13', 'reminders of what is left went out on days 3, 7 and 14', reminders.length, 3);
  checks.see('L13', 'on day 20 members still go on', await account.uses(one), ['crm', 'voip']);
  await account.client.clockTo('2026-03-21T12:00:00Z');
  checks.see(
    'L13',
    'on day 21 it is suspended',
    [(await account.subscription()).state, await account.uses(one)],
    ['suspended', 'subscription.suspended'],
  );
}

async function resumedStory(account: Seats, renewal: Order, bank: Bank, one: string, checks: Checks): Promise<void> {
  checks.say('The statement of that day has the renewal, and money from a stranger.');
  const reference = renewal.transfer?.reference ?? '';
  const outcomes = await bank.statement('2026-03-21', [
    { cents: 17_424, bank: 'B-1', text: `invoice ${reference.toLowerCase().replaceAll(/.{4}/g, '$& ')}thank you` },
    { cents: 5000, bank: 'B-2', text: 'rent' },
  ]);
  checks.see('T4', 'what names the reference pays it; the other waits for staff', outcomes, ['settled', 'unallocated']);
  checks.see(
    'L13',
    'paid, it goes on at once',
    [(await account.subscription()).state, await account.uses(one), (await account.invoiceOf(renewal)).status],
    ['active', ['crm', 'voip'], 'paid'],
  );
  const [stray] = await bank.unallocated();
  checks.see('T4', 'the stranger is paid back', await bank.refund(stray, 'B-3'), eur(0));
}
