import type { Change } from '../../shared/change/change.ts';
import { knownEvents } from '../../shared/change/known-events.ts';

/** A change that succeeded, by a deployment session. The trigger gives source, name and group. */
export const aChange = (trigger: Change['trigger'], shown: Partial<Change> = {}): Change => {
  const row = knownEvents.find((event) => event.trigger === trigger);
  if (row === undefined) throw new RangeError(`known-events.json has no ${trigger}`);
  return {
    kind: 'change',
    eventId: '4f7c1d2e-0000-4000-8000-000000000001',
    trigger,
    eventSource: row.eventSource,
    eventName: row.eventName,
    group: row.group,
    accountId: '111122223333',
    region: 'us-east-1',
    occurredAt: '2026-11-21T21:00:00.000Z',
    actor: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci',
      principalId: 'AROADEPLOY',
      accountId: '111122223333',
    },
    outcome: { result: 'succeeded' },
    touches: [],
    body: 'present',
    documents: [],
    parameters: {},
    readOnly: false,
    ...shown,
  };
};
