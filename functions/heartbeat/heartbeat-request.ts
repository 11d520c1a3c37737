import { z } from 'zod';

/** By the clock, once an hour. */
export const heartbeatRequest = z.strictObject({ because: z.string().min(1), eventId: z.string().min(1) });
