import type { Ports } from '../../shared/ports/ports.ts';

/**
 * Minutes since the last sweep ended: what the dashboard and an alarm look at. Told by a function that the clock starts, so that it
 * grows while the sweep stands still. `undefined`: no sweep has ended yet, or it cannot be read.
 */
export const sweepAge = async ({
  sweepLog,
  clock,
  identity,
}: Pick<Ports, 'sweepLog' | 'clock' | 'identity'>): Promise<number | undefined> => {
  const read = await sweepLog.recall(identity.accountId);
  const at = read.found === 'yes' ? read.value.completedAt : undefined;
  if (at === undefined) return undefined;
  return Math.max(0, Math.floor((Date.parse(clock.now()) - Date.parse(at)) / 60_000));
};
