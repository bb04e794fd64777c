import { describe, expect, it } from 'vitest';
import { invoices as german } from '../../lib/messages/de/invoices.ts';
import { invoices as english } from '../../lib/messages/en/invoices.ts';
import { invoices as spanish } from '../../lib/messages/es/invoices.ts';
import { invoices as french } from '../../lib/messages/fr/invoices.ts';
import { invoices as italian } from '../../lib/messages/it/invoices.ts';
import { type MessageKey, message } from '../../lib/messages/messages.ts';
import { invoices as dutch } from '../../lib/messages/nl/invoices.ts';
import { invoices as swedish } from '../../lib/messages/sv/invoices.ts';

const translations = { it: italian, fr: french, nl: dutch, es: spanish, sv: swedish, de: german };
const keys = Object.keys(english) as (keyof typeof english)[];
const valuesIn = (text: string) => [...new Set(Array.from(text.matchAll(/\{(\w+)[,}]/g), ([, name]) => name))].sort();

describe('E3: every text of an invoice is there in seven languages', () => {
  it.each(Object.entries(translations))('%s says the same values as English', (_language, texts) => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      const values = valuesIn(texts[key]).filter((name) => name !== 'day');
      expect([key, values]).toEqual([key, valuesIn(english[key])]);
    }
  });

  it.each([
    ['it', '1 mese', '2 mesi'],
    ['fr', '1 mois', '2 mois'],
    ['nl', '1 maand', '2 maanden'],
    ['es', '1 mes', '2 meses'],
    ['sv', '1 månad', '2 månader'],
    ['de', '1 Monat', '2 Monate'],
    ['en', '1 month', '2 months'],
  ] as const)('%s counts: %s, %s', (locale, one, two) => {
    const key: MessageKey = 'invoice.basis.whole-months';
    expect([message(locale, key, { months: 1 }), message(locale, key, { months: 2 })]).toEqual([one, two]);
  });

  it.each([
    [8, 'entro l’8 marzo'],
    [11, 'entro l’11 marzo'],
    [12, 'entro il 12 marzo'],
  ])('Italian elides the article before %i', (day, text) => {
    expect(message('it', 'invoice.to-pay-by', { date: `${day} marzo`, day })).toContain(text);
  });
});
