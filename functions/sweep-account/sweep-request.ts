import { z } from 'zod';

/** A full evaluation, asked for by the clock, by an event that did not say what changed, or by a sweep that ran out of time. */
export const sweepRequest = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/, 'an account id of 12 digits'),
  because: z.string().min(1),
  eventId: z.string().min(1),
});
export type SweepRequest = z.infer<typeof sweepRequest>;
