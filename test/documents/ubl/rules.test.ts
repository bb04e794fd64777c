import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderUbl } from '../../../lib/documents/ubl/render-ubl.ts';
import type { Invoice } from '../../../lib/domain/invoices/invoice.ts';
import { misplaced } from './order.ts';
import { calculationRules } from './rules/calculation.ts';
import { documentRules } from './rules/document.ts';
import { paymentRules } from './rules/payment.ts';
import { vatRules } from './rules/vat.ts';
import {
  billOf,
  buyerIn,
  issued,
  italianSeller,
  line,
  type SampleName,
  samples,
  unregisteredSeller,
} from './samples.ts';
import { parseXml } from './xml.ts';

const rules = [...documentRules, ...paymentRules, ...calculationRules, ...vatRules];

async function brokenBy(invoice: Invoice): Promise<string[]> {
  const document = parseXml(await renderUbl(invoice));
  return rules.filter(({ holds }) => !holds(document)).map(({ id }) => id);
}

describe('T1: every kind of bill keeps the business rules of EN 16931', () => {
  it.each(Object.keys(samples) as SampleName[])('%s', async (name) => {
    expect(await brokenBy(samples[name])).toEqual([]);
  });

  it('with any lines, discount, buyer, and prices with tax or without', async () => {
    const bill = fc.record({
      amounts: fc.array(
        fc.record({ minor: fc.integer({ min: 1, max: 10 ** 9 }), quantity: fc.integer({ min: 1, max: 999 }) }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      percentOff: fc.integer({ min: 0, max: 100 }),
      country: fc.constantFrom('IT', 'FR', 'FI', 'GR', 'US', 'CH', 'GB'),
      hasNumber: fc.boolean(),
      isRegistered: fc.boolean(),
      taxNumber: fc.constantFrom(undefined, '27/123/45678'),
      pricesIncludeTax: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        bill,
        async ({ amounts, percentOff, country, hasNumber, isRegistered, taxNumber, pricesIncludeTax }) => {
          const lines = amounts.map(({ minor, quantity }) =>
            line(minor, { kind: 'licence', subject: 'basic', quantity }),
          );
          const total = amounts.reduce((sum, { minor }) => sum + minor, 0);
          const off = Math.floor((total * percentOff) / 100);
          const all = off === 0 ? lines : [...lines, line(-off, { kind: 'discount', name: 'Discount' })];
          const made = billOf({
            lines: all,
            buyer: buyerIn(country, hasNumber ? { vatNumber: `${country}123456789` } : {}),
            seller: { ...(isRegistered ? italianSeller : unregisteredSeller), taxNumber },
            pricesIncludeTax,
          });
          expect(await brokenBy(issued(made))).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 20_260_310 },
    );
  });
});

describe('Each rule notices a bill that breaks it', () => {
  it.each(rules.map((each) => [each.id, each] as const))('%s', async (_, { holds, broken }) => {
    const document = parseXml(await renderUbl(samples[broken.sample]));
    expect(holds(document)).toBe(true);
    broken.change(document);
    expect(holds(document)).toBe(false);
  });

  it('is listed in RULES.md with its text, once, and nothing else is', () => {
    const table = readFileSync(new URL('RULES.md', import.meta.url), 'utf8');
    const listed = [...table.matchAll(/^\| (BR-[\w-]+) \| (.{10,}) \|$/gm)].map(([, id]) => id);
    expect(listed.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.length).toBeGreaterThanOrEqual(100);
  });
});

describe('T1: every kind of bill has its elements in the order of the UBL schema', () => {
  it.each(Object.keys(samples) as SampleName[])('%s', async (name) => {
    expect(misplaced(parseXml(await renderUbl(samples[name])))).toEqual([]);
  });

  it('notices two that are exchanged, and one that is unknown', async () => {
    const document = parseXml(await renderUbl(samples.domestic));
    document.children.reverse();
    expect(misplaced(document)).toHaveLength(1);
    document.children = [{ name: 'cbc:Unknown', attributes: {}, text: 'x', children: [] }];
    expect(misplaced(document)).toEqual(['Invoice: cbc:Unknown']);
  });
});
