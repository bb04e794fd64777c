import * as z from 'zod';
import type { LicenceType, Module, TermPlan } from '../domain/catalogue.ts';
import { meter, pack, planChannels, termPrices, toPack, toTermPrices } from './packs.ts';
import { currency, features, id, planBasics, pricesIncludeTax, text } from './values.ts';

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

const moduleUsers = z
  .strictObject({
    included: z
      .int()
      .min(0)
      .max(1000)
      .default(1)
      .describe('Users that come with the module, such as the administrator'),
    prices: termPrices.describe('What one more user costs, in a pack'),
    consumption_prices: termPrices
      .optional()
      .describe('What one more user costs who is in no pack, for the days they were there; "prices" without it'),
  })
  .meta({
    id: 'ModuleUsersOffer',
    description: 'Where users of a module are counted; without it everyone uses it at one price',
  });

const planModule = z
  .strictObject({
    id,
    name: text(80),
    description: text(400).default('A module of the service.'),
    features: features.describe('What members may use once the account has this module and their profile names it'),
    prices: termPrices,
    users: moduleUsers.optional(),
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
    licence_types: z
      .array(licenceType)
      .max(10)
      .default([])
      .describe('Without any, members need no licence, and the plan is sold by its modules'),
    modules: z.array(planModule).max(20).default([]),
    meters: z.array(meter).max(10).default([]),
    packs: z.array(pack).max(20).default([]),
    support_channels: planChannels,
    features: features.describe('What every member may use who may use the service at all'),
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
    resale: z.boolean().default(true).describe('Whether resellers can open accounts on this plan'),
    retired: z.boolean().default(false).describe('Not offered to new accounts, nor as an edition'),
  })
  .meta({ id: 'TermPlan' });

export function toTermPlan(plan: z.infer<typeof termPlan>): TermPlan {
  return {
    ...planBasics(plan),
    kind: plan.kind,
    terms: plan.terms,
    licenceTypes: plan.licence_types.map(toOffer),
    modules: plan.modules.map(toModule),
    meters: plan.meters,
    packs: plan.packs.map(toPack),
    supportChannels: plan.support_channels,
    resale: plan.resale,
    editions: plan.editions,
    proration: plan.proration,
    dropFree: plan.drop_free,
    trial: plan.trial,
    renews: plan.renews,
  };
}

function toOffer({ prices, ...offer }: z.infer<typeof licenceType>): LicenceType {
  return { ...offer, prices: toTermPrices(prices) };
}

function toModule({ prices, users, ...offer }: z.infer<typeof planModule>): Module {
  return {
    ...offer,
    prices: toTermPrices(prices),
    users: users && {
      included: users.included,
      prices: toTermPrices(users.prices),
      consumptionPrices: toTermPrices(users.consumption_prices ?? users.prices),
    },
  };
}
