import type { Checks } from './check.ts';
import { type Client, refusalOf } from './client.ts';
import type { Seats } from './licences.ts';

const SUPPORT = 'assistance@suite.example.com';

interface Ticket {
  readonly id: string;
  readonly state: string;
}

interface Training {
  readonly id: string;
  readonly state: string;
  readonly slots: readonly { readonly id: string; readonly starts_at: string }[];
}

/** A ticket, before there is any pack of support. */
export async function ticketStory({ path, api, owner }: Seats, operator: Client, checks: Checks): Promise<void> {
  checks.say('Somebody needs help.');
  const ask = (more: object) =>
    api.post<Ticket>(`${path}/tickets`, { subject: 'Closing the year', text: 'Where do I begin?', ...more });
  checks.see(
    'U4',
    'a call needs support by phone',
    await refusalOf(ask({ channel: 'phone' })),
    'support.channel-not-included',
  );
  const ticket = await ask({});
  checks.see('U4', 'a ticket can be opened by everyone', ticket.state, 'open');
  checks.see('U4', 'support gets it by e-mail', await hasMail(operator, SUPPORT, ticket.id), true);
  await operator.patch(`${path}/tickets/${ticket.id}`, { assignee: 'me' });
  await operator.post(`${path}/tickets/${ticket.id}/messages`, { text: 'With the balance sheet.' });
  checks.see('U4', 'and its answer reaches the customer', await hasMail(operator, owner.email, ticket.id), true);
  const answered = await api.get<Ticket>(`${path}/tickets/${ticket.id}`);
  checks.see('U4', 'the ticket waits for the customer', answered.state, 'answered');
  const closed = await api.patch<Ticket>(`${path}/tickets/${ticket.id}`, { state: 'closed' });
  checks.see('U4', 'who closes it', closed.state, 'closed');
}

/** The packs of support and training, from 25 March to the day of the training on 2 April 2026. */
export async function supportStory(
  { client, path, api, owner }: Seats,
  operator: Client,
  checks: Checks,
): Promise<void> {
  const { channels } = await api.get<{ channels: string[] }>(`${path}/support`);
  checks.see('U4', 'the pack opens the other ways', channels, ['tickets', 'e-mail', 'phone', 'chat']);
  const { items } = await api.get<{ items: Training[] }>(`${path}/trainings`);
  const [training] = items;
  checks.see(
    'U5',
    'a training session waits to be scheduled',
    items.map(({ state }) => state),
    ['bought'],
  );
  const at = `${path}/trainings/${training?.id}`;
  const times = ['2026-04-02T12:00:00Z', '2026-04-03T08:00:00Z'].map((starts_at) => ({ starts_at }));
  const offered = await operator.put<Training>(`${at}/slots`, { slots: times });
  const booked = await api.put<Training>(`${at}/booking`, { slot: offered.slots[0]?.id });
  checks.see('U5', 'of two slots the first is picked', [offered.state, booked.state], ['offered', 'booked']);
  const attached = (await operator.mails(owner.email)).flatMap(({ attachments }) =>
    attachments.map(({ name }) => name),
  );
  checks.see('U5', 'the e-mail has a file for the calendar', attached.length > 0, true);
  await operator.patch(at, { conference_url: 'https://meet.example.com/delta' });
  checks.see('U5', 'the link is not told before the day', await hasLink(operator, owner.email), false);
  await client.clockTo('2026-04-02T06:00:00Z');
  checks.say('2 April 2026: the day of the training.');
  checks.see('U5', 'an e-mail brings the link', await hasLink(operator, owner.email), true);
  await client.clockTo('2026-04-03T06:00:00Z');
  checks.see('U5', 'the day after, it was held', (await api.get<Training>(at)).state, 'held');
}

async function hasMail(operator: Client, to: string, ticket: string): Promise<boolean> {
  return (await operator.mails(to)).some(({ subject }) => subject.includes(ticket));
}

async function hasLink(operator: Client, to: string): Promise<boolean> {
  return (await operator.mails(to)).some(({ text }) => text.includes('https://meet.example.com/delta'));
}
