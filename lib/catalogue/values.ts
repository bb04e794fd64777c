import * as z from 'zod';
import { line } from '../contract/shared.ts';
import type { DatedPrice } from '../domain/catalogue.ts';
import { isPlainDate, type PlainDate } from '../domain/dates.ts';
import { MAX_MINOR } from '../domain/money.ts';

export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'must begin with a letter and hold only a–z, 0–9 and "-", 24 at most');
export const text = (max: number) => line(max);
export const amount = z.int().min(0).max(MAX_MINOR);
export const date = z
  .string()
  .refine(isPlainDate, 'must be a date of the calendar, written YYYY-MM-DD')
  .meta({ format: 'date' });

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
export const currency = z
  .string()
  .refine((code) => knownCurrencies.has(code), 'must be an ISO 4217 code such as EUR')
  .meta({ pattern: '^[A-Z]{3}$', example: 'EUR' });

/** Prices are net unless a plan says otherwise. */
export const pricesIncludeTax = z
  .boolean()
  .default(false)
  .describe('Whether prices have the VAT in them: then the buyer pays the same whatever rate is due');

/** Features as the vendor's own application names them. */
export const features = z.array(id).max(100).default([]);

export function toDatedPrice(price: { readonly from: string; readonly amount: number }): DatedPrice {
  return { from: price.from as PlainDate, minor: price.amount };
}

interface WrittenPlan {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly prices_include_tax: boolean;
  readonly features: readonly string[];
  readonly retired: boolean;
}

/** What every kind of plan says of itself. */
export function planBasics(plan: WrittenPlan) {
  const { id, name, description, currency, features, retired } = plan;
  return { id, name, description, currency, features, retired, pricesIncludeTax: plan.prices_include_tax };
}
