import * as z from 'zod';
import type { PrepaidPlan } from '../domain/catalogue.ts';
import { amount, currency, date, features, id, planBasics, pricesIncludeTax, text, toDatedPrice } from './values.ts';

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

/** A plan paid from prepaid credit, by the number of active users. */
export const prepaidPlan = z
  .strictObject({
    kind: z.literal('prepaid'),
    id,
    name: text(80),
    description: text(400),
    currency,
    prices_include_tax: pricesIncludeTax,
    prices,
    free_credit: amount.default(0).describe('Minor units granted once, when the service is activated'),
    purchase: z
      .strictObject({ least: amount.min(1), most: amount.min(1) })
      .default({ least: 100, most: 10_000_000 })
      .describe('Least and most credit one purchase may be, in minor units'),
    features: features.describe('What members of this plan may use, as the vendor’s application names it'),
    add_ons: z.array(addOn).max(8).default([]),
    retired: z.boolean().default(false).describe('Not offered to new accounts'),
  })
  .meta({ id: 'PrepaidPlan' });

export function toPrepaidPlan(plan: z.infer<typeof prepaidPlan>): PrepaidPlan {
  return {
    ...planBasics(plan),
    kind: plan.kind,
    prices: plan.prices.map(toDatedPrice),
    freeCreditMinor: plan.free_credit,
    purchaseMinor: plan.purchase,
    addOns: plan.add_ons.map((entry) => ({ ...entry, prices: entry.prices.map(toDatedPrice) })),
  };
}
