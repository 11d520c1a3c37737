import { displayText } from '../../../change/display-text.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { resourceSubject } from '../../subjects.ts';
import { agentChanges } from '../../triggers.ts';

export const workloadWithoutScope = {
  id: 'RF.COVERAGE.6',
  name: 'workload-without-scope',
  title: 'Workload scope is recorded',
  kind: 'account-state',
  severity: 'low',
  pack: 'strict',
  triggeredBy: agentChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Write the workload into the settings with its scope (1 to 5), its owner and how sensitive its data is.',
  needs: ['workloads'],
  references: { guidance: ['layer-3'], aisf: ['AISF-GOV-05'] },
  judge: ({ account, settings: { workloads } }) => {
    if (workloads.length === 0) return [];
    const recorded = new Set(workloads.map(({ arn }) => arn));
    return judgeWide({ account, name: 'workload-without-scope' }, 'workloads', (found) =>
      found
        .filter(({ arn }) => !recorded.has(arn))
        .map(({ arn, name }) => ({
          name: 'workload-without-scope',
          subject: resourceSubject(account.accountId, arn),
          sentence: `${displayText(name ?? arn, 512)} has no scope`,
          answer: yes({ fact: 'not among the workloads of the settings', value: arn }),
        })),
    );
  },
} as const satisfies AccountStateCheck;
