import type { Change } from '../../change/change.ts';
import type { Ports } from '../../ports/ports.ts';
import { claimEcho } from '../../response/claim-echo.ts';
import { recogniseEcho, type Echo } from '../../response/echo.ts';
import { isOfRestorer, recogniseRestorationEcho } from '../../response/guardrail/restoration-echo.ts';

/** Whether a change is Ringfence's own exact recorded write, somebody else's, or our role doing what nobody recorded. */
export const ownEcho = async (
  ports: Pick<Ports, 'sagas' | 'restorations' | 'deliveries' | 'identity'>,
  change: Change,
): Promise<Echo> => {
  // Nearly every change is of somebody else: that is said without reading anything.
  if (isOfRestorer(change, ports.identity)) return restorationEcho(ports, change);
  const caller = recogniseEcho(change, [], ports.identity);
  if (caller.echo === 'no') return caller;
  const echo = recogniseEcho(change, await ports.sagas.list(), ports.identity);
  return claimEcho(ports.deliveries, echo, change.eventId);
};

/** One call more than was recorded is judged and told as anybody's, as is everything else that the role does. */
const restorationEcho = async (
  { restorations, deliveries, identity }: Pick<Ports, 'restorations' | 'deliveries' | 'identity'>,
  change: Change,
): Promise<Echo> => {
  const echo = recogniseRestorationEcho(change, await restorations.list(), identity);
  const claimed = await claimEcho(deliveries, echo, change.eventId);
  return claimed.echo === 'anomaly' ? { echo: 'no' } : claimed;
};
