import * as z from 'zod';
import { trainingStates } from '../domain/training/training.ts';
import { contract } from './contract.ts';
import { accountPath, id, instant, pageOf, paging } from './shared.ts';

const trainingPath = z.strictObject({ account: id('acc'), training: id('trn') });

const slotSchema = z
  .strictObject({ id: id('slt'), starts_at: instant, ends_at: instant })
  .meta({ id: 'TrainingSlot', description: 'A time that can be picked, in UTC' });

const bookingSchema = z
  .strictObject({
    slot: id('slt'),
    by: z.string().describe('Id of the person or API key that picked it'),
    at: instant,
  })
  .meta({ id: 'TrainingBooking' });

const state = z
  .enum(trainingStates)
  .describe(
    '"bought" until times are offered, "offered" until one is picked, "booked" until its date is over; "held" and "cancelled" are the end',
  );

const trainingSchema = z
  .strictObject({
    id: id('trn'),
    account: id('acc'),
    order: id('ord').describe('The order that bought it'),
    pack: z.string(),
    minutes: z.int().describe('How long it takes'),
    state,
    slots: z.array(slotSchema).describe('In the order of time'),
    booking: bookingSchema.nullable(),
    conference_url: z.string().nullable().describe('Where it takes place; the e-mail of the day carries it, too'),
    bought_at: instant,
    version: z.int(),
  })
  .meta({ id: 'Training' });

const trainingPage = pageOf('TrainingPage', trainingSchema);

const conferenceUrl = z
  .string()
  .trim()
  .max(2000)
  .pipe(z.url({ protocol: /^https$/, error: 'must be an address that begins with https://' }))
  .meta({ example: 'https://meet.example.com/training' });

const startsAt = z.iso
  .datetime({ offset: true, error: 'must be a time written like 2026-03-02T09:00:00Z' })
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time of the calendar')
  .transform((text) => new Date(Math.floor(Date.parse(text) / 1000) * 1000).toISOString())
  .describe('With its offset from UTC; parts of a second are left out');

const filters = { ...paging, state: state.optional() };

export const listTrainings = contract({
  operation: 'listTrainings',
  summary: 'List the training sessions of an account',
  path: accountPath,
  query: z.strictObject(filters),
  response: { status: 200, schema: trainingPage },
  refusals: [],
});

export const listAllTrainings = contract({
  operation: 'listAllTrainings',
  summary: 'List training sessions of all accounts',
  description:
    'State by state; those that wait for slots with the one bought first at the front, booked ones by their time.',
  query: z.strictObject(filters),
  response: { status: 200, schema: trainingPage },
  refusals: [],
});

export const getTraining = contract({
  operation: 'getTraining',
  summary: 'See a training session',
  path: trainingPath,
  response: { status: 200, schema: trainingSchema },
  refusals: ['training.not-found'],
  etag: true,
});

export const getTrainingCalendar = contract({
  operation: 'getTrainingCalendar',
  summary: 'Get a training session for a calendar',
  description:
    'iCalendar (RFC 5545), the times in UTC. The entry keeps its UID when it moves, and its SEQUENCE rises; once a booking was cancelled, the file says so.',
  path: trainingPath,
  response: { status: 200, schema: z.string(), contentType: 'text/calendar' },
  refusals: ['training.not-found', 'training.not-booked'],
});

export const offerTrainingSlots = contract({
  operation: 'offerTrainingSlots',
  summary: 'Offer times for a training session',
  description:
    'Replaces those offered so far, each as long as the session; the admins of the account are told by e-mail. The same times again change nothing.',
  path: trainingPath,
  body: z.strictObject({
    slots: z
      .array(z.strictObject({ starts_at: startsAt }))
      .min(1)
      .max(20),
    conference_url: conferenceUrl.optional(),
  }),
  response: { status: 200, schema: trainingSchema },
  refusals: ['training.not-found', 'training.already-booked', 'training.closed'],
  etag: true,
});

export const editTraining = contract({
  operation: 'editTraining',
  summary: 'Set the conference link of a training session, or close it',
  description:
    'A link set or changed on the day of the session is mailed at once. A session that was booked is held by itself when its date is over, and can be said to be held from its beginning on.',
  path: trainingPath,
  body: z
    .strictObject({
      conference_url: conferenceUrl.nullable().optional(),
      state: z.enum(['held', 'cancelled']).optional(),
    })
    .refine(
      ({ conference_url, state: next }) => conference_url !== undefined || next !== undefined,
      'must change something',
    ),
  response: { status: 200, schema: trainingSchema },
  refusals: ['training.not-found', 'training.not-booked', 'training.closed'],
  etag: true,
});

export const bookTraining = contract({
  operation: 'bookTraining',
  summary: 'Pick a time for a training session',
  description:
    'Whoever picks and the admins get an e-mail with a file for the calendar. Picking the same again changes nothing; picking another moves the booking, until the day before it. Of two who pick at once one wins, and the other is told what is booked.',
  path: trainingPath,
  body: z.strictObject({ slot: id('slt') }),
  response: { status: 200, schema: trainingSchema },
  refusals: [
    'training.not-found',
    'training.slot-unknown',
    'training.slot-passed',
    'training.too-late',
    'training.booked-meanwhile',
    'training.closed',
  ],
  etag: true,
});

export const cancelTrainingBooking = contract({
  operation: 'cancelTrainingBooking',
  summary: 'Cancel the booking of a training session',
  description:
    'Until the day before; the slots are offered again. Support can do it on the day itself. Without a booking nothing changes.',
  path: trainingPath,
  response: { status: 200, schema: trainingSchema },
  refusals: ['training.not-found', 'training.too-late', 'training.closed'],
  etag: true,
});
