import type { Change } from '../../change/change.ts';
import type { OwnIdentity, Ports } from '../../ports/ports.ts';

/** Name of the role that beats. It may do nothing, and does nothing but this. */
const beatingRole = '/ringfence-heartbeat';
const beats = new Set(['iam.amazonaws.com:TagRole', 'bedrock.amazonaws.com:DeleteGuardrail']);

/** A call that succeeded is none, whoever made it: then somebody gave that role a permission. */
export const isHeartbeat = ({ actor, outcome, trigger }: Change, { ownRoleArns }: OwnIdentity): boolean => {
  const role = actor.issuerArn;
  return (
    outcome.result === 'failed' &&
    beats.has(trigger) &&
    role !== undefined &&
    role.endsWith(beatingRole) &&
    ownRoleArns.includes(role)
  );
};

/** Notes that the event of a heartbeat came back. @returns whether the change was one */
export const noteHeartbeat = async (
  { identity, inputLog }: Pick<Ports, 'identity' | 'inputLog'>,
  change: Change,
): Promise<boolean> => {
  if (!isHeartbeat(change, identity)) return false;
  const { accountId, region, occurredAt } = change;
  const read = await inputLog.recall(accountId, region);
  const state = read.found === 'yes' ? read.value : { accountId, region, beatingSince: occurredAt };
  // Events come late and out of order: an older one says nothing new.
  if (state.lastHeardAt === undefined || state.lastHeardAt < occurredAt)
    await inputLog.remember({ ...state, lastHeardAt: occurredAt });
  return true;
};
