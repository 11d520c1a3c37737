import { manualClock, type ManualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { readChange } from '../../shared/change/read-change.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { ContainmentRequest } from '../../shared/ports/containment-requests.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import { aRole } from './a-principal.ts';
import { evaluateAccessChange } from '../../functions/evaluate-access-change/evaluate-access-change.ts';

export type Granted = { world: LocalWorld; clock: ManualClock; request: ContainmentRequest };

/** A known role was just given a dangerous action, and containment was asked for. */
export const aGrant = async (mode: 'observe' | 'approve' | 'enforce'): Promise<Granted> => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock, principals: [aRole({ name: 'app', allows: 's3:ListBucket' })] });
  await world.settings.write({
    ...defaultSettings(defaultCheckSettings),
    version: 1,
    resourcePoliciesReviewed: true,
  });
  await world.modeSwitch.setMode(mode);
  await world.principalMemory.remember(aRole({ name: 'app', allows: 's3:ListBucket' }), clock.now());
  const events: unknown[] = [];
  world.iam.onEvent((event) => events.push(event));
  world.iam.call({ arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' }, 'PutRolePolicy', {
    roleName: 'app',
    policyName: 'ml',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
    }),
  });
  const change = readChange(events[0]);
  if (change.kind !== 'change') throw new Error('not a change');
  await evaluateAccessChange(world)(change);
  const request = world.containmentRequests.shift();
  if (request === undefined) throw new Error('nothing was asked for');
  return { world, clock, request };
};
