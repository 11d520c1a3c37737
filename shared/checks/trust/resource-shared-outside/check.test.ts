import { aChange } from '../../../../test/builders/a-change.ts';
import { known } from '../../../facts/known.ts';
import type { Change } from '../../../change/change.ts';
import { askAccountChecks } from '../../ask-account-checks.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext } from '../../check.ts';
import { defaultCheckSettings, type CheckSettings } from '../../settings.ts';
import { resourceSharedOutside } from './check.ts';

const strict = { ...defaultCheckSettings, pack: 'strict' as const };
const stateOf = (arn: string, text: string, settings: Partial<CheckSettings> = {}) =>
  askAccountChecks({
    account: {
      accountId: '111122223333',
      asOf: '2026-11-21T21:00:00.000Z',
      principals: [],
      invocationLogging: {},
      guardrails: {},
      wide: { aiResourcePolicies: known({ [arn]: text }) },
    },
    settings: { ...strict, ...settings },
    checks: [resourceSharedOutside],
  }).judgements;
const changed = (change: Change) =>
  askChangeChecks({ change, context: emptyChangeContext, settings: strict, checks: [resourceSharedOutside] })
    .judgements;
const policy = (principal: unknown, action: string | readonly string[], condition?: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: action,
        Resource: '*',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
const kinds = [
  ['arn:aws:bedrock:us-east-1:111122223333:guardrail/abcdef123456', 'bedrock:ApplyGuardrail'],
  ['arn:aws:bedrock:us-east-1:111122223333:knowledge-base/ABCDEFGHIJ', 'bedrock:Retrieve'],
  ['arn:aws:bedrock:us-east-1:111122223333:custom-model/base/abcdefghijkl', 'bedrock:*'],
  ['arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/helper-1', 'bedrock-agentcore:InvokeAgentRuntime'],
  ['arn:aws:sagemaker:us-east-1:111122223333:model-package-group/models', 'sagemaker:DescribeModelPackageGroup'],
  ['arn:aws:lex:us-east-1:111122223333:bot/ABCDEFGHIJ', 'lex:*'],
  ['arn:aws:rekognition:us-east-1:111122223333:project/faces/1600000000000', 'rekognition:CopyProjectVersion'],
  ['arn:aws:comprehend:us-east-1:111122223333:document-classifier/mail/version/1', 'comprehend:ImportModel'],
  ['arn:aws:entityresolution:us-east-1:111122223333:matchingworkflow/people', 'entityresolution:*'],
  ['arn:aws:qbusiness:us-east-1:111122223333:application/00000000', 'qbusiness:SearchRelevantContent'],
] as const;
const [[guardrail, apply]] = kinds;
const yes = (judged: ReturnType<typeof stateOf>) => judged.filter(({ answer }) => answer.answer === 'yes');
const listed = { organisationAccounts: ['111122223333', '555566667777'] };

describe('RF.TRUST.8 AI resource policies stay in the organisation', () => {
  it.each(kinds)('answers yes for %s that everybody can use', (arn, action) => {
    const judged = yes(stateOf(arn, policy('*', action)));
    expect(judged).toMatchObject([{ severity: 'high', containment: 'restore', subject: { arn } }]);
    expect(judged[0]?.sentence).toMatch(/^any account can do .* on arn:/);
  });

  it.each(kinds)('answers no for %s that its own account can use', (arn, action) => {
    expect(yes(stateOf(arn, policy({ AWS: 'arn:aws:iam::111122223333:root' }, action)))).toEqual([]);
  });

  it.each([
    ['an account that is not listed', policy({ AWS: 'arn:aws:iam::999988887777:root' }, apply), 1],
    ['an account of the organisation', policy({ AWS: 'arn:aws:iam::555566667777:role/app' }, apply), 0],
    [
      'everybody of one organisation',
      policy('*', apply, { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }),
      0,
    ],
    [
      'everybody, of one organisation where the request tells it',
      policy('*', apply, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }),
      1,
    ],
    [
      'everybody but one',
      policy({ AWS: '*' }, apply, { StringNotEquals: { 'aws:PrincipalAccount': '999988887777' } }),
      1,
    ],
  ])('with a list of accounts, judges %s', (_name, text, findings) => {
    expect(yes(stateOf(guardrail, text, listed))).toHaveLength(findings);
  });

  it('does not call a named account an outsider where no list says who is inside', () => {
    expect(yes(stateOf(guardrail, policy({ AWS: '999988887777' }, apply)))).toEqual([]);
  });

  it('takes a Deny into account', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: apply, Resource: '*' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } },
        },
      ],
    });
    expect(yes(stateOf(guardrail, text))).toEqual([]);
  });

  it('answers unknown for a policy that cannot be read, and for an account whose policies were not read', () => {
    expect(stateOf(guardrail, '{').some(({ answer }) => answer.answer === 'unknown')).toBe(true);
    const unread = askAccountChecks({
      account: {
        accountId: '111122223333',
        asOf: '2026-11-21T21:00:00.000Z',
        principals: [],
        invocationLogging: {},
        guardrails: {},
      },
      settings: strict,
      checks: [resourceSharedOutside],
    }).judgements;
    expect(unread).toMatchObject([
      {
        answer: {
          answer: 'unknown',
          why: { detail: expect.stringContaining('sagemaker:GetModelPackageGroupPolicy') as string },
        },
      },
    ]);
  });

  it('judges the policy that a change carries', () => {
    const documents = [{ role: 'resource-policy' as const, name: guardrail, text: policy('*', apply) }];
    const touches = [{ kind: 'guardrail' as const, identifier: guardrail }];
    expect(yes(changed(aChange('bedrock.amazonaws.com:PutResourcePolicy', { documents, touches })))).toHaveLength(1);
    const closed = [
      { role: 'resource-policy' as const, name: guardrail, text: policy({ AWS: '111122223333' }, apply) },
    ];
    expect(yes(changed(aChange('bedrock.amazonaws.com:PutResourcePolicy', { documents: closed, touches })))).toEqual(
      [],
    );
  });

  it.each([
    [
      'entityresolution.amazonaws.com:AddPolicyStatement',
      { arn: kinds[8][0], effect: 'Allow', action: ['entityresolution:GetMatchId'], principal: ['*'] },
    ],
    ['sagemaker.amazonaws.com:PutModelPackageGroupPolicy', { modelPackageGroupName: 'models' }],
  ] as const)('puts a policy together from the parts of %s', (trigger, parameters) => {
    const documents =
      trigger === 'sagemaker.amazonaws.com:PutModelPackageGroupPolicy'
        ? [{ role: 'resource-policy' as const, name: 'models', text: policy('*', 'sagemaker:CreateModel*') }]
        : [];
    const judged = changed(aChange(trigger, { documents, parameters }));
    expect(judged.map(({ answer }) => answer.answer)).not.toContain('no');
    expect(judged).toHaveLength(1);
  });

  it('says that the policy is missing from a record that does not hold it, and nothing about a call that failed', () => {
    const touches = [{ kind: 'guardrail' as const, identifier: guardrail }];
    const hollow = changed(aChange('bedrock.amazonaws.com:PutResourcePolicy', { touches, body: 'omitted' }));
    expect(hollow).toMatchObject([{ answer: { answer: 'unknown' } }]);
    const failed = { result: 'failed', code: 'AccessDenied', refused: true } as const;
    expect(changed(aChange('bedrock.amazonaws.com:PutResourcePolicy', { touches, outcome: failed }))).toEqual([]);
  });
});
