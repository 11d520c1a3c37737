import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import type { Ports } from '../../ports/ports.ts';
import { versions } from '../versions.ts';
import { currentMode } from './current-mode.ts';

/**
 * Our own role did what no containment recorded: somebody else has it, or Ringfence is wrong about itself. Both are reason enough to
 * stop every write at once; a person resumes. Said once an event, however often it is delivered.
 */
export const stopOnAnomaly = async (
  ports: Pick<Ports, 'modeSwitch' | 'history' | 'outbox' | 'clock' | 'identity'>,
  change: Change,
  detail: string,
): Promise<void> => {
  const at = ports.clock.now();
  const { accountId } = ports.identity;
  const mode = await currentMode(ports);
  const actor = displayText(change.actor.arn ?? `an actor of type ${change.actor.type}`, 2_048);
  const id = `self-anomaly#${change.eventId}`;
  await ports.history.append(
    [
      {
        time: at,
        kind: 'self-anomaly',
        actor: { arn: actor },
        outcome: 'KILL_SWITCH',
        note: displayText(`${change.eventName} ${change.eventId}: ${detail}`, 2_048),
        catalogueVersion: versions.catalogue,
        engineVersion: versions.product,
      },
    ],
    id,
  );
  const reason = `A role of Ringfence made a call that no containment recorded. ${detail}`;
  await ports.outbox.add([{ kind: 'mode', id, at, accountId, from: mode, to: 'stopped (kill switch)', actor, reason }]);
  await ports.modeSwitch.setKillSwitch({ killSwitch: true });
};
