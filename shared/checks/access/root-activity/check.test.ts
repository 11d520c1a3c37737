import { aChange } from '../../../../test/builders/a-change.ts';
import type { Change } from '../../../change/change.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext } from '../../check.ts';
import { defaultCheckSettings as settings } from '../../settings.ts';
import { rootActivity } from './check.ts';

const judge = (change: Change) =>
  askChangeChecks({ change, context: emptyChangeContext, settings, checks: [rootActivity] }).judgements;
const root = { type: 'Root', arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333', mfa: true };

describe('RF.ACCESS.21 The root user does no AI work', () => {
  it.each(['bedrock.amazonaws.com:CreateGuardrail', 'sagemaker.amazonaws.com:CreateNotebookInstance'] as const)(
    'answers yes where the root user called %s',
    (trigger) => {
      expect(judge(aChange(trigger, { actor: root }))).toMatchObject([
        {
          answer: { answer: 'yes' },
          severity: 'high',
          subject: { kind: 'account', accountId: '111122223333' },
          sentence: `the root user called ${trigger.split(':')[1] ?? ''}`,
        },
      ]);
    },
  );

  it('tells of a refused call as well, one step lower', () => {
    const outcome = { result: 'failed', code: 'AccessDenied', refused: true } as const;
    expect(judge(aChange('bedrock.amazonaws.com:DeleteGuardrail', { actor: root, outcome }))).toMatchObject([
      { severity: 'medium', sentence: 'the root user called DeleteGuardrail, which was refused' },
    ]);
  });

  it('is silent about a role that is named root, and about the root user outside of AI', () => {
    const role = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/root/root' };
    expect(judge(aChange('bedrock.amazonaws.com:DeleteGuardrail', { actor: role }))).toEqual([]);
    expect(judge(aChange('iam.amazonaws.com:CreateRole', { actor: root }))).toEqual([]);
  });
});
