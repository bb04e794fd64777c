import * as z from 'zod';
import { billFields, paymentMethodSchema } from './bills.ts';
import { contract } from './contract.ts';
import { licenceSchema } from './licences.ts';
import { orderSchema, pricedItem } from './orders.ts';
import { accountPath, id, moneySchema, plainDate } from './shared.ts';

const period = z.strictObject({ start: plainDate, end: plainDate.describe('The first day after it') });

export const subscribedPack = z
  .strictObject({
    pack: z.string(),
    module: z.string().nullable().describe('Of which module they are users; null for other packs'),
    quantity: z.int(),
  })
  .meta({ id: 'SubscribedPack' });

const scheduledChange = z
  .strictObject({
    id: id('chg'),
    kind: z.enum(['plan', 'remove-module', 'remove-pack']),
    plan: z.string().nullable(),
    module: z.string().nullable(),
    pack: z.string().nullable(),
    quantity: z.int().nullable().describe('How many of the pack go'),
    effective_on: plainDate,
  })
  .meta({ id: 'ScheduledChange' });

const subscriptionSchema = z
  .strictObject({
    account: id('acc'),
    plan: z.string(),
    state: z.enum(['none', 'trial', 'active', 'past-due', 'suspended', 'cancelling', 'ended']),
    term: z
      .union([z.literal(1), z.literal(12)])
      .nullable()
      .describe('Months'),
    period: period.nullable(),
    paid_through: plainDate.nullable().describe('Last day of use: of the period, or of the trial'),
    trial_ends: plainDate.nullable().describe('First day after the trial'),
    renews: z.boolean().describe('Tacit renewal'),
    modules: z.array(z.string()),
    packs: z.array(subscribedPack),
    scheduled: z.array(scheduledChange).describe('What takes effect when the period ends; can be undone'),
    unpaid: z
      .strictObject({ order: id('ord'), since: plainDate, suspended_on: plainDate.describe('If it stays unpaid') })
      .nullable(),
  })
  .meta({ id: 'Subscription' });

export const getSubscription = contract({
  operation: 'getSubscription',
  summary: 'See the subscription of an account',
  path: accountPath,
  response: { status: 200, schema: subscriptionSchema },
  refusals: ['subscription.none'],
  etag: true,
});

export const editSubscription = contract({
  operation: 'editSubscription',
  summary: 'Switch tacit renewal on or off',
  description: 'At any time until the period ends.',
  path: accountPath,
  body: z.strictObject({ renews: z.boolean() }),
  response: { status: 200, schema: subscriptionSchema },
  refusals: ['subscription.none', 'subscription.not-running', 'edit.stale'],
  etag: true,
});

export const cancelSubscription = contract({
  operation: 'cancelSubscription',
  summary: 'Cancel a subscription',
  description: 'It can be used to the last paid day; then the account closes for use and its data is kept.',
  path: accountPath,
  response: { status: 200, schema: subscriptionSchema },
  refusals: ['subscription.none', 'subscription.not-running'],
});

export const undoCancellation = contract({
  operation: 'undoCancellation',
  summary: 'Take a cancellation back',
  path: accountPath,
  response: { status: 200, schema: subscriptionSchema },
  refusals: ['subscription.none', 'subscription.not-running'],
});

export const previewRenewal = contract({
  operation: 'previewRenewal',
  summary: 'See what the end of the period will do',
  description:
    'Exactly what the roll-over would do if nothing changes until then: what ends, what renews, users of modules that are billed by consumption, and the price of it all.',
  path: accountPath,
  response: {
    status: 200,
    schema: z
      .strictObject({
        on: plainDate,
        closes: z.boolean().describe('Whether the subscription ends instead of going on'),
        plan: z.string(),
        modules: z.array(z.string()),
        packs: z.array(subscribedPack),
        ended: z
          .array(licenceSchema)
          .describe('Licences whose renewal is switched off, or that end with the subscription'),
        dropped: z.array(licenceSchema).describe('Free licences above the contract minimum'),
        licences: z.array(z.strictObject({ type: z.string(), total: z.int(), in_use: z.int(), minimum: z.int() })),
        items: z.array(pricedItem),
        ...billFields,
        next_period: period.nullable(),
      })
      .meta({ id: 'Renewal' }),
  },
  refusals: ['subscription.none', 'subscription.not-running'],
});

const closes = z
  .boolean()
  .describe('Whether the subscription ends with its period once this is done, as the dry run says');

const changeOfPlan = z.strictObject({ plan: z.string().max(24) });
const removalOfModule = z.strictObject({ remove_module: z.string().max(24) });
const removalOfPack = z.strictObject({
  remove_pack: z.string().max(24),
  module: z.string().max(24).optional().describe('Of which module, where the pack is of users'),
  quantity: z
    .int()
    .min(1)
    .optional()
    .describe(
      'How many of it go; all of them without it. A later wish for the same pack takes the place of an earlier',
    ),
});
const changeBody = z.union([changeOfPlan, removalOfModule, removalOfPack]);

const changeRefusals = [
  'subscription.none',
  'subscription.not-running',
  'subscription.unpaid',
  'subscription.ended',
  'plan.not-an-edition',
  'plan.already-there',
  'module.unknown',
  'pack.unknown',
] as const;

export const previewSubscriptionChange = contract({
  operation: 'previewSubscriptionChange',
  summary: 'See what a change of the subscription would cost, and when it takes effect',
  path: accountPath,
  body: changeBody,
  response: {
    status: 200,
    schema: z
      .strictObject({
        when: z.enum(['now', 'period-end']),
        effective_on: plainDate,
        closes,
        items: z.array(pricedItem),
        ...billFields,
      })
      .meta({ id: 'SubscriptionChangePreview' }),
  },
  refusals: changeRefusals,
});

export const changeSubscription = contract({
  operation: 'changeSubscription',
  summary: 'Change the plan, or remove a module or packs',
  description:
    'A dearer plan is paid for the rest of the period and holds as soon as it is: the answer has the order, which can be paid until the period ends at the latest. A cheaper one, or removing a module or packs, takes effect when the period ends: the answer has the scheduled change. What is scheduled already changes nothing and is answered again.',
  path: accountPath,
  body: z.union([
    changeOfPlan.extend({
      payment_method: paymentMethodSchema.default('card').describe('How a dearer plan is to be paid'),
    }),
    removalOfModule,
    removalOfPack,
  ]),
  response: {
    status: 201,
    schema: z
      .strictObject({
        when: z.enum(['now', 'period-end']),
        effective_on: plainDate,
        closes,
        total: moneySchema,
        order: orderSchema.nullable(),
        change: scheduledChange.nullable(),
        subscription: subscriptionSchema,
      })
      .meta({ id: 'SubscriptionChange' }),
  },
  refusals: [...changeRefusals, 'order.payment-unavailable'],
});

export const undoSubscriptionChange = contract({
  operation: 'undoSubscriptionChange',
  summary: 'Undo a scheduled change',
  path: z.strictObject({ account: id('acc'), change: id('chg') }),
  response: { status: 200, schema: subscriptionSchema },
  refusals: ['subscription.none', 'subscription.change-not-found'],
});
