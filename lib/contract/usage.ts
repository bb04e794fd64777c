import * as z from 'zod';
import { contract } from './contract.ts';
import { accountPath, moneySchema, plainDate } from './shared.ts';

/** Events that one request may report. */
const MOST_EVENTS = 100;
const MOST_AT_ONCE = 1_000_000;

const meterId = z.string().regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be the id of a meter');
const eventId = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'must have 1 to 100 visible characters, and no spaces')
  .describe('Yours, and unique within the account for good: an event counts once, however often it is reported')
  .meta({ example: 'mail-2026-01-15-000042' });
const quantity = z
  .int()
  .min(-MOST_AT_ONCE)
  .max(MOST_AT_ONCE)
  .refine((value) => value !== 0, 'must not be 0')
  .describe('How much was used; below zero, how much of what is held was given back');

const event = z
  .strictObject({ meter: meterId, quantity: quantity.default(1), event_id: eventId })
  .meta({ id: 'UsageEvent' });

const events = z
  .strictObject({ events: z.array(event).min(1).max(MOST_EVENTS) })
  .meta({ id: 'UsageEvents', description: 'Counted in their order: earlier ones take what is left first' });

const counted = z
  .strictObject({
    meter: z.string(),
    quantity: z.int(),
    event_id: z.string(),
    outcome: z.enum(['counted', 'already-counted']),
  })
  .meta({ id: 'CountedEvent' });

const eventResult = z
  .strictObject({
    meter: z.string(),
    quantity: z.int(),
    event_id: z.string(),
    outcome: z.enum(['counted', 'already-counted', 'refused']),
    code: z
      .enum([
        'usage.unknown-meter',
        'usage.event-differs',
        'usage.beyond-allowance',
        'usage.below-zero',
        'usage.not-returnable',
        'usage.not-running',
      ])
      .optional()
      .describe('Why it is refused'),
    title: z.string().optional(),
    detail: z.string().optional().describe('What to do now'),
    links: z.record(z.string(), z.url()).optional(),
    allowance: z.int().optional(),
    used: z.int().optional(),
    left: z.int().optional(),
  })
  .meta({ id: 'EventResult' });

export const reportUsage = contract({
  operation: 'reportUsage',
  summary: 'Report what an account used',
  description:
    'One event, or up to 100 of them. Each counts once for good, by its event_id: report it again whenever you do not know whether it was counted. A single event that is not counted is refused; a batch answers with what became of each event.',
  path: accountPath,
  body: z.union([event, events]),
  response: {
    status: 200,
    schema: z.union([
      counted,
      z
        .strictObject({ results: z.array(eventResult).describe('One for each event, in the order they were sent') })
        .meta({ id: 'UsageResults' }),
    ]),
  },
  refusals: [
    'usage.unknown-meter',
    'usage.event-differs',
    'usage.beyond-allowance',
    'usage.below-zero',
    'usage.not-returnable',
    'usage.not-running',
    'usage.busy',
  ],
});

export const usageSchema = z
  .strictObject({
    meter: z.string(),
    name: z.string(),
    kind: z.enum(['consumed', 'held']).describe('"consumed" begins at zero with every period; "held" stays'),
    included: z.int().describe('What comes with the plan'),
    in_packs: z.int().describe('What the packs add'),
    allowance: z.int().describe('How much may be used; 0 while the subscription cannot be used'),
    used: z.int().describe('It can be above the allowance where packs ended and nothing was given back yet'),
    left: z.int(),
    until: plainDate.nullable().describe('Last day of the period it is counted for; null for what is held'),
    buy: z.url().describe('The page where more can be bought'),
  })
  .meta({ id: 'Usage' });

const moduleUsageSchema = z
  .strictObject({
    module: z.string(),
    name: z.string(),
    users: z.int().describe('Active members whose profile lets them use it'),
    included: z.int().describe('Users that come with the module'),
    in_packs: z.int().describe('Users in packs'),
    beyond: z.int().describe('Users beyond those: they are billed by consumption'),
    user_days: z.int().describe('Of users beyond, so far: one for each night of each'),
    cost: moneySchema.describe('What those cost, before tax'),
    expected_user_days: z.int().describe('The same when the period ends, if nothing changes'),
    expected_cost: moneySchema,
    next_user_cost: moneySchema.describe('What one more user costs until the period ends, from the next night on'),
    billed_on: plainDate.describe('The first day after the period'),
    buy: z.url().describe('The page where a pack of users can be bought'),
  })
  .meta({ id: 'ModuleUsage' });

export const getUsage = contract({
  operation: 'getUsage',
  summary: 'Show what an account used',
  description:
    'Each meter of its plan, and each module that counts its users, with what is billed by consumption when the period ends. None on prepaid plans.',
  path: accountPath,
  response: {
    status: 200,
    schema: z
      .strictObject({ meters: z.array(usageSchema), modules: z.array(moduleUsageSchema) })
      .meta({ id: 'AccountUsage' }),
  },
  refusals: ['usage.busy'],
});
