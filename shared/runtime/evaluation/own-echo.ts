import type { Change } from '../../change/change.ts';
import type { Ports } from '../../ports/ports.ts';
import { claimEcho } from '../../response/claim-echo.ts';
import { recogniseEcho, type Echo } from '../../response/echo.ts';

/** Whether a change is Ringfence's own exact recorded write, somebody else's, or our role doing what nobody recorded. */
export const ownEcho = async (
  ports: Pick<Ports, 'sagas' | 'deliveries' | 'identity'>,
  change: Change,
): Promise<Echo> => {
  // Nearly every change is of somebody else: that is said without reading anything.
  const caller = recogniseEcho(change, [], ports.identity);
  if (caller.echo === 'no') return caller;
  const echo = recogniseEcho(change, await ports.sagas.list(), ports.identity);
  return claimEcho(ports.deliveries, echo, change.eventId);
};
