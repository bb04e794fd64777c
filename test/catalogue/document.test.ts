import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CatalogueInput, parseCatalogue, toCatalogue } from '../../lib/catalogue/schema.ts';

const firstVendor = () =>
  JSON.parse(readFileSync('lib/catalogue/vendors/prepaid-crm.json', 'utf8')) as Record<string, never> & CatalogueInput;

function mistakesIn(change: (document: ReturnType<typeof firstVendor> & { plans: never[] }) => void) {
  const document = firstVendor();
  change(document as never);
  const parsed = parseCatalogue(document);
  return parsed.ok ? [] : parsed.mistakes.map(({ pointer, detail }) => `${pointer} ${detail}`);
}

describe('The first vendor’s catalogue', () => {
  it('is valid, at 12.00 EUR a month with 12.00 EUR free and add-ons at 3.00 EUR', () => {
    const parsed = parseCatalogue(firstVendor());
    expect(parsed).toMatchObject({
      ok: true,
      document: {
        billing_time_zone: 'Europe/Rome',
        plans: [{ currency: 'EUR', prices: [{ amount: 1200 }], free_credit: 1200, purchase: { least: 100 } }],
      },
    });
  });
});

type SellerInput = Record<string, unknown> & { bank: Record<string, unknown> };

function sellerOf(change: (seller: SellerInput) => void) {
  const document = firstVendor();
  change(document.seller as unknown as SellerInput);
  const parsed = parseCatalogue(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return toCatalogue(parsed.document, 1).seller;
}

describe('The seller of a catalogue', () => {
  it.each(['prepaid-crm', 'licence-types-crm', 'yearly-editions-crm'])(
    'of %s has a VAT number, an address in parts and an account to transfer to, with 14 days to pay',
    (name) => {
      const parsed = parseCatalogue(JSON.parse(readFileSync(`lib/catalogue/vendors/${name}.json`, 'utf8')));
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
      const { seller } = toCatalogue(parsed.document, 1);
      expect(seller).toMatchObject({ paymentDays: 14, bank: { holder: seller.name } });
      for (const part of [seller.postalCode, seller.city, seller.vatNumber]) expect(part).toBeDefined();
      expect(seller.bank?.iban.slice(0, 2)).toBe(seller.country);
      expect(seller.registration).toMatch(/\d{4}/);
    },
  );

  it('may be without VAT number, account, and parts of the address', () => {
    const seller = sellerOf((written) => {
      for (const name of ['vat_number', 'bank', 'postal_code', 'city']) delete written[name];
    });
    expect(seller).toMatchObject({ vatNumber: undefined, bank: undefined, postalCode: undefined, city: undefined });
    expect(seller.email).toBe('support@example.com');
  });

  it('may have what the law of its country wants on bills: a tax number, a registration, and a note of several lines', () => {
    const seller = sellerOf((written) => {
      Object.assign(written, { tax_number: ' 27/123/45678 ', registration: 'HRB 12345', invoice_note: ' One\r\nTwo ' });
    });
    expect(seller).toMatchObject({ taxNumber: '27/123/45678', registration: 'HRB 12345', invoiceNote: 'One\nTwo' });
    const plain = sellerOf((written) => {
      for (const name of ['tax_number', 'registration', 'invoice_note']) delete written[name];
    });
    expect(plain).toMatchObject({ taxNumber: undefined, registration: undefined, invoiceNote: undefined });
  });

  it('has IBAN, BIC and VAT number as computers write them, whoever typed them', () => {
    const seller = sellerOf((written) => {
      written['vat_number'] = ' 1234567 001.7';
      written.bank = { iban: 'it60 x054 2811 1010 0000 0123 456', bic: 'bcititmm', holder: 'Prepaid CRM' };
    });
    expect(seller.vatNumber).toBe('IT12345670017');
    expect(seller.bank).toEqual({ iban: 'IT60X0542811101000000123456', bic: 'BCITITMM', holder: 'Prepaid CRM' });
  });

  it.each<[string, (seller: SellerInput) => unknown, string]>([
    [
      'an IBAN with a wrong digit',
      (s) => (s.bank['iban'] = 'IT61X0542811101000000123456'),
      '/seller/bank/iban must be',
    ],
    ['a BIC too short', (s) => (s.bank['bic'] = 'BCI'), '/seller/bank/bic must be'],
    ['a VAT number with a wrong digit', (s) => (s['vat_number'] = 'IT12345670018'), '/seller/vat_number must be'],
    [
      'a VAT number where no rate is known',
      (s) => Object.assign(s, { country: 'JP', vat_number: 'T1234' }),
      '/seller/vat_number there is no VAT rate',
    ],
    ['a VAT number of another country', (s) => (s['vat_number'] = 'NL123456782B01'), '/seller/vat_number must be'],
    ['ZZ as its country', (s) => (s['country'] = 'ZZ'), '/seller/country must be an ISO 3166 code such as IT'],
    ['UK as its country', (s) => (s['country'] = 'UK'), '/seller/country must be an ISO 3166 code such as IT'],
    ['EL as its country', (s) => (s['country'] = 'EL'), '/seller/country must be an ISO 3166 code such as IT'],
    ['a tax number of 31 characters', (s) => (s['tax_number'] = '1'.repeat(31)), '/seller/tax_number'],
    ['a registration of two lines', (s) => (s['registration'] = 'a\nb'), '/seller/registration must not hold'],
    [
      'a note of 13 lines',
      (s) => (s['invoice_note'] = 'a\n'.repeat(12).concat('a')),
      '/seller/invoice_note must have at most 12',
    ],
    ['a note of 601 characters', (s) => (s['invoice_note'] = 'a'.repeat(601)), '/seller/invoice_note'],
    ['21 days to pay', (s) => (s['payment_days'] = 21), '/seller/payment_days must be 20 at the most'],
    ['a field nobody knows', (s) => (s.bank['swift'] = 'X'), '/seller/bank/swift is not a known field'],
  ])('is told %s', (_, change, expected) => {
    const mistakes = mistakesIn((document) => change((document as unknown as { seller: SellerInput }).seller));
    expect(mistakes.join('\n')).toContain(expected);
  });
});

describe('A wrong catalogue lists every mistake by its path', () => {
  it.each<[string, (document: never) => void, string]>([
    ['a missing field', (d: { seller: { name?: string } }) => delete d.seller.name, '/seller/name is missing'],
    ['an unknown field', (d: Record<string, unknown>) => (d['colour'] = 'red'), '/colour is not a known field'],
    [
      'a time zone on Mars',
      (d: Record<string, unknown>) => (d['billing_time_zone'] = 'Mars/One'),
      '/billing_time_zone',
    ],
    ['a country that is none', (d: { seller: { country: string } }) => (d.seller.country = 'QQ'), '/seller/country'],
    [
      'a link that is no web page',
      (d: { service: { url: string } }) => (d.service.url = 'javascript:1'),
      '/service/url',
    ],
    ['a control character', (d: { seller: { name: string } }) => (d.seller.name = 'a\u0000b'), '/seller/name'],
  ])('tells %s', (_, change, expected) => {
    expect(mistakesIn(change as never).join('\n')).toContain(expected);
  });

  it('tells 9 mistakes of one plan at once, those of lists among those of values', () => {
    const mistakes = mistakesIn(({ plans }) => {
      const [plan] = plans as unknown as [Record<string, unknown>];
      (plans as unknown[]).push({
        ...plan,
        currency: 'XQZ',
        prices: [
          { from: '2026-02-30', amount: -1 },
          { from: '2016-01-01', amount: 1.5 },
          { from: '2016-01-01', amount: 1 },
        ],
        purchase: { least: 100, most: 10 },
        features: ['crm', 'crm'],
      });
    });
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
      '/plans/1/currency',
      '/plans/1/prices/0/from',
      '/plans/1/prices/0/amount',
      '/plans/1/prices/1/amount',
      '/plans/1/id',
      '/plans/1/prices/1/from',
      '/plans/1/prices/2/from',
      '/plans/1/purchase/least',
      '/plans/1/features/1',
    ]);
  });

  it.each([[null], [[]], ['text'], [{ plans: null }], [{ plans: [null, 3] }], [{ plans: [{ prices: {} }] }]])(
    'reads %j without falling over',
    (input) => {
      expect(parseCatalogue(input).ok).toBe(false);
    },
  );
});

describe('A catalogue that was read can be sent back', () => {
  it('takes the version beside the document, and keeps it apart', () => {
    const parsed = parseCatalogue({ version: 3, ...firstVendor() });
    expect(parsed).toMatchObject({ ok: true, version: 3 });
    expect(parsed.ok && parsed.document).not.toHaveProperty('version');
  });
});
