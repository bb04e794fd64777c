import { businessDate } from '../domain/dates.ts';
import type { Training } from '../domain/training/training.ts';
import { instantText } from '../messages/format.ts';
import type { MailFrame } from './compose.ts';

/** What mails about a training session say of it. */
export function trainingValues(
  { id, account, minutes, slots, booking, calendar, conferenceUrl }: Training,
  { locale, timeZone, service }: MailFrame,
): Record<string, string | number> {
  const text = (instant: string) => instantText(locale, timeZone, instant);
  const dateOf = (instant: string) => businessDate(instant, timeZone);
  const times = new Intl.ListFormat(locale, { type: 'disjunction' }).format(
    slots.map(({ startsAt }) => text(startsAt)),
  );
  return {
    training: id,
    account,
    minutes,
    slots: times,
    count: slots.length,
    scheduled: calendar === undefined ? 'no' : 'yes',
    when: calendar === undefined ? '' : text(calendar.startsAt),
    changeable:
      booking === undefined || calendar === undefined || dateOf(booking.at) < dateOf(calendar.startsAt) ? 'yes' : 'no',
    linked: conferenceUrl === undefined ? 'no' : 'yes',
    link: conferenceUrl ?? '',
    support: service.supportEmail,
  };
}
