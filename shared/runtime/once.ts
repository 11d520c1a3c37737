import type { DeliveryLog } from '../ports/memory.ts';

export type Handled<T> = { repeated: true } | { repeated: false; result: T };

/**
 * Handles a delivery once. A failure gives it free for the next delivery; a death lets the claim lapse. This drops repeats
 * and nothing more: what the work writes has conditions of its own.
 */
export const once = async <T>(
  deliveries: DeliveryLog,
  delivery: { function: string; id: string },
  work: () => Promise<T>,
): Promise<Handled<T>> => {
  if (!(await deliveries.claim(delivery.function, delivery.id))) return { repeated: true };
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await releaseQuietly(deliveries, delivery);
    throw error;
  }
  await deliveries.complete(delivery.function, delivery.id);
  return { repeated: false, result };
};

/** The failure of the work is what a person must see; a claim that stays lapses by itself. */
const releaseQuietly = async (deliveries: DeliveryLog, delivery: { function: string; id: string }): Promise<void> => {
  try {
    await deliveries.release(delivery.function, delivery.id);
  } catch {
    return;
  }
};
