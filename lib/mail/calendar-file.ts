import type { TrainingMail } from '../domain/training/change.ts';
import type { CalendarEntry, Training } from '../domain/training/training.ts';
import type { Locale } from '../messages/locales.ts';
import { message } from '../messages/messages.ts';
import type { MailTemplate } from '../store/mail.ts';

/** A file for calendars (RFC 5545), and what it asks them to do (RFC 5546). */
export interface CalendarFile {
  readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  readonly content: string;
}

export interface CalendarReader {
  readonly service: { readonly name: string; readonly supportEmail: string };
  readonly locale: Locale;
  /** To whom it is mailed; without anybody it is only published. */
  readonly email?: string | undefined;
}

/**
 * A training session for a calendar: the same file for the same session.
 *
 * Shape:  the UID is the session's id and stays; SEQUENCE rises with every move; of two files with the same one the later
 *         DTSTAMP holds. Times are in UTC.
 * Source: U5.
 */
export async function calendarFile(
  training: Training & { readonly calendar: CalendarEntry },
  { service, locale, email }: CalendarReader,
): Promise<CalendarFile> {
  // Only mails and downloads of sessions need it.
  const { default: ical, ...names } = await import('ical-generator');
  const { calendar, conferenceUrl } = training;
  const method = calendar.cancelled ? 'CANCEL' : email === undefined ? 'PUBLISH' : 'REQUEST';
  const file = ical({
    method: names.ICalCalendarMethod[method],
    prodId: { company: 'Seatledger', product: 'Training sessions', language: locale.toUpperCase() },
  });
  const event = file.createEvent({
    id: training.id,
    sequence: calendar.sequence,
    stamp: new Date(training.changedAt),
    start: new Date(calendar.startsAt),
    end: new Date(calendar.endsAt),
    summary: message(locale, 'calendar.training.summary', { service: service.name }),
    description: message(locale, 'calendar.training.description', {
      linked: conferenceUrl === undefined ? 'no' : 'yes',
      link: conferenceUrl ?? '',
      support: service.supportEmail,
    }),
    organizer: { name: service.name, email: service.supportEmail },
    status: names.ICalEventStatus[calendar.cancelled ? 'CANCELLED' : 'CONFIRMED'],
  });
  if (conferenceUrl !== undefined) event.location(conferenceUrl).url(conferenceUrl);
  if (email !== undefined) {
    const { REQ } = names.ICalAttendeeRole;
    event.createAttendee({ email, role: REQ, status: names.ICalAttendeeStatus.NEEDSACTION, rsvp: false });
  }
  return { method, content: `${file.toString()}\r\n` };
}

/** Mails that tell when a session is, or that it is not. */
const withFile: readonly TrainingMail[] = [
  'training-booked',
  'training-moved',
  'training-booking-cancelled',
  'training-cancelled',
  'training-link',
];

/** The file that goes with a mail, where one does: a session that was never booked is in no calendar. */
export async function calendarFor(
  template: MailTemplate,
  training: Training | undefined,
  reader: CalendarReader,
): Promise<CalendarFile | undefined> {
  const calendar = training?.calendar;
  if (calendar === undefined || !(withFile as readonly MailTemplate[]).includes(template)) return undefined;
  return calendarFile({ ...training, calendar } as Training & { readonly calendar: CalendarEntry }, reader);
}
