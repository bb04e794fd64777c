import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../lib/domain/ids.ts';
import { refreshVatCheck } from '../../lib/tax/refresh-vat-check.ts';
import { colleague, newAccount, problemOf, type SignedUp, settle, type Town, tableItems } from './support.ts';

const ITALIAN = 'IT12345670017';
const GERMAN = 'DE123456788';
const NOON = '2026-01-15T12:00:00.000Z';

let town: Town;
let owner: SignedUp;
beforeAll(async () => {
  town = await settle();
  owner = await newAccount(town);
});
afterAll(() => town.deployment.stop());
beforeEach(async () => {
  await vies('valid');
  await edit({ vat_number: null, country: null });
});

interface Billing {
  readonly country: string | null;
  readonly vat_number: string | null;
  readonly vat_number_status: string;
  readonly vat_checked_at: string | null;
  readonly vat_consultation_number: string | null;
}
interface Vies {
  readonly asked: number;
}
interface RecordAnswer {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly after: Readonly<Record<string, unknown>>;
}

const path = () => `/v1/accounts/${owner.account}`;
const id = () => owner.account as AccountId;
const asBilling = ({ billing }: { billing: Billing }) => billing;
const edit = (billing: object) => owner.client.send<{ billing: Billing }>('PATCH', path(), { billing }).then(asBilling);
const check = () => owner.client.send<{ billing: Billing }>('POST', `${path()}/vat-number/checks`).then(asBilling);
const shown = () => owner.client.send<{ billing: Billing }>('GET', path()).then(asBilling);
const vies = (answer: string, number?: string) =>
  town.anyone.send('POST', '/_local/vies', { answer, ...(number !== undefined && { number }) });
const asked = async () => (await town.anyone.send<Vies>('GET', '/_local/vies')).asked;
const history = async () =>
  (await owner.client.send<{ items: RecordAnswer[] }>('GET', `${path()}/history?limit=100`)).items;

describe('T3: a VAT number is checked when it is entered', () => {
  it('and kept with the answer, its time and the consultation number', async () => {
    expect(await edit({ vat_number: 'it 123.456.700-17', postal_code: '20121', city: 'Milano' })).toMatchObject({
      country: 'IT',
      vat_number: ITALIAN,
      vat_number_status: 'valid',
      vat_checked_at: expect.stringMatching(/^2026-01-15T/),
      vat_consultation_number: expect.stringMatching(/^LOCAL-\d+$/),
      postal_code: '20121',
      city: 'Milano',
    });
  });

  it('is kept where VIES says no, as invalid', async () => {
    await vies('invalid', ITALIAN);
    expect(await edit({ vat_number: ITALIAN })).toMatchObject({ vat_number: ITALIAN, vat_number_status: 'invalid' });
    expect(await edit({ vat_number: GERMAN, country: 'DE' })).toMatchObject({ vat_number_status: 'valid' });
  });

  it('is unverified where VIES is down', async () => {
    await vies('unavailable');
    expect(await edit({ vat_number: ITALIAN })).toMatchObject({
      vat_number_status: 'unverified',
      vat_consultation_number: null,
    });
  });

  it('is unverified after 5 seconds where VIES is slow', async () => {
    await vies('slow');
    const began = performance.now();
    expect(await edit({ vat_number: ITALIAN })).toMatchObject({ vat_number_status: 'unverified' });
    expect(performance.now() - began).toBeLessThan(7500);
  });

  it('is not asked about again while it stays, whatever else changes', async () => {
    await edit({ vat_number: ITALIAN });
    const before = await asked();
    await edit({ vat_number: ITALIAN, city: 'Torino' });
    await edit({ vat_number: '12345670017' });
    expect(await asked()).toBe(before);
    expect(await shown()).toMatchObject({ vat_number: ITALIAN, vat_number_status: 'valid' });
  });

  it('takes its evidence along when it is cleared', async () => {
    await edit({ vat_number: ITALIAN });
    expect(await edit({ vat_number: null })).toMatchObject({
      country: 'IT',
      vat_number: null,
      vat_number_status: 'none',
      vat_checked_at: null,
      vat_consultation_number: null,
    });
  });

  it('outside the Union only by its form', async () => {
    const before = await asked();
    expect(await edit({ vat_number: 'CHE-123.456.788', country: 'CH' })).toMatchObject({
      vat_number: 'CHE123456788',
      vat_number_status: 'valid',
      vat_consultation_number: null,
    });
    expect(await edit({ vat_number: '12-3456789', country: 'US' })).toMatchObject({ vat_number: '123456789' });
    expect(await asked()).toBe(before);
  });
});

describe('T3: a number that cannot be right is refused, and nothing is changed', () => {
  it.each([
    [{ vat_number: 'IT12345670018' }, 'vat-number.malformed'],
    [{ vat_number: '12345670017' }, 'vat-number.malformed'],
    [{ vat_number: 'IT00000000000', country: 'IT' }, 'vat-number.malformed'],
    [{ vat_number: GERMAN, country: 'IT' }, 'vat-number.other-country'],
    [{ vat_number: 'VAT', country: 'US' }, 'vat-number.malformed'],
  ])('%j as %s', async (billing, code) => {
    const before = await tableItems(town);
    expect(await problemOf(edit(billing))).toMatchObject({
      status: 422,
      code,
      errors: [{ pointer: '/billing/vat_number' }],
    });
    expect(await tableItems(town)).toEqual(before);
  });

  it('when the country is changed to another one than the number’s', async () => {
    await edit({ vat_number: ITALIAN });
    expect(await problemOf(edit({ country: 'DE' }))).toMatchObject({
      code: 'vat-number.other-country',
      number_country: 'IT',
    });
    expect(await edit({ country: 'DE', vat_number: null })).toMatchObject({ country: 'DE', vat_number_status: 'none' });
  });
});

describe('T3: a number is checked again when an admin asks', () => {
  it('and the answer replaces the one before', async () => {
    await vies('unavailable');
    await edit({ vat_number: ITALIAN });
    await vies('valid');
    expect(await check()).toMatchObject({ vat_number_status: 'valid' });
    await vies('invalid');
    expect(await check()).toMatchObject({ vat_number_status: 'invalid' });
  });

  it('and VIES down leaves the answer there was', async () => {
    const before = await edit({ vat_number: ITALIAN });
    await vies('unavailable');
    expect(await check()).toEqual(before);
  });

  it('which takes an admin and a number', async () => {
    expect(await problemOf(check())).toMatchObject({ status: 409, code: 'vat-number.none' });
    const member = await colleague(town, owner);
    const there = member.client.send('POST', `${path()}/vat-number/checks`);
    expect(await problemOf(there)).toMatchObject({ code: 'access.denied' });
  });
});

describe('T3: before a bill is priced the number is checked again where that is due', () => {
  it('which it is after no answer, and not after one', async () => {
    await vies('unavailable');
    await edit({ vat_number: ITALIAN });
    await vies('valid');
    expect((await refreshVatCheck(id(), NOON)).vatCheck).toMatchObject({ answer: 'valid', at: NOON });
    const before = await asked();
    await refreshVatCheck(id(), NOON);
    expect(await asked()).toBe(before);
  });

  it('which it is 30 days after a valid answer, and VIES down leaves that in place', async () => {
    await edit({ vat_number: ITALIAN });
    const then = (await refreshVatCheck(id(), NOON)).vatCheck;
    await vies('unavailable');
    expect((await refreshVatCheck(id(), '2026-03-01T12:00:00.000Z')).vatCheck).toEqual(then);
    await vies('invalid');
    expect((await refreshVatCheck(id(), '2026-03-01T12:00:00.000Z')).vatCheck).toMatchObject({ answer: 'invalid' });
  });

  it('once, however many ask at once', async () => {
    await vies('unavailable');
    await edit({ vat_number: ITALIAN });
    await vies('valid');
    const facts = (await history()).length;
    const all = await Promise.all(Array.from({ length: 10 }, () => refreshVatCheck(id(), NOON)));
    expect(new Set(all.map(({ version }) => version)).size).toBe(1);
    expect(all.map(({ vatCheck }) => vatCheck?.answer)).toEqual(Array(10).fill('valid'));
    expect((await history()).length).toBe(facts + 1);
  });

  it('and never about another number than the one the account then has', async () => {
    await vies('unavailable');
    await edit({ vat_number: ITALIAN });
    await vies('slow', ITALIAN);
    await vies('valid', GERMAN);
    const refreshing = refreshVatCheck(id(), NOON);
    await edit({ vat_number: GERMAN, country: 'DE' });
    expect((await refreshing).billing.vatNumber).toBe(GERMAN);
    expect(await shown()).toMatchObject({ vat_number: GERMAN, vat_number_status: 'valid' });
  });
});

describe('A9: the history tells the answer, and not the number, which may be a person’s', () => {
  it('when it was entered and when it was checked', async () => {
    await edit({ vat_number: ITALIAN });
    await vies('invalid');
    await check();
    const [checked, edited] = await history();
    expect(edited).toMatchObject({
      action: 'account.edited',
      after: {
        'billing.vat_number': 'changed',
        'billing.vat_number_status': 'valid',
        'billing.vat_checked_by': 'vies',
        'billing.vat_consultation_number': expect.stringMatching(/^LOCAL-/),
      },
    });
    expect(checked).toMatchObject({
      action: 'vat-number.checked',
      actor: { kind: 'user', id: owner.user },
      before: { vat_number_status: 'valid' },
      after: { vat_number_status: 'invalid', vat_checked_by: 'vies' },
    });
    expect(JSON.stringify(await history())).not.toContain('12345670017');
  });
});
