import * as z from 'zod';
import type { PlainDate } from '../../lib/domain/dates.ts';

/** One shard of a night. `catalogue` is the least version whose prices the worker may use. */
export const nightMessage = z.object({
  night: z.custom<PlainDate>((value) => typeof value === 'string'),
  shard: z.int().min(0),
  catalogue: z.int().min(1),
});
export type NightMessage = z.infer<typeof nightMessage>;
