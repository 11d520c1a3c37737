import { aChange } from '../../../../test/builders/a-change.ts';
import { judgeChange } from '../../../../test/builders/judge-account.ts';
import type { Change } from '../../../change/change.ts';
import { ownPartChanged } from './check.ts';

const judge = (trigger: Change['trigger'], type: string, identifier: string, shown: Partial<Change> = {}) =>
  judgeChange(ownPartChanged, aChange(trigger, { touches: [{ kind: 'resource', type, identifier }], ...shown }));
const disable = 'events.amazonaws.com:DisableRule';
const rule = 'AWS::Events::Rule';

describe('RF.TAMPER.2 A part of Ringfence was changed', () => {
  it.each([
    [disable, rule, 'ringfence-iam'],
    ['lambda.amazonaws.com:UpdateFunctionCode', 'AWS::Lambda::Function', 'ringfence-notify'],
    [
      'sns.amazonaws.com:Unsubscribe',
      'AWS::SNS::Subscription',
      'arn:aws:sns:us-east-1:111122223333:ringfence-alerts:0a1b2c3d',
    ],
    [
      'dynamodb.amazonaws.com:DeleteTable',
      'AWS::DynamoDB::Table',
      'arn:aws:dynamodb:us-east-1:1:table/ringfence-state',
    ],
    ['cloudtrail.amazonaws.com:StopLogging', 'AWS::CloudTrail::Trail', 'ringfence-trail'],
  ] as const)('answers yes for %s on %s %s', (trigger, type, identifier) => {
    expect(judge(trigger, type, identifier)).toMatchObject([
      { kind: 'done', severity: 'critical', answer: { answer: 'yes' }, subject: { arn: identifier } },
    ]);
  });

  it('calls a stack update medium: a release looks the same', () => {
    const actor = { type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' };
    expect(judge(disable, rule, 'ringfence-iam', { actor })[0]?.severity).toBe('medium');
  });

  it.each([
    ['somebody else’s rule', 'nightly-report', {}],
    ['a name that only contains the word', 'my-ringfence-iam', {}],
    ['a name that only begins like it', 'ringfenced', {}],
    ['a refused call', 'ringfence-iam', { outcome: { result: 'failed', code: 'AccessDenied', refused: true } }],
  ] as const)('judges nothing for %s', (_name, identifier, shown) => {
    expect(judge(disable, rule, identifier, shown)).toEqual([]);
  });

  it.each([
    ['iam.amazonaws.com:PutRolePolicy', 'ringfence-contain-boundary'],
    ['iam.amazonaws.com:DeleteRolePolicy', 'ringfence-contain-boundary'],
    ['iam.amazonaws.com:AttachRolePolicy', 'ringfence-evaluate-access-change'],
    ['iam.amazonaws.com:UpdateAssumeRolePolicy', 'ringfence-undo'],
    ['iam.amazonaws.com:PutRolePermissionsBoundary', 'ringfence-sweep-account'],
  ] as const)('answers yes for %s on the role %s', (trigger, name) => {
    const change = aChange(trigger, { touches: [{ kind: 'role', name }] });
    expect(judgeChange(ownPartChanged, change)).toMatchObject([
      { severity: 'critical', answer: { answer: 'yes' }, subject: { arn: `role/${name}` } },
    ]);
  });

  it.each(['ringfenced-app', 'my-ringfence-role', 'app'])('judges nothing for the role %s', (name) => {
    const change = aChange('iam.amazonaws.com:PutRolePolicy', { touches: [{ kind: 'role', name }] });
    expect(judgeChange(ownPartChanged, change)).toEqual([]);
  });

  it('leaves a change of IAM without its parameters to the reading of the whole account', () => {
    const touches = [{ kind: 'account', accountId: '111122223333' }] as const;
    expect(
      judgeChange(ownPartChanged, aChange('iam.amazonaws.com:PutRolePolicy', { body: 'omitted', touches })),
    ).toEqual([]);
  });

  it('judges nothing for what Ringfence itself recorded', () => {
    const change = aChange(disable, { touches: [{ kind: 'resource', type: rule, identifier: 'ringfence-iam' }] });
    expect(judgeChange(ownPartChanged, change, { context: { ownEcho: true } })).toEqual([]);
  });

  it('answers unknown for an event without its parameters', () => {
    const change = aChange(disable, { body: 'omitted', touches: [{ kind: 'account', accountId: '111122223333' }] });
    expect(judgeChange(ownPartChanged, change)).toMatchObject([
      { answer: { answer: 'unknown' }, subject: { kind: 'account' } },
    ]);
  });
});
