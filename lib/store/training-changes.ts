import { type Actor, actorId } from '../domain/actor.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { businessDate, type Instant } from '../domain/dates.ts';
import type { AccountId, TrainingId } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import type { TrainingChange, TrainingMail, TrainingMoment } from '../domain/training/change.ts';
import { type Booker, decideBooking } from '../domain/training/decide-booking.ts';
import { decideOnTheDay } from '../domain/training/on-the-day.ts';
import type { Training } from '../domain/training/training.ts';
import { decideAndCommit } from './commit.ts';
import type { Moment } from './credit.ts';
import { recordFact } from './history.ts';
import { type Recipient, requestMail } from './mail.ts';
import type { Write } from './table.ts';
import { loadTraining, replaceTraining, requireTraining } from './trainings.ts';

const ROLLOVER: Actor = { kind: 'system', id: 'rollover' };

export interface TrainingKey {
  readonly account: AccountId;
  readonly training: TrainingId;
}

export function trainingMoment({
  now,
  catalogue,
}: {
  readonly now: Instant;
  readonly catalogue: Pick<Catalogue, 'service' | 'billingTimeZone'>;
}): TrainingMoment {
  const { service, billingTimeZone: timeZone } = catalogue;
  return { now, today: businessDate(now, timeZone), timeZone, supportEmail: service.supportEmail };
}

/**
 * Changes a session, with the mails and the facts of it.
 *
 * Shape:  `decide` is asked again when somebody else was faster; it gets the session as it is now, and as it was at first.
 * Errors: `training.not-found`, and what `decide` refuses.
 */
export function changeTraining(
  { account, training }: TrainingKey,
  actor: Actor,
  moment: TrainingMoment,
  decide: (now: Training, atFirst: Training) => TrainingChange,
): Promise<Training> {
  let atFirst: Training | undefined;
  return decideAndCommit(async () => {
    const before = await requireTraining(account, training);
    atFirst ??= before;
    const change = decide(before, atFirst);
    if (change.training === before) return { writes: [], result: before };
    const result = { ...change.training, version: before.version + 1 };
    return { writes: writesOf(before, { ...change, training: result }, actor, moment), result };
  });
}

function writesOf(before: Training, change: TrainingChange, actor: Actor, moment: TrainingMoment): Write[] {
  const { id, account } = before;
  const { now: at } = moment;
  return [
    replaceTraining(before, change.training),
    ...change.mails.map((template) => mailOf(template, change.training, moment)),
    ...change.facts.map((fact) => recordFact({ account, actor, subject: id, at, ...fact })),
  ];
}

/** The admins are told, whoever of them did it; support is told what only support can mend. */
function mailOf(template: TrainingMail, training: Training, { now }: TrainingMoment): Write {
  const { account, id, calendar } = training;
  const to: Recipient = template === 'training-link-missing' ? { support: true } : { adminsOf: account };
  const mail = { template, account, training: id, sequence: calendar?.sequence };
  return requestMail(to, mail, now);
}

/**
 * Picks a slot.
 *
 * Shape:  of several at once one wins; to the others the same slot is no change, and another one is refused.
 * Errors: `training.booked-meanwhile`, and those of {@link decideBooking}.
 * Source: U5.
 */
export function bookTraining(
  key: TrainingKey,
  slot: string,
  actor: Actor,
  moment: TrainingMoment,
  check: (now: Training) => void,
): Promise<Training> {
  const booker: Booker = { id: actorId(actor), isSupport: actor.kind === 'operator' };
  return changeTraining(key, actor, moment, (now, atFirst) => {
    check(now);
    refuseMeanwhile(now, atFirst, slot);
    return decideBooking(now, slot, booker, moment);
  });
}

function refuseMeanwhile(now: Training, atFirst: Training, wanted: string): void {
  const { booking, account, id } = now;
  if (booking === undefined || booking.slot === wanted || booking.slot === atFirst.booking?.slot) return;
  const links = { training: `/v1/accounts/${account}/trainings/${id}` };
  throw new Refused('training.booked-meanwhile', { links, extra: { booking } });
}

/** What is due for a session by the roll-over's date; done already, or gone on to another date, it is no change. (U5) */
export async function trainingDue(key: TrainingKey, moment: Moment): Promise<void> {
  if ((await loadTraining(key.account, key.training)) === undefined) return;
  const at = { ...trainingMoment(moment), today: moment.today };
  await changeTraining(key, ROLLOVER, at, (training) => decideOnTheDay(training, at));
}
