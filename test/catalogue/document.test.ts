import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CatalogueInput, parseCatalogue } from '../../lib/catalogue/schema.ts';

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
