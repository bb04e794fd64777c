import * as z from 'zod';
import type { Pack } from '../domain/catalogue.ts';
import type { Instant, PlainDate } from '../domain/dates.ts';
import type { AccountId, OrderId, TrainingId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { type Training, type TrainingState, trainingStates } from '../domain/training/training.ts';
import { stableId } from '../runtime/ids.ts';
import { dueKeys, keys, listedTrainings, prefixes } from './keys.ts';
import { get, type Item, type Key, PRESENT, putOnce, queryListing, queryPage, type Write } from './table.ts';

const slot = z.object({ id: z.string(), startsAt: z.string(), endsAt: z.string() });

const trainingItem = z.object({
  id: z.custom<TrainingId>(),
  account: z.custom<AccountId>(),
  order: z.custom<OrderId>(),
  pack: z.string(),
  minutes: z.number(),
  state: z.enum(trainingStates),
  slots: z.array(slot),
  booking: z.object({ slot: z.string(), by: z.string(), at: z.string() }).optional(),
  conferenceUrl: z.string().optional(),
  calendar: z
    .object({ startsAt: z.string(), endsAt: z.string(), sequence: z.number(), cancelled: z.boolean() })
    .optional(),
  link: z.enum(['sent', 'missing']).optional(),
  dueOn: z.custom<PlainDate>().optional(),
  boughtAt: z.string(),
  changedAt: z.string(),
  version: z.number(),
});

/** Lies among the sessions of its state, and while the roll-over has to look at it in the index of due dates. */
function toItem(training: Training): Item {
  const { account, id, state, dueOn, calendar, boughtAt } = training;
  const key = keys.training(account, id);
  const due = dueOn === undefined ? {} : dueKeys(dueOn, key);
  const since = state === 'booked' ? calendar?.startsAt : boughtAt;
  const listed = { listing: listedTrainings(state), listed: `${since}#${id}` };
  return { ...key, type: 'training', v: 1, ...listed, ...due, ...training };
}

function fromItem(item: Item): Training {
  return trainingItem.parse(item);
}

/**
 * The sessions that a quantity of a pack is good for, to be scheduled.
 *
 * Shape:  one write for each session; their ids follow from the order, the pack and a running number, so delivering an
 *         order again fails with the label `training` and adds none.
 * Source: U5.
 */
export function putNewTrainings(
  order: { readonly id: OrderId; readonly account: AccountId },
  pack: Extract<Pack, { kind: 'training' }>,
  quantity: number,
  now: Instant,
): Write[] {
  return Array.from({ length: pack.sessions * quantity }, (_, index) =>
    putOnce(
      'training',
      toItem({
        id: stableId('trn', `${order.account} ${order.id} ${pack.id} ${index + 1}`),
        account: order.account,
        order: order.id,
        pack: pack.id,
        minutes: pack.minutes,
        state: 'bought',
        slots: [],
        boughtAt: now,
        changedAt: now,
        version: 1,
      }),
    ),
  );
}

/** Replaces a session as it was read; fails with the label `training` when it changed since. */
export function replaceTraining(before: Training, after: Training): Write {
  return {
    label: 'training',
    Put: {
      Item: toItem({ ...after, version: before.version + 1 }),
      ConditionExpression: `${PRESENT} AND #version = :seen`,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': before.version },
    },
  };
}

export async function loadTraining(account: AccountId, id: TrainingId): Promise<Training | undefined> {
  const item = await get(keys.training(account, id));
  return item === undefined ? undefined : fromItem(item);
}

/** Errors: `training.not-found`. */
export async function requireTraining(account: AccountId, id: TrainingId): Promise<Training> {
  const training = await loadTraining(account, id);
  if (training === undefined) {
    throw new Refused('training.not-found', { links: { trainings: `/v1/accounts/${account}/trainings` } });
  }
  return training;
}

export interface TrainingPage<End extends object = Key> {
  readonly trainings: Training[];
  readonly last: End | undefined;
}

/** The sessions of an account. */
export async function listTrainings(
  account: AccountId,
  limit: number,
  state: TrainingState | undefined,
  after?: Key,
): Promise<TrainingPage> {
  const trainings: Training[] = [];
  let last = after;
  do {
    const page = await queryPage({
      pk: keys.account(account).pk,
      prefix: prefixes.training,
      limit: limit - trainings.length,
      after: last as Item | undefined,
      consistent: true,
    });
    trainings.push(...page.items.map(fromItem).filter((training) => state === undefined || training.state === state));
    last = page.last as Key | undefined;
  } while (last !== undefined && trainings.length < limit);
  return { trainings, last };
}

/** Where a list of all sessions goes on: in which state's part of it, and after what. */
export interface ListingEnd {
  readonly state: TrainingState;
  readonly after?: Key | undefined;
}

/** The sessions of all accounts, state by state; those to schedule by when they were bought, booked ones by their time. */
export async function listAllTrainings(
  limit: number,
  state: TrainingState | undefined,
  from?: ListingEnd,
): Promise<TrainingPage<ListingEnd>> {
  const states = state === undefined ? trainingStates : [state];
  const trainings: Training[] = [];
  let end: ListingEnd | undefined = from ?? { state: states[0] ?? 'bought' };
  while (end !== undefined && trainings.length < limit) {
    const { state: part, after }: ListingEnd = end;
    const page = await queryListing(listedTrainings(part), limit - trainings.length, after);
    // One that has just gone on to another state is found in the part of the index where it was.
    trainings.push(...page.items.map(fromItem).filter((training) => training.state === part));
    const next: TrainingState | undefined = states[states.indexOf(part) + 1];
    if (page.last !== undefined) end = { state: part, after: page.last };
    else end = next === undefined ? undefined : { state: next };
  }
  return { trainings, last: end };
}
