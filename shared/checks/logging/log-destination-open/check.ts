import { displayText } from '../../../change/display-text.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeRegions, yes } from '../../judge-facts.ts';
import { resourceSubject } from '../../subjects.ts';
import { logDestinationChanges } from '../../triggers.ts';
import { destinationArn } from './destination-arn.ts';
import { faultsOf } from './faults-of.ts';
import { judgeDestinationChange } from './judge-destination-change.ts';

export const logDestinationOpen = {
  id: 'RF.LOGGING.4',
  name: 'log-destination-open',
  title: 'The destination is secured',
  kind: 'account-state',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: logDestinationChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Close the destination: a customer managed key, no public access, versioning, a retention that fits, and named readers only.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM02'],
    aisf: ['AISF-AI-05', 'AISF-INFRA-05', 'AISF-DATA-04'],
  },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'log-destination-open' }, 'logDestinations', (destinations, region) =>
      destinations.flatMap((destination) => {
        const faults = faultsOf(destination, settings.logDestinations);
        if (faults.length === 0) return [];
        const owner = destination.owner ?? account.accountId;
        const arn = destinationArn(destination.kind, destination.name, { accountId: owner, region });
        return [
          {
            name: 'log-destination-open',
            ...(destination.isPublic === true ? { severity: 'high' as const } : {}),
            subject: resourceSubject(account.accountId, arn, region),
            sentence: `${displayText(destination.name)} is ${displayText(faults.join(', '), 512)}`,
            answer: yes(...faults.map((value) => ({ fact: arn, value }))),
          },
        ];
      }),
    ),
  judgeChange: ({ change, context, settings }) =>
    change.outcome.result !== 'succeeded' || context.ownEcho ? [] : judgeDestinationChange(change, settings),
} as const satisfies AccountStateCheck;
