import * as z from 'zod';

/** A report that waits to be delivered; its id stays the same when it is sent again. */
export const reportMessage = z.object({ id: z.string(), body: z.string() });
export type ReportMessage = z.infer<typeof reportMessage>;
