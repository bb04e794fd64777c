import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  balanceOf,
  codeOf,
  colleague,
  mailsTo,
  newAccount,
  PASSWORD,
  problemOf,
  type SignedUp,
  settle,
  signedIn,
  someone,
  type Town,
  tableItems,
  tokenFor,
} from './support.ts';

let town: Town;
beforeAll(async () => {
  town = await settle();
});
afterAll(() => town.deployment.stop());

interface AccountAnswer {
  readonly id: string;
  readonly organisation: string;
  readonly owner: string;
  readonly billing: object | null;
}
interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

const pathOf = ({ account }: SignedUp) => `/v1/accounts/${account}`;
const edit = (who: SignedUp, body: object, headers = {}) =>
  who.client.send<AccountAnswer>('PATCH', pathOf(who), body, headers);
const subjects = async (email: string) => (await mailsTo(town, email)).map(({ subject }) => subject);

async function pages<T>(client: SignedUp['client'], path: string, limit: number): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? `?limit=${limit}` : `?limit=${limit}&cursor=${cursor}`;
    const page: Page<T> = await client.send('GET', path + query);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

describe('A4: an admin activates the service later', () => {
  it('grants 12.00 EUR, charges the day and sends the access mail', async () => {
    const owner = await newAccount(town, { activate: false });
    expect(await balanceOf(owner)).toBe(0);
    expect(await owner.client.send('POST', `${pathOf(owner)}/activation`)).toMatchObject({
      activated_on: '2026-01-15',
    });
    expect(await balanceOf(owner)).toBe(1200 - 39);
    expect(await subjects(owner.email)).toHaveLength(3);
  });

  it('refuses a second time kindly, with the date, and sends the access mail again, 5 times an hour at most', async () => {
    const owner = await newAccount(town);
    for (let times = 0; times < 7; times += 1) {
      expect(await problemOf(owner.client.send('POST', `${pathOf(owner)}/activation`))).toMatchObject({
        status: 409,
        code: 'account.already-active',
        activated_on: '2026-01-15',
        detail: expect.stringContaining('January 15, 2026'),
      });
    }
    expect(await balanceOf(owner)).toBe(1200 - 39);
    expect(await subjects(owner.email)).toHaveLength(3 + 5);
  });

  it('grants the free credit once to 5 activations at once', async () => {
    const owner = await newAccount(town, { activate: false });
    const all = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => owner.client.send('POST', `${pathOf(owner)}/activation`)),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await balanceOf(owner)).toBe(1200 - 39);
  });
});

describe('Accounts are opened', () => {
  it('by a person for themselves', async () => {
    const owner = await newAccount(town);
    const second = await owner.client.send<AccountAnswer>('POST', '/v1/accounts', {
      organisation: 'Second Ltd',
      plan: 'cloud',
      activate: true,
    });
    expect(second).toMatchObject({ owner: owner.user, activated_on: '2026-01-15' });
    expect(await pages<AccountAnswer>(owner.client, '/v1/accounts', 1)).toHaveLength(2);
  });

  it('by an operator for somebody new, who sets a password by the link of the mail', async () => {
    const email = someone();
    await town.operator.send('POST', '/v1/accounts', { organisation: 'New', plan: 'cloud', owner: { email } });
    await town.anyone.send('POST', '/v1/password-resets/confirmations', {
      token: await tokenFor(town, email),
      password: PASSWORD,
      name: 'Their Name',
    });
    const { session } = await signedIn(town, email);
    expect(session).toMatchObject({ user: { name: 'Their Name' }, accounts: [{ role: 'owner', organisation: 'New' }] });
  });

  it('once for an external id, which finds it', async () => {
    const open = () =>
      town.operator.send<AccountAnswer>('POST', '/v1/accounts', {
        organisation: 'Outside',
        plan: 'cloud',
        owner: { email: someone() },
        external_id: 'crm-1',
      });
    const both = await Promise.allSettled([open(), open()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const found = await town.operator.send<Page<AccountAnswer>>('GET', '/v1/accounts?external_id=crm-1');
    expect(found.items).toMatchObject([{ organisation: 'Outside', external_id: 'crm-1' }]);
    const { id } = found.items[0] as AccountAnswer;
    await town.operator.send('PATCH', `/v1/accounts/${id}`, { external_id: null });
    await open();
  });

  it('lists all of them to staff, page by page', async () => {
    const all = await pages<AccountAnswer>(town.operator, '/v1/accounts', 3);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(5);
  });

  it.each([
    [{ plan: 'gone' }, 'plan.unknown'],
    [{ owner: { email: 'x@example.com' } }, 'request.invalid'],
    [{ external_id: 'crm-9' }, 'request.invalid'],
    [{ organisation: 'tab\tbed' }, 'request.invalid'],
    [{ activate: 1 }, 'request.invalid'],
    [{ credit: 100 }, 'request.invalid'],
  ])('is refused to a person with %j as %s, and changes nothing', async (changes, code) => {
    const owner = await newAccount(town);
    const before = await tableItems(town);
    const body = { organisation: 'Some', plan: 'cloud', ...changes };
    expect(await codeOf(owner.client.send('POST', '/v1/accounts', body))).toBe(code);
    expect(await tableItems(town)).toEqual(before);
  });
});

describe('A10: billing details are seen and changed by admins', () => {
  it('changes what is sent, clears what is null, and keeps the rest', async () => {
    const owner = await newAccount(town);
    await edit(owner, { billing: { legal_name: 'Example S.p.A.', address: 'Via Uno 1\n20100 Milano', country: 'IT' } });
    expect(await edit(owner, { billing: { legal_name: null, vat_number: 'IT12345670017' } })).toMatchObject({
      billing: { legal_name: null, address: 'Via Uno 1\n20100 Milano', country: 'IT', vat_number: 'IT12345670017' },
    });
  });

  it('shows them to no other member', async () => {
    const owner = await newAccount(town);
    const member = await colleague(town, owner);
    expect(await member.client.send('GET', pathOf(owner))).toMatchObject({ billing: null });
    expect(await codeOf(edit(member, { organisation: 'Mine' }))).toBe('access.denied');
  });

  it('keeps the version that was read when somebody else changed it meanwhile', async () => {
    const owner = await newAccount(town);
    const both = await Promise.allSettled(
      ['One', 'Two'].map((organisation) => edit(owner, { organisation }, { 'if-match': '"1"' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await codeOf(edit(owner, { organisation: 'Three' }, { 'if-match': '"1"' }))).toBe('edit.stale');
  });

  it('leaves the external id to operators', async () => {
    const owner = await newAccount(town);
    expect(await codeOf(edit(owner, { external_id: 'mine' }))).toBe('access.denied');
  });
});

describe('A9: every change is in the history', () => {
  interface RecordAnswer {
    readonly action: string;
    readonly before: Record<string, unknown>;
    readonly after: Record<string, unknown>;
    readonly actor: { readonly name: string | null };
  }
  const history = (who: SignedUp) => pages<RecordAnswer>(who.client, `${pathOf(who)}/history`, 2);

  it('with who, what, before and after, the newest first', async () => {
    const owner = await newAccount(town);
    await edit(owner, { organisation: 'Renamed', billing: { contact_email: 'bills@example.com', tax_number: '12' } });
    await edit(owner, { organisation: 'Renamed' });
    const records = await history(owner);
    expect(records.map(({ action }) => action)).toEqual(['account.edited', 'service.activated', 'account.created']);
    expect(records[0]).toMatchObject({
      actor: { kind: 'user', id: owner.user, name: owner.email },
      subject: owner.account,
      before: { organisation: 'Example Ltd', 'billing.contact_email': null, 'billing.tax_number': null },
      after: { organisation: 'Renamed', 'billing.contact_email': 'changed', 'billing.tax_number': 'changed' },
    });
  });

  it('as CSV that no spreadsheet takes for a formula', async () => {
    const owner = await newAccount(town);
    await owner.client.send('POST', `${pathOf(owner)}/members`, { email: someone(), name: '=1+1', role: 'admin' });
    await edit(owner, { organisation: '=HYPERLINK("x"), "quoted"' });
    const token = (await signedIn(town, owner.email)).session.token;
    const response = await fetch(`${town.deployment.url}${pathOf(owner)}/history.csv`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines[0]).toBe('at,action,actor_kind,actor_id,actor_name,on_behalf_of,subject,before,after');
    expect(lines).toHaveLength(5);
    expect(lines.every((line) => !/(^|,)"?[=+@-]/.test(line))).toBe(true);
  });

  it('is for admins, and its cursor for this list', async () => {
    const [owner, other] = [await newAccount(town), await newAccount(town)];
    const page = await owner.client.send<Page<object>>('GET', `${pathOf(owner)}/history?limit=1`);
    const there = other.client.send('GET', `${pathOf(other)}/history?cursor=${page.next_cursor}`);
    expect(await codeOf(there)).toBe('request.bad-cursor');
    expect(await codeOf(other.client.send('GET', `${pathOf(owner)}/history`))).toBe('account.not-found');
  });
});

describe('A11: an account is exported whole', () => {
  it('page by page, with every kind of record and nothing of the table itself', async () => {
    const owner = await newAccount(town);
    await colleague(town, owner);
    await owner.client.send('POST', `${pathOf(owner)}/invitations`, { emails: [someone()] });
    const records = await pages<{ kind: string; record: object }>(owner.client, `${pathOf(owner)}/export`, 3);
    const kinds = Map.groupBy(records, ({ kind }) => kind);
    expect(Object.fromEntries([...kinds].map(([kind, list]) => [kind, list.length]))).toEqual({
      credit: 1,
      account: 1,
      'credit-entry': 3,
      history: 4,
      invitation: 1,
      member: 2,
    });
    expect(kinds.get('account')?.[0]?.record).toMatchObject({
      organisation: 'Example Ltd',
      activated_on: '2026-01-15',
    });
    for (const { record } of records) expect(Object.keys(record)).not.toContain('pk');
  });
});
