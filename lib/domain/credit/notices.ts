import { daysBetween, type PlainDate } from '../dates.ts';
import type { Told } from './credit-head.ts';

/** Days before the expiry at which the admins are told, nearest first. */
const NOTICE_DAYS = [1, 7, 30] as const;

/**
 * The notice that is due, if any: the nearest threshold reached that was not told yet.
 *
 * Shape:  `undefined` when nothing is due. A threshold passed over by a sudden change is not told afterwards.
 * Source: P9.
 */
export function dueNotice(told: Told, today: PlainDate, expiresOn: PlainDate | undefined): 30 | 7 | 1 | undefined {
  if (expiresOn === undefined) return undefined;
  const daysLeft = daysBetween(today, expiresOn);
  const reached = NOTICE_DAYS.find((days) => daysLeft <= days);
  return reached !== undefined && (told === 0 || reached < told) ? reached : undefined;
}
