import * as z from 'zod';
import type { PlainDate } from '../../lib/domain/dates.ts';

/** Something that is due: the item's key, the date, and the least version of the catalogue whose prices may be used. */
export const dueMessage = z.object({
  date: z.custom<PlainDate>((value) => typeof value === 'string'),
  pk: z.string(),
  sk: z.string(),
  catalogue: z.int().min(1),
});
export type DueMessage = z.infer<typeof dueMessage>;
