import type { LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { Change } from '../../shared/change/change.ts';

/**
 * Makes the change of a record in the local account, so that what is read afterwards is what was there afterwards.
 * @returns why it could not be made: then the account is judged as the file has it.
 */
export const applyChange = (world: LocalWorld, change: Change): string | undefined => {
  if (change.outcome.result === 'failed') return undefined;
  const { region } = world.identity;
  if (change.eventSource === 'bedrock.amazonaws.com') {
    const guardrail = change.touches.find((touched) => touched.kind === 'guardrail');
    if (change.eventName === 'DeleteGuardrail' && guardrail)
      world.bedrock.deleteGuardrail(change.region, guardrail.identifier, guardrail.version);
    if (change.eventName === 'DeleteModelInvocationLoggingConfiguration')
      world.bedrock.setInvocationLogging(change.region || region, undefined);
    return undefined;
  }
  if (change.eventSource !== 'iam.amazonaws.com' || change.readOnly) return undefined;
  if (change.body === 'omitted') return `${change.eventName} has no parameters in its record`;
  const caller = { arn: change.actor.arn ?? `arn:${world.identity.partition}:iam::${change.accountId}:root` };
  const answer = world.iam.call(caller, change.eventName, change.parameters);
  return answer.ok
    ? undefined
    : `the account of the file refuses ${change.eventName}: ${answer.code}: ${answer.message}`;
};
