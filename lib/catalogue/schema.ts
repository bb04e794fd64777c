import * as z from 'zod';
import type { Catalogue, DatedPrice } from '../domain/catalogue.ts';
import { isPlainDate, isTimeZone, type PlainDate } from '../domain/dates.ts';
import { MAX_MINOR } from '../domain/money.ts';
import type { Mistake } from '../domain/refusal.ts';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'must begin with a letter and hold only a–z, 0–9 and "-", 24 at most');
const text = (max: number) => z.string().trim().min(1).max(max);
const amount = z.int().min(0).max(MAX_MINOR);
const date = z.string().refine(isPlainDate, 'must be a date of the calendar, written YYYY-MM-DD');

const prices = z
  .array(
    z
      .strictObject({
        from: date.describe('First business date this price holds'),
        amount: amount.describe('Minor units per active user and calendar month'),
      })
      .meta({ id: 'DatedPrice' }),
  )
  .min(1)
  .max(50)
  .superRefine((list, context) => {
    list.forEach((price, index) => {
      const before = list[index - 1];
      if (before !== undefined && price.from <= before.from) {
        context.addIssue({ code: 'custom', path: [index, 'from'], message: `must be later than ${before.from}` });
      }
    });
  });

const unique = <T extends { id: string }>(list: readonly T[], context: z.RefinementCtx) => {
  list.forEach((entry, index) => {
    if (list.findIndex((other) => other.id === entry.id) < index) {
      context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${entry.id}" is used twice` });
    }
  });
};

const addOn = z
  .strictObject({
    id,
    name: text(80),
    description: text(400).default('An add-on of the service.'),
    prices,
    retired: z.boolean().default(false).describe('Can no longer be enabled; stays where it is'),
  })
  .meta({ id: 'AddOn' });

const prepaidPlan = z
  .strictObject({
    kind: z.literal('prepaid'),
    id,
    name: text(80),
    description: text(400),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
    prices,
    free_credit: amount.default(0).describe('Minor units granted once, when the service is activated'),
    purchase: z
      .strictObject({ least: amount.min(1), most: amount.min(1) })
      .refine((range) => range.least <= range.most, 'least must not be above most')
      .default({ least: 100, most: 10_000_000 })
      .describe('Least and most credit one purchase may be, in minor units'),
    features: z.array(id).max(100).default([]),
    add_ons: z.array(addOn).max(8).superRefine(unique).default([]),
    retired: z.boolean().default(false).describe('Not offered to new accounts'),
  })
  .meta({ id: 'PrepaidPlan' });

/** The vendor's catalogue as it is written and served: plans, prices, add-ons, free credit, time zone, seller. */
export const catalogueSchema = z
  .strictObject({
    source: text(400).optional().describe('Where these plans and prices come from'),
    service: z.strictObject({
      name: text(80),
      url: z.url().describe('Where members use the service; the access e-mail links here'),
      support_email: z.email(),
    }),
    seller: z.strictObject({
      name: text(200),
      address: text(400),
      country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as IT'),
      vat_number: text(20).optional(),
    }),
    billing_time_zone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'),
    plans: z.array(prepaidPlan).min(1).max(20).superRefine(unique),
  })
  .meta({ id: 'Catalogue' });

export type CatalogueDocument = z.infer<typeof catalogueSchema>;
export type CatalogueInput = z.input<typeof catalogueSchema>;

type Parsed =
  | { readonly ok: true; readonly document: CatalogueDocument }
  | { readonly ok: false; readonly mistakes: Mistake[] };

/** Checks a catalogue and lists every mistake by its path. */
export function parseCatalogue(input: unknown): Parsed {
  const result = catalogueSchema.safeParse(input);
  if (result.success) return { ok: true, document: result.data };
  return { ok: false, mistakes: result.error.issues.flatMap(mistakesOf) };
}

function mistakesOf(issue: z.core.$ZodIssue): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'is not a known field' }));
  }
  return [{ pointer: pointerOf(issue.path), detail: issue.message }];
}

/** RFC 6901 pointer of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The document in the words of the domain. */
export function toCatalogue(document: CatalogueDocument, version: number): Catalogue {
  return {
    version,
    service: {
      name: document.service.name,
      url: document.service.url,
      supportEmail: document.service.support_email,
    },
    seller: {
      name: document.seller.name,
      address: document.seller.address,
      country: document.seller.country,
      vatNumber: document.seller.vat_number,
    },
    billingTimeZone: document.billing_time_zone,
    plans: document.plans.map((plan) => ({
      kind: plan.kind,
      id: plan.id,
      name: plan.name,
      description: plan.description,
      currency: plan.currency,
      prices: plan.prices.map(toDatedPrice),
      freeCreditMinor: plan.free_credit,
      purchaseMinor: plan.purchase,
      features: plan.features,
      retired: plan.retired,
      addOns: plan.add_ons.map((entry) => ({ ...entry, prices: entry.prices.map(toDatedPrice) })),
    })),
  };
}

function toDatedPrice(price: { from: string; amount: number }): DatedPrice {
  return { from: price.from as PlainDate, minor: price.amount };
}
