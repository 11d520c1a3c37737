import type { Judgement } from '../../shared/checks/judgement.ts';
import { findingId } from '../../shared/findings/finding-id.ts';
import type { Cause, Finding } from '../../shared/findings/finding.ts';
import type { Answer } from '../../shared/reasoning/types.ts';

const subject = {
  kind: 'role' as const,
  arn: 'arn:aws:iam::111122223333:role/DataScience',
  uniqueId: 'AROADATASCIENCE',
  accountId: '111122223333',
};

/** A yes whose witness is one plain request. */
export const aYes = (action = 'bedrock:DeleteGuardrail'): Answer & { answer: 'yes' } => ({
  given: [],
  answer: 'yes',
  witness: {
    request: { action, resource: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/example', context: {} },
    shape: 'public / role-session',
    by: [{ source: { layer: 'identity', name: 'inline:ml' }, index: 0, sid: 'AllowAll', effect: 'Allow' }],
    passedBy: [],
  },
});

export const aNo = (): Answer => ({ given: [], answer: 'no', proof: { shapes: 1, branches: 1, blockedBy: [] } });

export const anUnknown = (detail = 'Inline policies were not read: iam:GetRolePolicy was refused'): Answer => ({
  given: [],
  answer: 'unknown',
  why: { code: 'missing-facts', detail },
});

export const aCause = (shown: Partial<Cause> = {}): Cause => ({
  eventId: '4f7c1d2e-0000-4000-8000-000000000001',
  eventName: 'PutRolePolicy',
  eventSource: 'iam.amazonaws.com',
  at: '2026-11-21T21:00:00.000Z',
  actorArn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci',
  actorType: 'AssumedRole',
  sourceAddress: '203.0.113.7',
  ...shown,
});

/** A sensitive grant to DataScience, new by the change. */
export const aJudgement = (shown: Partial<Judgement> = {}): Judgement => {
  const questionName = shown.questionName ?? 'bedrock:DeleteGuardrail';
  return {
    kind: 'granted',
    checkId: 'RF.SENSITIVE.10',
    checkName: 'impact',
    title: 'Damaging AI services is granted to those who need it',
    questionName,
    ask: { name: questionName, any: [{ actions: [questionName], resources: ['*'] }] },
    severity: 'high',
    subject,
    sentence: `DataScience can do ${questionName}`,
    reason: 'Removes the protection.',
    answer: aYes(questionName),
    because: [
      {
        source: { layer: 'identity', name: 'inline:ml' },
        index: 0,
        sid: 'AllowAll',
        effect: 'Allow',
        policyArn: 'inline:ml',
        text: '{"Sid":"AllowAll","Effect":"Allow","Action":"bedrock:*","Resource":"*"}',
        sha256: '0'.repeat(64),
      },
    ],
    novelty: 'granted-by-this-change',
    references: { genSec: ['GENSEC01-BP01'], attack: [{ tactic: 'TA0112', technique: 'T1685' }], atlas: ['AML.T0054'] },
    containment: 'deny',
    fix: 'Remove the action.',
    origin: 'sonrai',
    ...shown,
  };
};

/** A stored finding as that judgement makes it. */
export const aFinding = (shown: Partial<Finding> = {}): Finding => {
  const judged = aJudgement(shown.questionName === undefined ? {} : { questionName: shown.questionName });
  const finding = { ...judged, ...shown };
  return {
    checkId: finding.checkId,
    checkName: finding.checkName,
    title: finding.title,
    questionName: finding.questionName,
    ...(finding.ask === undefined ? {} : { ask: finding.ask }),
    severity: finding.severity,
    subject: finding.subject,
    sentence: finding.sentence,
    ...(finding.reason === undefined ? {} : { reason: finding.reason }),
    answer: finding.answer,
    because: finding.because,
    novelty: finding.novelty,
    references: finding.references,
    containment: finding.containment,
    fix: finding.fix,
    ...(finding.origin === undefined ? {} : { origin: finding.origin }),
    id: findingId(finding.checkId, finding.subject.uniqueId, finding.questionName),
    version: 1,
    status: 'new',
    cause: aCause(),
    firstSeen: '2026-11-21T21:00:01.000Z',
    evaluatedAt: '2026-11-21T21:00:01.000Z',
    ...shown,
  };
};
