import type { Ports } from '../../shared/ports/ports.ts';
import { drainOutbox, type Drained } from '../../shared/runtime/drain-outbox.ts';

/** Some notices could not be sent; they wait in the outbox. */
export class NoticesWait extends Error {
  override readonly name = 'NoticesWait';
}

/** Sends what waits. Every function does so after its own work; this one is for what they could not send. */
export const notify = (ports: Ports) => async (): Promise<Drained> => {
  const drained = await drainOutbox(ports);
  const [first] = drained.failed;
  if (first === undefined) return drained;
  throw new NoticesWait(
    `${drained.failed.length} notices were not sent, the first is ${first.id}: ${first.error.message}`,
  );
};
