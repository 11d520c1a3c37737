import type { Ports } from '../ports/ports.ts';
import { faultOf } from './exemption.ts';
import type { Exemption } from './settings.ts';

const day = 86_400_000;
const warnsBefore = 14 * day;

/** Two weeks before its end, and half way through one that is shorter than a month. */
export const warnsAt = ({ from, expires }: Pick<Exemption, 'from' | 'expires'>): string => {
  const end = Date.parse(expires);
  return new Date(end - Math.min(warnsBefore, (end - Date.parse(from)) / 2)).toISOString();
};

export type ExemptionEnds = {
  /** Whose owners were told now or before. */
  soon: readonly Exemption[];
  /** Ended less than a day ago: what they covered is looked at again. Later the sweep has done so. */
  ended: readonly Exemption[];
};

/** Tells owners once that an exemption is about to end and that it has ended. History says both. */
export const tellExemptionEnds =
  (ports: Pick<Ports, 'clock' | 'history' | 'outbox' | 'identity'>) =>
  async (exemptions: readonly Exemption[]): Promise<ExemptionEnds> => {
    const now = ports.clock.now();
    const at = Date.parse(now);
    const held = exemptions.filter((exemption) => faultOf(exemption) === undefined);
    const soon = held.filter((each) => Date.parse(each.expires) > at && Date.parse(warnsAt(each)) <= at);
    const ended = held.filter(({ expires }) => Date.parse(expires) <= at && at - Date.parse(expires) < day);
    for (const exemption of soon) await tell(ports, exemption, 'ends-soon', now);
    for (const exemption of ended) await tell(ports, exemption, 'ended', now);
    return { soon, ended };
  };

const tell = async (
  { history, outbox, identity }: Pick<Ports, 'history' | 'outbox' | 'identity'>,
  exemption: Exemption,
  stage: 'ends-soon' | 'ended',
  now: string,
): Promise<void> => {
  const { accountId } = identity;
  const id = `${exemption.id}#${stage}`;
  await history.append(
    [
      {
        time: now,
        kind: 'exemption',
        actor: { arn: identity.containRoleArn },
        subject: { account: accountId, id: exemption.uniqueId, arn: exemption.arn },
        check: exemption.scope,
        reason: exemption.reason,
        ticket: exemption.ticket,
        outcome: stage === 'ended' ? 'ENDED' : 'ENDS_SOON',
        note: `Exemption ${exemption.id}, owner ${exemption.owner}, ends at ${exemption.expires}.`,
      },
    ],
    id,
  );
  await outbox.add([{ kind: 'exemption', id, at: now, accountId, stage, exemption }]);
};
