import { describe, expect, it } from 'vitest';
import { decideBooking } from '../../../lib/domain/training/decide-booking.ts';
import { decideEdit, decideOffer } from '../../../lib/domain/training/decide-by-operator.ts';
import { slotTimes } from '../../../lib/domain/training/offer-slots.ts';
import { decideOnTheDay } from '../../../lib/domain/training/on-the-day.ts';
import type { Training } from '../../../lib/domain/training/training.ts';
import { bought, momentAt, slotAt } from './examples.ts';

const NOW = '2026-03-20T08:00:00.000Z';
const customer = { id: 'usr_1', isSupport: false };
const support = { id: 'key_1', isSupport: true };

function booked(startsAt: string, timeZone: string, conferenceUrl?: string): Training {
  const moment = momentAt(NOW, timeZone);
  const slots = [slotAt(startsAt), slotAt('2026-04-20T08:00:00.000Z')];
  const { training } = decideOffer(bought, { slots, conferenceUrl }, moment);
  return decideBooking(training, slotAt(startsAt).id, customer, moment).training;
}

describe('U5: the date of a slot is the business date', () => {
  it.each([
    ['Europe/Paris', '2026-03-28T22:59:59.000Z', '2026-03-28'],
    ['Europe/Paris', '2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['Europe/Paris', '2026-03-29T21:59:59.000Z', '2026-03-29'],
    ['Europe/Paris', '2026-03-29T22:00:00.000Z', '2026-03-30'],
    ['Pacific/Auckland', '2026-03-28T11:00:00.000Z', '2026-03-29'],
    ['America/Los_Angeles', '2026-03-29T06:59:59.000Z', '2026-03-28'],
  ])('in %s %s is on %s', (timeZone, startsAt, date) => {
    expect(booked(startsAt, timeZone).dueOn).toBe(date);
  });

  it.each([
    ['2026-03-28T22:59:59.000Z', 'in time'],
    ['2026-03-28T23:00:00.000Z', 'training.too-late'],
  ])('at %s a booking of the 29th in Paris is %s', (now, outcome) => {
    const training = booked('2026-03-29T20:00:00.000Z', 'Europe/Paris');
    const move = (booker: typeof customer) =>
      decideBooking(training, training.slots[1]?.id ?? '', booker, momentAt(now));
    if (outcome === 'in time') expect(move(customer).mails).toEqual(['training-moved']);
    else expect(() => move(customer)).toThrow(outcome);
    expect(move(support).mails).toEqual(['training-moved']);
  });
});

describe('U5: what the roll-over does with a booked session', () => {
  it.each([
    ['2026-03-28T12:00:00.000Z', undefined, [], 'booked'],
    ['2026-03-29T12:00:00.000Z', undefined, ['training-link-missing'], 'booked'],
    ['2026-03-29T12:00:00.000Z', 'https://meet.example.com/', ['training-link'], 'booked'],
    ['2026-03-30T12:00:00.000Z', 'https://meet.example.com/', [], 'held'],
    ['2026-05-30T12:00:00.000Z', undefined, [], 'held'],
  ])('at %s with the link %s mails %j and leaves it %s', (now, link, mails, state) => {
    const training = booked('2026-03-29T20:00:00.000Z', 'Europe/Paris', link);
    const change = decideOnTheDay(training, momentAt(now));
    expect(change.mails).toEqual(mails);
    expect(change.training.state).toBe(state);
  });

  it('does not tell support again when a link was taken away on the day, and mails the next one', () => {
    const link = 'https://meet.example.com/';
    const today = momentAt('2026-03-29T12:00:00.000Z');
    const sent = decideOnTheDay(booked('2026-03-29T20:00:00.000Z', 'Europe/Paris', link), today).training;
    const without = decideEdit(sent, { conferenceUrl: null }, today).training;
    expect(decideOnTheDay(without, today).mails).toEqual([]);
    expect(decideEdit(without, { conferenceUrl: link }, today).mails).toEqual(['training-link']);
  });

  it('leaves alone what is not booked', () => {
    for (const state of ['bought', 'offered', 'held', 'cancelled'] as const) {
      const training = { ...bought, state };
      expect(decideOnTheDay(training, momentAt(NOW))).toEqual({ training, mails: [], facts: [] });
    }
  });
});

describe('U5: slots', () => {
  it('are as long as the session and in the order of time, to the second', () => {
    expect(slotTimes(['2026-03-22T10:00:00.000Z', '2026-03-21T10:00:00.000Z'], 90, NOW)).toEqual([
      { startsAt: '2026-03-21T10:00:00.000Z', endsAt: '2026-03-21T11:30:00.000Z' },
      { startsAt: '2026-03-22T10:00:00.000Z', endsAt: '2026-03-22T11:30:00.000Z' },
    ]);
  });

  it.each([
    [['2026-03-21T10:00:00.000Z', '2026-03-21T11:30:00.000Z'], []],
    [['2026-03-21T10:00:00.000Z', '2026-03-21T11:29:59.000Z'], ['/slots/1/starts_at']],
    [['2026-03-21T11:29:59.000Z', '2026-03-21T10:00:00.000Z'], ['/slots/0/starts_at']],
    [
      [NOW, '2026-03-20T08:00:01.000Z'],
      ['/slots/0/starts_at', '/slots/1/starts_at'],
    ],
    [['2028-03-19T08:00:00.000Z'], []],
    [['2028-03-19T08:00:01.000Z'], ['/slots/0/starts_at']],
  ])('%j of 90 minutes are refused at %j', (starts, pointers) => {
    const refused = (): string[] => {
      try {
        slotTimes(starts, 90, NOW);
        return [];
      } catch (error) {
        return (error as { facts: { errors: { pointer: string }[] } }).facts.errors.map(({ pointer }) => pointer);
      }
    };
    expect(refused()).toEqual(pointers);
  });
});
