import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDeployment } from '../../infra/local/deployment.ts';
import { OPERATOR_KEY, payByCard, startPages } from './deployment.ts';
import { api, linkIn, newEmail, newOwner, PASSWORD, signIn } from './people.ts';
import { textOf, type Visited, Visitor } from './visitor.ts';

let deployment: LocalDeployment;

beforeAll(async () => {
  deployment = await startPages({
    catalogueFile: 'lib/catalogue/vendors/modules-packs-crm.json',
  });
});
afterAll(() => deployment?.stop());

const newBuyer = () => newOwner(deployment, { plan: 'suite' });

async function buy(visitor: Visitor, fields: Record<string, string>): Promise<Visited> {
  const form = await visitor.get('/account');
  const bought = await visitor.submit(form, '/account/buy', { term: '1', 'module-crm': 'yes', ...fields, do: 'buy' });
  const paid = await payByCard(deployment, visitor, bought);
  return visitor.get(paid.location ?? '');
}

const question = { subject: 'Where is my quote?', text: 'I looked <everywhere>\nand it is not there.' };

/** Opens a ticket on the page and answers the page of it. */
async function open(visitor: Visitor, account: string, fields = question): Promise<{ path: string; page: Visited }> {
  const opened = await visitor.submit(
    await visitor.get(`/account/support?account=${account}`),
    '/account/support',
    fields,
  );
  expect([opened.status, textOf(opened)]).toEqual([303, '']);
  return { path: (opened.location ?? '').split('?')[0] ?? '', page: await visitor.get(opened.location ?? '') };
}

const idIn = (path: string) => path.split('/').at(-1) ?? '';

describe('U4: tickets on the page', () => {
  it('one is opened, read, answered by support, answered again, closed and opened again', async () => {
    const { visitor, account, email } = await newBuyer();
    expect((await visitor.get('/account')).html).toContain(`href="/account/support?account=${account}"`);
    const { path, page } = await open(visitor, account);
    expect(textOf(page)).toContain('Your ticket is open.');
    expect(textOf(page)).toContain('Where is my quote? Waits for support');
    expect(page.html).toContain('<p class="written">I looked &lt;everywhere&gt;\nand it is not there.</p>');

    const ticket = `/v1/accounts/${account}/tickets/${idIn(path)}`;
    const answered = await api(deployment, OPERATOR_KEY, 'POST', `${ticket}/messages`, {
      text: 'Look in the archive.',
    });
    expect(answered.status).toBe(201);
    await deployment.settle();
    const fromMail = linkIn(deployment, email, '/account?');
    const led = await visitor.get(fromMail);
    expect(led.location).toBe(`${path}?account=${account}`);
    const read = await visitor.get(led.location ?? '');
    expect(textOf(read)).toMatch(/Answered .* Support January 15, 2026 at 09:00 AM GMT\+1 Look in the archive\./);

    const sent = await Promise.all([1, 2].map(() => visitor.submit(read, path, { text: 'Thank you!', do: 'reply' })));
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    const after = await visitor.get(sent[0]?.location ?? '');
    expect(textOf(after)).toContain('Your message is sent.');
    expect(after.html.match(/Thank you!/g)).toHaveLength(1);

    const closed = await visitor.get((await visitor.submit(after, path, { do: 'close' })).location ?? '');
    expect(textOf(closed)).toContain('The ticket is closed. Write, and it is open again.');
    const again = await visitor.get((await visitor.submit(closed, path, { do: 'reopen' })).location ?? '');
    expect(textOf(again)).toContain('The ticket is open again.');
    const list = textOf(await visitor.get(`/account/support?account=${account}`));
    expect(list).toContain('Where is my quote? Example Owner January 15, 2026 at 09:00 AM GMT+1 3 Waits for support');
  });

  it('sent three times from one page it is one, and with another text another one', async () => {
    const { visitor, account, token } = await newBuyer();
    const page = await visitor.get(`/account/support?account=${account}`);
    const send = (text: string) => visitor.submit(page, '/account/support', { subject: 'Twice', text });
    const sent = await Promise.all([send('The same'), send('The same'), send('The same')]);
    expect(new Set(sent.map(({ location }) => location)).size).toBe(1);
    await send('Something else');
    const { body } = await api(deployment, token, 'GET', `/v1/accounts/${account}/tickets`);
    expect(body['items']).toHaveLength(2);
  });

  it('what is missing is said beside its field, and nothing that was written is lost', async () => {
    const { visitor, account } = await newBuyer();
    const page = await visitor.get(`/account/support?account=${account}`);
    const refused = await visitor.submit(page, '/account/support', { subject: '', text: 'A long text' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('<a href="#subject">Enter a subject of at most 120 characters');
    expect(refused.html).toMatch(/<textarea id="text"[^>]*>\s*A long text<\/textarea>/);
    const { path, page: ticket } = await open(visitor, account);
    const empty = await visitor.submit(ticket, path, { text: ' ', do: 'reply' });
    expect(empty.status).toBe(422);
    expect(empty.html).toContain('<a href="#text">Write what it is about');
  });

  it('a long conversation shows its last 50 messages, with the way to the earlier ones', async () => {
    const { visitor, account } = await newBuyer();
    const { path } = await open(visitor, account);
    for (let count = 2; count <= 55; count += 1) {
      const url = `/v1/accounts/${account}/tickets/${idIn(path)}/messages`;
      expect((await api(deployment, OPERATOR_KEY, 'POST', url, { text: `Message ${count}.` })).status).toBe(201);
    }
    const last = await visitor.get(`${path}?account=${account}`);
    expect(textOf(last)).toContain('Message 55.');
    expect(textOf(last)).not.toContain('I looked <everywhere>');
    const [, earlier = ''] = /href="([^"]+)">Show earlier messages/.exec(last.html) ?? [];
    const first = await visitor.get(earlier.replaceAll('&amp;', '&'));
    expect(textOf(first)).toContain('I looked <everywhere>');
    expect(textOf(first)).toContain('Show later messages');
  });

  it('a member opens and sees their own; somebody else sees nothing', async () => {
    const { visitor, account, token } = await newBuyer();
    const { path } = await open(visitor, account);
    const email = newEmail('member');
    await api(deployment, token, 'POST', `/v1/accounts/${account}/invitations`, { emails: [email] });
    await deployment.settle();
    const member = new Visitor(deployment.url);
    const invitation = await member.get(linkIn(deployment, email, '/invitation'));
    await member.submit(invitation, '/invitation', { name: 'Bo Example', password: PASSWORD });
    await signIn(member, email);
    expect((await member.get('/account')).html).toContain(`href="/account/support?account=${account}"`);
    expect(textOf(await member.get(`/account/support?account=${account}`))).toContain(
      'Your tickets There are none yet.',
    );
    expect((await member.get(`${path}?account=${account}`)).status).toBe(404);
    const own = await open(member, account, { subject: 'Mine', text: 'A question' });
    expect(textOf(await visitor.get(`${own.path}?account=${account}`))).toContain('Bo Example');

    const stranger = await newBuyer();
    const page = await stranger.visitor.get(`/account/support?account=${stranger.account}`);
    expect((await stranger.visitor.get(`/account/support?account=${account}`)).status).toBe(404);
    expect((await stranger.visitor.get(`${path}?account=${stranger.account}`)).status).toBe(404);
    const sent = await stranger.visitor.submit(page, '/account/support', { ...question, account });
    expect(sent.status).toBe(404);
    stranger.visitor.cookies.clear();
    const signedOut = await stranger.visitor.get(`${path}?account=${account}`);
    expect(signedOut.location).toBe(`/sign-in?${new URLSearchParams({ next: `${path}?account=${account}` })}`);
  });

  it('phone, e-mail and chat are offered with a support pack alone', async () => {
    const { visitor, account } = await newBuyer();
    const without = await visitor.get(`/account/support?account=${account}`);
    expect(without.html).not.toContain('name="channel"');
    expect(textOf(without)).not.toContain('+33 1 99 00 12 34');
    expect(without.html).toContain(`href="/account?account=${account}&amp;pack-support=1#packs"`);
    const sent = await visitor.submit(without, '/account/support', { ...question, channel: 'phone' });
    expect(sent.status).toBeLessThan(500);
    expect(textOf(sent)).toContain('buy the pack that includes this one');
    await buy(visitor, { 'pack-support': '1' });
    const page = await visitor.get(`/account/support?account=${account}`);
    expect(textOf(page)).toContain('By phone +33 1 99 00 12 34');
    expect(page.html).toContain('href="https://suite.example.com/chat"');
    expect(page.html).not.toContain('pack-support=1');
    await visitor.submit(page, '/account/support', { ...question, channel: 'phone' });
  });
});

describe('U5: training on the account page', () => {
  async function withSession(starts: readonly string[]) {
    const owner = await newBuyer();
    const page = await buy(owner.visitor, { 'pack-training': '1' });
    expect(textOf(page)).toContain('Training: 60 minutes by web conference State: Times to come');
    const list = `/v1/accounts/${owner.account}/trainings`;
    const { items } = (await api(deployment, owner.token, 'GET', list)).body as { items: { id: string }[] };
    const id = items[0]?.id ?? '';
    const slots = starts.map((starts_at) => ({ starts_at }));
    const offered = await api(deployment, OPERATOR_KEY, 'PUT', `${list}/${id}/slots`, { slots });
    expect(offered.status).toBe(200);
    const [first, second] = (offered.body as { slots: { id: string }[] }).slots.map((slot) => slot.id);
    return { ...owner, training: id, first: first ?? '', second: second ?? '' };
  }

  it('a time is picked in the vendor’s time zone, comes as a calendar file, is moved and cancelled', async () => {
    const { visitor, account, training, first, second } = await withSession([
      '2026-01-20T09:00:00Z',
      '2026-07-21T09:00:00Z',
    ]);
    const page = await visitor.get('/account');
    const text = textOf(page);
    expect(text).toContain('Which time suits you? Tuesday, January 20, 2026 at 10:00 AM GMT+1');
    expect(text).toContain('Tuesday, July 21, 2026 at 11:00 AM GMT+2');
    const pick = (slot: string) => visitor.submit(page, '/account/trainings', { slot, do: 'book' });
    const picked = await Promise.all([pick(first), pick(first)]);
    expect(picked.map(({ location }) => location)).toEqual(
      Array(2).fill(`/account?account=${account}&news=training-booked`),
    );
    const booked = await visitor.get(picked[0]?.location ?? '');
    expect(textOf(booked)).toContain('Your training is booked.');
    expect(textOf(booked)).toContain('It begins on Tuesday, January 20, 2026 at 10:00 AM GMT+1.');
    const file = `/account/trainings/${training}.ics?account=${account}`;
    expect(booked.html).toContain(`href="${file}"`);
    const calendar = await visitor.get(file);
    expect(calendar.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(calendar.headers.get('content-disposition')).toContain('.ics"');
    expect(calendar.html).toContain('DTSTART:20260120T090000Z');

    await visitor.submit(booked, '/account/trainings', { slot: second, do: 'book' });
    expect(textOf(await visitor.get('/account'))).toContain('It begins on Tuesday, July 21, 2026');
    const cancelled = await visitor.submit(booked, '/account/trainings', { do: 'cancel' });
    expect(textOf(await visitor.get(cancelled.location ?? ''))).toContain('The booking is cancelled.');
    expect(textOf(await visitor.get('/account'))).toContain('State: Pick a time');
  });

  it('without a time, or with one that is not offered, it is refused in plain words', async () => {
    const { visitor, training, first } = await withSession(['2026-01-20T09:00:00Z']);
    const page = await visitor.get('/account');
    const none = await visitor.submit(page, '/account/trainings', { do: 'book' });
    expect(none.status).toBe(422);
    expect(none.html).toContain(`<a href="#slot-${training}">Choose one of the times`);
    const other = first.replace(/.$/, first.endsWith('0') ? '1' : '0');
    const unknown = await visitor.submit(page, '/account/trainings', { slot: other, do: 'book' });
    expect(unknown.status).toBeLessThan(500);
    expect(textOf(unknown)).toContain('Choose one of those that are shown now.');
  });

  it('a stranger neither books nor downloads it', async () => {
    const { visitor, account, training, first } = await withSession(['2026-01-20T09:00:00Z']);
    await visitor.submit(await visitor.get('/account'), '/account/trainings', { slot: first, do: 'book' });
    const stranger = await withSession(['2026-01-21T09:00:00Z']);
    const file = `/account/trainings/${training}.ics?account=${account}`;
    expect((await stranger.visitor.get(file)).status).toBe(404);
    expect((await stranger.visitor.get(file.replace(account, stranger.account))).status).toBe(404);
    const page = await stranger.visitor.get('/account');
    const sent = await stranger.visitor.submit(page, '/account/trainings', { account, training, do: 'cancel' });
    expect(sent.status).toBe(404);
    expect((await new Visitor(deployment.url).get(file)).location).toContain('/sign-in?next=');
  });
});
