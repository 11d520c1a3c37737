import type { AccessCheck } from '../../check.ts';
import { accessChanges, agentChanges, agentCoreChanges, sageMakerChanges } from '../../triggers.ts';
import { askRunners } from '../ask-runners.ts';
import { nameOfArn } from '../name-of-arn.ts';

export const swapWhatRuns = {
  id: 'RF.ESCALATE.4',
  name: 'swap-what-runs',
  title: 'Swap what a trusted role runs',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: [...accessChanges, ...agentChanges, ...agentCoreChanges, ...sageMakerChanges],
  administrators: 'excused',
  containment: 'deny',
  fix: 'Let only the pipeline that deploys it change what runs, and name the resources that it may change.',
  references: {
    genSec: ['GENSEC05-BP01'],
    owaspLlm: ['LLM06'],
    attack: [{ tactic: 'TA0004', technique: 'T1546' }],
    atlas: ['AML.T0081'],
  },
  ask: (input) => askRunners('swap', input),
  finding: ({ who, question, answer }) =>
    `${who} can change what runs as ${nameOfArn(question.about ?? '')} by ${answer.witness.request.action} on ${nameOfArn(question.name.split(' on ')[1] ?? '')}`,
} as const satisfies AccessCheck;
