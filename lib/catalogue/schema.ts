import * as z from 'zod';
import { mistakesOf } from '../contract/mistakes.ts';
import { line } from '../contract/shared.ts';
import type { Catalogue, DatedPrice } from '../domain/catalogue.ts';
import { isPlainDate, isTimeZone, type PlainDate } from '../domain/dates.ts';
import { MAX_MINOR } from '../domain/money.ts';
import type { Mistake } from '../domain/refusal.ts';
import { listMistakes } from './list-mistakes.ts';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'must begin with a letter and hold only a–z, 0–9 and "-", 24 at most');
const text = (max: number) => line(max);
const amount = z.int().min(0).max(MAX_MINOR);
const date = z
  .string()
  .refine(isPlainDate, 'must be a date of the calendar, written YYYY-MM-DD')
  .meta({ format: 'date' });
const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
const currency = z
  .string()
  .refine((code) => knownCurrencies.has(code), 'must be an ISO 4217 code such as EUR')
  .meta({ pattern: '^[A-Z]{3}$', example: 'EUR' });
const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const country = z
  .string()
  .refine(
    (code) => /^[A-Z]{2}$/.test(code) && countryNames.of(code) !== undefined,
    'must be an ISO 3166 code such as IT',
  )
  .meta({ pattern: '^[A-Z]{2}$', example: 'IT' });

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
  .max(50);

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
    currency,
    prices,
    free_credit: amount.default(0).describe('Minor units granted once, when the service is activated'),
    purchase: z
      .strictObject({ least: amount.min(1), most: amount.min(1) })
      .default({ least: 100, most: 10_000_000 })
      .describe('Least and most credit one purchase may be, in minor units'),
    features: z
      .array(id)
      .max(100)
      .default([])
      .describe('What members of this plan may use, as the vendor’s application names it'),
    add_ons: z.array(addOn).max(8).default([]),
    retired: z.boolean().default(false).describe('Not offered to new accounts'),
  })
  .meta({ id: 'PrepaidPlan' });

/** The vendor's catalogue as it is written and served: plans, prices, add-ons, free credit, time zone, seller. */
export const catalogueSchema = z
  .strictObject({
    source: text(400).optional().describe('Where these plans and prices come from'),
    service: z.strictObject({
      name: text(80),
      url: z.url({ protocol: /^https?$/ }).describe('Where members use the service; the access e-mail links here'),
      support_email: z.email(),
    }),
    seller: z.strictObject({
      name: text(200),
      address: text(400),
      country,
      vat_number: text(20).optional(),
    }),
    billing_time_zone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'),
    plans: z.array(prepaidPlan).min(1).max(20),
  })
  .meta({ id: 'Catalogue' });

/** What is sent to replace a catalogue: the document, and the version it began from, so that what was read can be sent back. */
export const catalogueEditSchema = catalogueSchema
  .extend({
    version: z.int().min(1).optional().describe('The version this edit began from; refused when there is a later one'),
  })
  .meta({ id: 'CatalogueEdit', unusedIO: 'input' });

export type CatalogueDocument = z.infer<typeof catalogueSchema>;
export type CatalogueInput = z.input<typeof catalogueSchema>;

type Parsed =
  | { readonly ok: true; readonly document: CatalogueDocument; readonly version: number | undefined }
  | { readonly ok: false; readonly mistakes: Mistake[] };

/** Checks a catalogue and lists every mistake by its path: those of single values and those of lists alike. */
export function parseCatalogue(input: unknown): Parsed {
  const result = catalogueEditSchema.safeParse(input, { error: missing });
  const ofLists = listMistakes(input);
  if (result.success && ofLists.length === 0) {
    const { version, ...document } = result.data;
    return { ok: true, document, version };
  }
  return { ok: false, mistakes: [...(result.error?.issues ?? []).flatMap((issue) => mistakesOf(issue)), ...ofLists] };
}

function missing(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.input === undefined ? 'is missing' : undefined;
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
