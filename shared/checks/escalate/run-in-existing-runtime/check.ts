import type { AccessCheck } from '../../check.ts';
import { accessChanges, agentCoreChanges, sageMakerChanges } from '../../triggers.ts';
import { askRunners } from '../ask-runners.ts';
import { nameOfArn } from '../name-of-arn.ts';

export const runInExistingRuntime = {
  id: 'RF.ESCALATE.3',
  name: 'run-in-existing-runtime',
  title: 'Run in an existing runtime',
  kind: 'access',
  severity: 'critical',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...agentCoreChanges, ...sageMakerChanges],
  administrators: 'excused',
  containment: 'deny',
  fix: 'Name the runtimes, interpreters and notebooks in Resource, and give each a role that can do no more than whoever may enter it.',
  references: {
    genSec: ['GENSEC05-BP01'],
    aisf: ['AISF-AGENT-01'],
    attack: [
      { tactic: 'TA0002', technique: 'T1059' },
      { tactic: 'TA0006', technique: 'T1552.005' },
    ],
    atlas: ['AML.T0050'],
  },
  ask: (input) => askRunners('enter', input),
  finding: ({ who, question, answer }) =>
    `${who} can take the credentials of ${nameOfArn(question.about ?? '')} by ${answer.witness.request.action} on ${nameOfArn(question.name.split(' on ')[1] ?? '')}`,
} as const satisfies AccessCheck;
