import type { Notifier, Outbox } from '../ports/containment-ports.ts';

export type Delivered = { sent: readonly string[]; failed: readonly { id: string; detail: string }[] };

/** Sends what waits, oldest first. One that cannot be sent stays and does not hold up the others; each has an id. */
export const deliverNotices = async (ports: { outbox: Outbox; notifier: Notifier }): Promise<Delivered> => {
  const sent: string[] = [];
  const failed: { id: string; detail: string }[] = [];
  for (const notice of await ports.outbox.pending()) {
    try {
      await ports.notifier.send(notice);
    } catch (error) {
      failed.push({ id: notice.id, detail: error instanceof Error ? error.message : 'not an error object' });
      continue;
    }
    await ports.outbox.done(notice.id);
    sent.push(notice.id);
  }
  return { sent, failed };
};
