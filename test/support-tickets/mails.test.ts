import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailMessage } from '../../infra/local/inbox.ts';
import { colleague, mailsTo, newAccount, settle, type Town, tableItems } from '../people/support.ts';
import { deskOf, own } from './desk.ts';

const SUPPORT = 'support@example.com';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());
beforeEach(async () => {
  await town.deployment.settle();
  town.deployment.inbox.clear();
});

const staff = (account: string) => deskOf(town.operator, account);
const subjects = (mails: readonly MailMessage[]) => mails.map(({ subject }) => subject);

describe('U4: support is told what a customer writes', () => {
  it('gets a new ticket and each message of the customer, with the id in the subject and its address in the API', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner, { name: 'Ada Example' });
    const text = 'First line\n\n<b>bold</b> & more';
    const { id } = await own(member).open({ subject: 'Export & import', text });
    await own(owner).reply(id, 'I see it too');
    const [opened, replied, ...none] = await mailsTo(town, SUPPORT);
    expect(none).toEqual([]);
    expect(opened?.subject).toBe(`Ticket ${id}: Export & import`);
    expect(opened?.text).toContain('Ada Example of Example Ltd writes about “Export & import”:');
    expect(opened?.text).toContain('> First line\n>\n> <b>bold</b> & more\n');
    expect(opened?.html).toContain('First line<br><br>&lt;b&gt;bold&lt;/b&gt; &amp; more</blockquote>');
    expect(opened?.links).toContain(`${town.deployment.url}/v1/accounts/${owner.account}/tickets/${id}`);
    expect(replied?.subject).toBe(`Ticket ${id}: Export & import`);
    expect(replied?.text).toContain(`${owner.email} of Example Ltd writes`);
    expect(replied?.text).toContain('> I see it too\n');
  });

  it('answers the customer’s own address, and the customer answers support’s', async () => {
    const send = vi.spyOn(SESClient.prototype, 'send');
    try {
      const owner = await newAccount(town);
      const { id } = await own(owner).open();
      await staff(owner.account).reply(id, 'An answer');
      await town.deployment.settle();
      const sent = send.mock.calls.flatMap(([command]) => (command instanceof SendEmailCommand ? [command.input] : []));
      const about = sent.filter(({ Message }) => Message?.Subject?.Data?.includes(id));
      expect(about.map((mail) => [mail.Destination?.ToAddresses, mail.ReplyToAddresses])).toEqual([
        [[SUPPORT], [owner.email]],
        [[owner.email], [SUPPORT]],
      ]);
    } finally {
      send.mockRestore();
    }
  });

  it('is told how the customer asks to be answered', async () => {
    const owner = await newAccount(town);
    await own(owner).open({ subject: 'In the ticket' });
    const [mail] = await mailsTo(town, SUPPORT);
    expect(mail?.text).not.toContain('asks to be');
  });
});

describe('U4: the customer is told what support writes', () => {
  it('goes to whoever opened the ticket, with a link to it, and to nobody else', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const { id } = await own(member).open({ subject: 'A question' });
    await town.deployment.settle();
    town.deployment.inbox.clear();
    await staff(owner.account).reply(id, 'An answer');
    const [mail, ...none] = await mailsTo(town, member.email);
    expect(none).toEqual([]);
    expect(mail?.subject).toBe(`Ticket ${id}: A question`);
    expect(mail?.text).toContain('> An answer\n');
    expect(mail?.links).toContain(`${town.deployment.url}/account?account=${owner.account}&ticket=${id}#tickets`);
    expect(await mailsTo(town, owner.email)).toEqual([]);
    expect(await mailsTo(town, SUPPORT)).toEqual([]);
  });

  it('goes to the admins once whoever opened it may no longer read it, and where support opened it', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const { id } = await own(member).open({ subject: 'Left behind' });
    await owner.client.send('PATCH', `${own(owner).path}/members/${member.member}`, { active: false });
    await town.deployment.settle();
    town.deployment.inbox.clear();
    await staff(owner.account).reply(id, 'An answer');
    const { id: news } = await staff(owner.account).open({ subject: 'News', text: 'Good ones' });
    expect(subjects(await mailsTo(town, owner.email)).sort()).toEqual(
      [`Ticket ${id}: Left behind`, `Ticket ${news}: News`].sort(),
    );
    expect(await mailsTo(town, member.email)).toEqual([]);
  });

  it('is told that support closed the ticket, and not that somebody of the account did', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    const { id } = await own(member).open({ subject: 'Closing' });
    await own(owner).edit(id, { state: 'closed' });
    await own(owner).edit(id, { state: 'open' });
    await staff(owner.account).edit(id, { state: 'closed' });
    await staff(owner.account).edit(id, { state: 'closed' });
    const closed = (await mailsTo(town, member.email)).filter(({ subject }) => subject.includes(id));
    expect(subjects(closed)).toEqual([`Ticket ${id} is closed: Closing`]);
  });
});

describe('A11: a request for a mail holds no word of a ticket', () => {
  it('has ids only', async () => {
    const owner = await newAccount(town);
    const { id } = await own(owner).open({ subject: 'Secret subject', text: 'Secret text' });
    await staff(owner.account).reply(id, 'Secret answer');
    await staff(owner.account).edit(id, { state: 'closed' });
    const requests = (await tableItems(town)).filter(
      ({ type, mail }) => type === 'mail' && JSON.stringify(mail).includes(id),
    );
    expect(requests.map(({ mail }) => (mail as { template: string }).template).sort()).toEqual([
      'ticket-answered',
      'ticket-closed',
      'ticket-opened',
    ]);
    expect(JSON.stringify(requests)).not.toContain('Secret');
    expect((await mailsTo(town, owner.email)).filter(({ text }) => text.includes('Secret answer'))).toHaveLength(1);
  });
});
