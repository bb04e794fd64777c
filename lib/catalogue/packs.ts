import * as z from 'zod';
import { type Pack, supportChannels, type TermPrices } from '../domain/catalogue.ts';
import { MAX_MINOR } from '../domain/money.ts';
import { date, id, text, toDatedPrice } from './values.ts';

/** So little that 12 months of the most an order may ask for is still an amount. */
const MOST_PER_TERM = MAX_MINOR / 20_000;

const prices = z
  .array(
    z
      .strictObject({
        from: date.describe('First business date this price holds'),
        amount: z.int().min(0).max(MOST_PER_TERM).describe('Minor units for one month, one year, or once'),
      })
      .meta({ id: 'TermPrice' }),
  )
  .min(1)
  .max(50);

/** What one costs for a month and for a year. */
export const termPrices = z
  .strictObject({
    month: prices.optional().describe('What one costs a month; without "year", twelve of these are a year'),
    year: prices.optional().describe('What one costs a year'),
  })
  .meta({ id: 'TermPrices' });

export function toTermPrices({ month, year }: z.infer<typeof termPrices>): TermPrices {
  return { month: month?.map(toDatedPrice), year: year?.map(toDatedPrice) };
}

const channels = z.array(z.enum(supportChannels)).max(supportChannels.length);
export const planChannels = channels
  .default([])
  .describe('Ways of support that come with the plan, beside the tickets that everyone can open');

/** What is counted as it is used. */
export const meter = z
  .strictObject({
    kind: z
      .enum(['consumed', 'held'], 'must be "consumed" or "held"')
      .describe(
        '"consumed" begins at zero with every period, as e-mails do, and there is so much of it for each month of the term; "held" stays until it is given back, as attached companies do',
      ),
    id,
    name: text(80),
    description: text(400).default('What the service counts as it is used.'),
    included: z.int().min(0).max(1_000_000_000).default(0).describe('What comes with the plan, without a pack'),
  })
  .meta({ id: 'Meter' });

const basics = {
  id,
  name: text(80),
  description: text(400).default('Comes on top of the subscription.'),
  retired: z.boolean().default(false).describe('Can no longer be bought; stays, and renews, where it is'),
};

const usersPack = z
  .strictObject({ kind: z.literal('users'), ...basics })
  .meta({ id: 'UsersPack', description: 'More users of a module, at the price that the module names.' });

const quantityPack = z
  .strictObject({
    kind: z.literal('quantity'),
    ...basics,
    meter: id.describe('What there is more of'),
    amount: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .describe('How much one of the pack holds; of what is consumed, for each month of the term'),
    prices: termPrices,
  })
  .meta({ id: 'QuantityPack' });

const supportPack = z
  .strictObject({
    kind: z.literal('support'),
    ...basics,
    channels: channels.min(1).describe('Ways of support it opens'),
    prices: termPrices,
  })
  .meta({ id: 'SupportPack' });

const trainingPack = z
  .strictObject({
    kind: z.literal('training'),
    ...basics,
    sessions: z.int().min(1).max(10).default(1).describe('Sessions that one of the pack is good for'),
    minutes: z.int().min(15).max(480).default(60).describe('How long a session takes'),
    price: prices.describe('What one costs, once'),
  })
  .meta({ id: 'TrainingPack' });

/** A quantity sold on top of a subscription. */
export const pack = z.discriminatedUnion('kind', [usersPack, quantityPack, supportPack, trainingPack], {
  error: ({ code }) => (code === 'invalid_union' ? 'must be "users", "quantity", "support" or "training"' : undefined),
});

export function toPack(written: z.infer<typeof pack>): Pack {
  switch (written.kind) {
    case 'users':
      return written;
    case 'training':
      return { ...written, price: written.price.map(toDatedPrice) };
    default:
      return { ...written, prices: toTermPrices(written.prices) };
  }
}
