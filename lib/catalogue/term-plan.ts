import * as z from 'zod';
import type { LicenceType, TermPlan } from '../domain/catalogue.ts';
import { MAX_MINOR } from '../domain/money.ts';
import { currency, date, features, id, planBasics, pricesIncludeTax, text, toDatedPrice } from './values.ts';

/** So little that 12 months of the most an order may ask for is still an amount. */
const MOST_PER_TERM = MAX_MINOR / 20_000;

const prices = z
  .array(
    z
      .strictObject({
        from: date.describe('First business date this price holds'),
        amount: z.int().min(0).max(MOST_PER_TERM).describe('Minor units for one month or one year'),
      })
      .meta({ id: 'TermPrice' }),
  )
  .min(1)
  .max(50);

const termPrices = z
  .strictObject({
    month: prices.optional().describe('What one costs a month; without "year", twelve of these are a year'),
    year: prices.optional().describe('What one costs a year'),
  })
  .meta({ id: 'TermPrices' });

const licenceType = z
  .strictObject({
    id,
    name: text(80),
    description: text(400).default('A licence of the service.'),
    features: features.describe('What a member with this licence may use'),
    prices: termPrices,
    retired: z.boolean().default(false).describe('Can no longer be bought; stays, and renews, where it is'),
  })
  .meta({ id: 'LicenceTypeOffer' });

const planModule = z
  .strictObject({
    id,
    name: text(80),
    description: text(400).default('A module of the service.'),
    features: features.describe('What every member with a licence may use once the account has this module'),
    prices: termPrices,
    retired: z.boolean().default(false).describe('Can no longer be bought; stays, and renews, where it is'),
  })
  .meta({ id: 'ModuleOffer' });

const trial = z
  .strictObject({
    days: z.int().min(1).max(366),
    licences: z
      .record(id, z.int().min(1).max(1000))
      .describe('How many licences of each type can be tried, by the id of the type'),
  })
  .meta({ id: 'TrialOffer' });

/** A plan with licences and modules, billed for terms of 1 or 12 months. */
export const termPlan = z
  .strictObject({
    kind: z.literal('term'),
    id,
    name: text(80),
    description: text(400),
    currency,
    prices_include_tax: pricesIncludeTax,
    terms: z
      .array(z.union([z.literal(1), z.literal(12)], 'must be 1 or 12'))
      .min(1)
      .max(2)
      .describe('Months of a term; the first is taken when a purchase names none'),
    licence_types: z.array(licenceType).min(1).max(10),
    modules: z.array(planModule).max(20).default([]),
    features: features.describe('What every member with a licence may use, whatever its type'),
    editions: z.array(id).max(20).default([]).describe('Plans an account on this one can change to'),
    proration: z
      .enum(['daily', 'whole-months'], 'must be "daily" or "whole-months"')
      .describe('How the rest of a period is priced: by days, or by months rounded up to whole ones'),
    drop_free: z
      .boolean()
      .default(false)
      .describe('Whether free licences above the contract minimum end with the period'),
    trial: trial.optional(),
    renews: z.boolean().default(true).describe('Whether a new subscription renews tacitly'),
    retired: z.boolean().default(false).describe('Not offered to new accounts, nor as an edition'),
  })
  .meta({ id: 'TermPlan' });

export function toTermPlan(plan: z.infer<typeof termPlan>): TermPlan {
  return {
    ...planBasics(plan),
    kind: plan.kind,
    terms: plan.terms,
    licenceTypes: plan.licence_types.map(toOffer),
    modules: plan.modules.map(toOffer),
    editions: plan.editions,
    proration: plan.proration,
    dropFree: plan.drop_free,
    trial: plan.trial,
    renews: plan.renews,
  };
}

/** Licence types and modules are written alike. */
function toOffer({ prices: { month, year }, ...offer }: z.infer<typeof licenceType>): LicenceType {
  return { ...offer, prices: { month: month?.map(toDatedPrice), year: year?.map(toDatedPrice) } };
}
