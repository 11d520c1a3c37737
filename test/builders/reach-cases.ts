import { checks } from '../../shared/checks/catalogue.ts';
import { emptyChangeContext, type Check } from '../../shared/checks/check.ts';
import { askAccountChecks } from '../../shared/checks/ask-account-checks.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { aChange } from './a-change.ts';
import { aPolicy, aRole } from './a-principal.ts';
import { askOne } from './ask-one.ts';
import type { Case } from './state-cases.ts';

const settings = { ...defaultCheckSettings, pack: 'strict' as const };
const checkOf = (id: string): Check => {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new RangeError(`the catalogue has no ${id}`);
  return check;
};

type More = NonNullable<Parameters<typeof askOne>[2]>;
const roles = (id: string, fails: PrincipalFacts, passes: PrincipalFacts, more: More = {}): readonly [string, Case] => [
  id,
  { fails: () => askOne(checkOf(id), fails, more), passes: () => askOne(checkOf(id), passes, more) },
];

const trusts = (principal: unknown, action = 'sts:AssumeRole', condition?: object) => [
  {
    Effect: 'Allow',
    Principal: principal,
    Action: action,
    ...(condition === undefined ? {} : { Condition: condition }),
  },
];
const allows = 'bedrock:InvokeModel';
const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const agent = (source: string) =>
  aRole({
    trust: trusts({ Service: 'bedrock.amazonaws.com' }, 'sts:AssumeRole', {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:111122223333:agent/${source}` },
    }),
  });
const sagemaker = 'sagemaker.amazonaws.com';
const strong = aRole({ name: 'strong', allows: '*', trust: trusts({ Service: [sagemaker, 'lambda.amazonaws.com'] }) });
const others = [strong];
const runners = [
  {
    arn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/n',
    kind: 'notebook' as const,
    roleArn: strong.arn,
  },
  { arn: 'arn:aws:lambda:us-east-1:111122223333:function:f', kind: 'function' as const, roleArn: strong.arn },
];
const special = aRole({ name: 'special', trust: trusts({ AWS: 'arn:aws:iam::111122223333:root' }) });
const classes = {
  classRules: [
    { class: 'general' as const, match: { name: 'ml-app' } },
    { class: 'specialised' as const, match: { name: 'special' } },
  ],
};
const grant = (name: string, action: string) =>
  aPolicy({ Effect: 'Allow', Action: action, Resource: '*' }, { name: `inline:${name}` });
const limits = aPolicy(
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { arn: 'arn:aws:iam::111122223333:policy/limits' },
);
const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abcdef123456';
const shared = (principal: unknown) =>
  askAccountChecks({
    account: {
      accountId: '111122223333',
      asOf: '2026-11-21T21:00:00.000Z',
      principals: [],
      invocationLogging: {},
      guardrails: {},
      wide: {
        aiResourcePolicies: known({
          [guardrail]: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: principal, Action: 'bedrock:ApplyGuardrail', Resource: '*' }],
          }),
        }),
      },
    },
    settings,
    checks: [checkOf('RF.TRUST.8')],
  }).judgements;
const provider = (trigger: Parameters<typeof aChange>[0]) =>
  askChangeChecks({
    change: aChange(trigger),
    context: emptyChangeContext,
    settings,
    checks: [checkOf('RF.TRUST.5')],
  }).judgements;

/** For each check of who can become whom: what fails it, and what nearly does. */
const cases: ReadonlyMap<string, Case> = new Map([
  roles(
    'RF.TRUST.3',
    aRole({ allows, trust: trusts({ AWS: '999988887777' }) }),
    aRole({ allows, trust: trusts({ AWS: '555566667777' }) }),
    { settings: { organisationAccounts: ['555566667777'] } },
  ),
  roles(
    'RF.TRUST.4',
    aRole({ allows, trust: trusts({ Federated: github }, 'sts:AssumeRoleWithWebIdentity') }),
    aRole({
      allows,
      trust: trusts({ Federated: github }, 'sts:AssumeRoleWithWebIdentity', {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': 'repo:example/app:ref:refs/heads/main',
        },
      }),
    }),
  ),
  [
    'RF.TRUST.5',
    {
      fails: () => provider('iam.amazonaws.com:CreateSAMLProvider'),
      passes: () => provider('iam.amazonaws.com:DeleteSAMLProvider'),
    },
  ],
  roles('RF.TRUST.6', agent('*'), agent('ABCDEFGHIJ')),
  roles('RF.TRUST.7', aRole({ allows: 'sts:AssumeRole' }), aRole({ allows: 'sts:AssumeRole', on: strong.arn }), {
    others: [special],
    settings: classes,
  }),
  ['RF.TRUST.8', { fails: () => shared('*'), passes: () => shared({ AWS: '111122223333' }) }],
  roles('RF.ESCALATE.1', aRole({ allows: 'iam:PassRole' }), aRole({ allows: 'iam:PassRole', on: special.arn }), {
    others,
  }),
  roles(
    'RF.ESCALATE.2',
    aRole({ allows: ['iam:PassRole', 'sagemaker:CreateTrainingJob'] }),
    aRole({ allows: ['iam:PassRole', 'sagemaker:DescribeTrainingJob'] }),
    { others },
  ),
  roles(
    'RF.ESCALATE.3',
    aRole({ allows: 'sagemaker:CreatePresignedNotebookInstanceUrl' }),
    aRole({ allows: 'sagemaker:DescribeNotebookInstance' }),
    { others, runners },
  ),
  roles('RF.ESCALATE.4', aRole({ allows: 'lambda:UpdateFunctionCode' }), aRole({ allows: 'lambda:InvokeFunction' }), {
    others,
    runners,
  }),
  roles(
    'RF.ESCALATE.5',
    aRole({ inlinePolicies: known([grant('a', 'bedrock:DeleteGuardrail'), grant('b', 'bedrock:InvokeModel')]) }),
    aRole({ inlinePolicies: known([grant('a', 'bedrock:GetGuardrail'), grant('b', 'bedrock:InvokeModel')]) }),
  ),
  roles(
    'RF.ESCALATE.6',
    aRole({ allows: ['iam:PassRole', 'lambda:CreateFunction'] }),
    aRole({ allows: ['iam:PassRole', 'lambda:InvokeFunction'] }),
    { others },
  ),
  roles(
    'RF.ESCALATE.7',
    aRole({ allows: 'iam:PutRolePolicy', on: 'arn:aws:iam::111122223333:role/ml-app' }),
    aRole({ allows: 'iam:PutRolePolicy', on: 'arn:aws:iam::111122223333:role/ml-app-2' }),
  ),
  roles(
    'RF.ESCALATE.8',
    aRole({ allows: 'iam:DeleteRolePermissionsBoundary', boundary: limits }),
    aRole({ allows: 'iam:DeleteRolePermissionsBoundary', on: special.arn, boundary: limits }),
  ),
  roles(
    'RF.ESCALATE.9',
    aRole({ allows: ['iam:CreateRole', 'iam:PutRolePolicy'] }),
    aRole({ allows: ['iam:CreateRole', 'iam:GetRolePolicy'] }),
  ),
]);

export const reachCase = (id: string): Case => {
  const found = cases.get(id);
  if (found === undefined) throw new RangeError(`there is no case of ${id}`);
  return found;
};
