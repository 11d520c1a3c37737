import type { Change } from '../../change/change.ts';
import type { Ports } from '../../ports/ports.ts';

/** What could not be judged is said, and looked for by a sweep. A sweep that every such event asks for says nothing new to a person. */
export const tellIncomplete = async (
  ports: Pick<Ports, 'outbox' | 'sweeps' | 'clock' | 'identity'>,
  change: Change,
  what: { incomplete: readonly string[]; sweep?: string },
): Promise<void> => {
  const { accountId } = ports.identity;
  if (what.sweep !== undefined) await ports.sweeps.request({ accountId, because: what.sweep, eventId: change.eventId });
  const details = [
    ...what.incomplete,
    ...(change.body === 'omitted'
      ? [`CloudTrail left out what ${change.eventName} changed; the whole account is read instead`]
      : []),
  ];
  if (details.length === 0) return;
  await ports.outbox.add([
    {
      kind: 'incomplete',
      id: `incomplete#${change.eventId}`,
      at: ports.clock.now(),
      accountId,
      detail: details.join('; '),
      eventId: change.eventId,
    },
  ]);
};
