import type { DeliveryLog } from '../ports/memory.ts';
import type { Echo } from './echo.ts';

/**
 * Uses up one of an echo's claims. A call whose answer was lost is accepted once a stored attempt; a repeated delivery of
 * the same event counts as the same.
 * @returns the echo, or an anomaly when every attempt has been seen already.
 */
export const claimEcho = async (deliveries: DeliveryLog, echo: Echo, eventId: string): Promise<Echo> => {
  if (echo.echo !== 'ours' || echo.claims.length === 0) return echo;
  for (const key of echo.claims) {
    const own = `${key}/${eventId}`;
    // The event before the attempt: two functions that hear the same event at once must not see each other as one call more.
    if (!(await deliveries.claim('own-echo', own))) return echo;
    if (await deliveries.claim('own-echo', key)) {
      await deliveries.complete('own-echo', key);
      await deliveries.complete('own-echo', own);
      return echo;
    }
    await deliveries.release('own-echo', own);
  }
  return {
    echo: 'anomaly',
    detail: `Every call that ${echo.sagaId} recorded has been seen, and ${eventId} is one more.`,
  };
};
