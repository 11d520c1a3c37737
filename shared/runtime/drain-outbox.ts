import type { Ports } from '../ports/ports.ts';
import { once } from './once.ts';

export type Drained = { sent: readonly string[]; failed: readonly { id: string; error: Error }[] };

/**
 * Sends what waits in the outbox, oldest first. Workers that drain at the same time do not send twice; a worker that dies
 * between sending and noting it does: each notice is sent at least once. One that fails does not hold back the next.
 */
export const drainOutbox = async (ports: Pick<Ports, 'outbox' | 'notifier' | 'deliveries'>): Promise<Drained> => {
  const sent: string[] = [];
  const failed: { id: string; error: Error }[] = [];
  let waiting: Awaited<ReturnType<typeof ports.outbox.pending>>;
  try {
    waiting = await ports.outbox.pending();
  } catch (error) {
    return { sent, failed: [{ id: 'outbox', error: error instanceof Error ? error : new Error(String(error)) }] };
  }
  for (const notice of waiting) {
    try {
      const handled = await once(ports.deliveries, { function: 'notify', id: notice.id }, async () => {
        await ports.notifier.send(notice);
        await ports.outbox.done(notice.id);
      });
      if (!handled.repeated) sent.push(notice.id);
    } catch (error) {
      failed.push({ id: notice.id, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return { sent, failed };
};
