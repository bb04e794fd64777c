import type * as z from 'zod';
import * as contract from '../../lib/contract/usage.ts';
import type { AccountId } from '../../lib/domain/ids.ts';
import { isUsable } from '../../lib/domain/licences/subscription.ts';
import { Refused } from '../../lib/domain/refusal.ts';
import type { Counting, MeterAllowance } from '../../lib/domain/usage/counting.ts';
import {
  belowZero,
  beyondAllowance,
  eventDiffers,
  notReturnable,
  unknownMeter,
  usageNotRunning,
} from '../../lib/domain/usage/refusals.ts';
import { roundsOf } from '../../lib/domain/usage/rounds.ts';
import { fallbackLocale, type Locale } from '../../lib/messages/locales.ts';
import { environment } from '../../lib/runtime/environment.ts';
import { problemOf } from '../../lib/runtime/problem.ts';
import { route } from '../../lib/runtime/route.ts';
import { countEvents, type EventOutcome, type Limit } from '../../lib/store/usage.ts';
import { knownEvents, type UsageEvent } from '../../lib/store/usage-events.ts';
import { orBusy } from './busy.ts';
import { loadCounting } from './counting.ts';

type EventBody = Extract<z.output<typeof contract.reportUsage.body>, { event_id: string }>;
type BatchAnswer = Extract<z.input<typeof contract.reportUsage.response.schema>, { results: unknown }>;
type Result = BatchAnswer['results'][number];
type Settled = 'counted' | 'already-counted' | Refused;

export const reportUsage = route(contract.reportUsage, async (request) => {
  const { path, body, call } = request;
  const counting = await loadCounting(path.account, request);
  if ('events' in body) {
    const settled = await reportAll(path.account, body.events, counting);
    const locale = call.locale ?? fallbackLocale;
    const results = body.events.map((event, place) => resultOf(event, settled[place] as Settled, locale));
    return { body: { results } };
  }
  const [outcome] = await reportAll(path.account, [body], counting);
  if (outcome instanceof Refused) throw outcome;
  return { body: { ...body, outcome: outcome as 'counted' | 'already-counted' } };
});

/** What becomes of each event; one that is named again in the same request comes after the others. */
async function reportAll(account: AccountId, bodies: readonly EventBody[], counting: Counting): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const places of roundsOf(bodies.map(({ event_id }) => event_id))) {
    const events = places.map((place) => eventOf(bodies[place] as EventBody));
    const outcomes = await reportRound(account, events, counting);
    for (const [index, place] of places.entries()) settled[place] = outcomes[index] as Settled;
  }
  return settled;
}

async function reportRound(account: AccountId, events: readonly UsageEvent[], counting: Counting): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const [meterId, places] of placesByMeter(events)) {
    const meter = counting.meters.find((each) => each.meter.id === meterId);
    const of = (place: number) => events[place] as UsageEvent;
    const countable = places.filter((place) => reasonAgainst(account, of(place), meter, counting) === undefined);
    const others = places.filter((place) => !countable.includes(place));
    const known = await knownEvents(account, others.map(of));
    for (const [index, place] of others.entries()) {
      const reason = reasonAgainst(account, of(place), meter, counting) as Refused;
      settled[place] = settledOf(known[index], reason);
    }
    if (meter === undefined || countable.length === 0) continue;
    const outcomes = await orBusy(countEvents(limitOf(account, meter), countable.map(of)));
    for (const [index, place] of countable.entries()) {
      settled[place] = settledAs(account, of(place), meter, outcomes[index] as EventOutcome);
    }
  }
  return settled;
}

/** What was counted before stays counted, whatever is true of the account now. */
function settledOf(known: 'already-counted' | 'differs' | undefined, reason: Refused): Settled {
  if (known === undefined) return reason;
  return known === 'differs' ? eventDiffers() : known;
}

function placesByMeter(events: readonly UsageEvent[]): Map<string, number[]> {
  return Map.groupBy(events.keys(), (place) => (events[place] as UsageEvent).meter);
}

function reasonAgainst(
  account: AccountId,
  { quantity }: UsageEvent,
  meter: MeterAllowance | undefined,
  { state, meters }: Counting,
): Refused | undefined {
  if (meter === undefined) return unknownMeter(meters);
  if (!isUsable(state)) return usageNotRunning(account, state);
  return quantity < 0 && meter.meter.kind === 'consumed' ? notReturnable() : undefined;
}

function limitOf(account: AccountId, { meter, allowance, countedFor }: MeterAllowance): Limit {
  return { account, meter: meter.id, countedFor, allowance };
}

function settledAs(account: AccountId, event: UsageEvent, meter: MeterAllowance, outcome: EventOutcome): Settled {
  switch (outcome.kind) {
    case 'counted':
    case 'already-counted':
      return outcome.kind;
    case 'differs':
      return eventDiffers();
    case 'beyond-allowance':
      return beyondAllowance(account, meter, outcome.used, event.quantity);
    case 'below-zero':
      return belowZero(meter, outcome.used);
  }
}

function eventOf({ meter, quantity, event_id }: EventBody): UsageEvent {
  return { meter, quantity, eventId: event_id };
}

/** A refused event of a batch, told as the problem it would be by itself. */
function resultOf(event: EventBody, settled: Settled, locale: Locale): Result {
  if (!(settled instanceof Refused)) return { ...event, outcome: settled };
  const { code, title, detail, links } = problemOf(settled, '', locale, environment().BASE_URL);
  const { allowance, used, left } = settled.facts.extra ?? {};
  const figures = allowance === undefined ? {} : { allowance, used, left };
  return { ...event, outcome: 'refused', code, title, detail, ...(links && { links }), ...figures } as Result;
}
