import { askAccountChecks } from '../../shared/checks/ask-account-checks.ts';
import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { askChecks } from '../../shared/checks/ask-checks.ts';
import { askCoverage } from '../../shared/checks/ask-coverage.ts';
import { emptyChangeContext, type ChangeContext } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Change } from '../../shared/change/change.ts';
import { absent, known, unknown } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { accessCases } from './access-cases.ts';
import { aChange } from './a-change.ts';
import { aGuardrail } from './a-guardrail.ts';
import { aRole } from './a-principal.ts';
import { reachCase } from './reach-cases.ts';
import { stateCase } from './state-cases.ts';

type Case = { fails: () => readonly Judgement[]; passes: () => readonly Judgement[] };

const now = '2026-11-21T21:00:00.000Z';
const settings = { ...defaultCheckSettings, pack: 'strict' as const };
const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';

const ofRole = (principal: PrincipalFacts) => askChecks({ principal, settings, now });
const roles = (fails: PrincipalFacts, passes: PrincipalFacts): Case => ({
  fails: () => ofRole(fails).judgements,
  passes: () => ofRole(passes).judgements,
});
const allowed = (action: string): Case => roles(aRole({ allows: action }), aRole({ allows: 's3:GetObject' }));

const changes = (fails: Change, passes: Change, context: Partial<ChangeContext> = {}): Case => {
  const judge = (change: Change) =>
    askChangeChecks({ change, context: { ...emptyChangeContext, ...context }, settings }).judgements;
  return { fails: () => judge(fails), passes: () => judge(passes) };
};

const trusting = (statement: object) =>
  aRole({
    allows: 'bedrock:InvokeModel',
    on: model,
    trust: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }],
  });

const filtering = (inputStrength: string) =>
  aGuardrail({ contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] } });
const heldAgainst = (before: string, after: string) =>
  askAccountChecks({
    account: {
      accountId: '111122223333',
      asOf: now,
      principals: [],
      invocationLogging: {},
      guardrails: { 'us-east-1': known([filtering(after)]) },
      guardrailRecords: { [filtering(before).arn]: { facts: filtering(before), asOf: now } },
    },
    settings,
  }).judgements;
const published = (before: string, after: string) =>
  askChangeChecks({
    change: aChange('bedrock.amazonaws.com:CreateGuardrailVersion'),
    context: {
      ...emptyChangeContext,
      publishedVersions: [
        { facts: { ...filtering(after), version: '2' }, before: { ...filtering(before), version: '1' } },
      ],
    },
    settings,
  }).judgements;

const contained = {
  subject: {
    kind: 'role' as const,
    arn: 'arn:aws:iam::111122223333:role/ml-app',
    uniqueId: 'AROAMLAPP',
    accountId: '111122223333',
  },
  policyArn: 'arn:aws:iam::111122223333:policy/ringfence/0123456789abcdef0123456789abcdef',
  sagaId: 'c-1',
};

const logging = { text: true, image: true, embedding: true, video: true, audio: true, bucket: 'models' };
const account = (state: typeof absent | ReturnType<typeof known<typeof logging>>) =>
  askAccountChecks({
    account: {
      accountId: '111122223333',
      asOf: now,
      principals: [],
      invocationLogging: { 'us-east-1': state },
      guardrails: {},
    },
    settings,
  }).judgements;

const coverage = (principal: PrincipalFacts) =>
  askCoverage({ accountId: '111122223333', asked: [ofRole(principal)], scope: 'sweep' }).judgements;

/** For each check, in catalogue order: one event or principal that fails it and one that does not. */
export const checkCases: Readonly<Record<string, Case>> = {
  ...accessCases,
  'RF.TRUST.1': roles(trusting({ Principal: '*' }), trusting({ Principal: { AWS: '111122223333' } })),
  'RF.TRUST.2': roles(
    trusting({ Principal: { Service: 'bedrock.amazonaws.com' } }),
    trusting({
      Principal: { Service: 'bedrock.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }),
  ),
  'RF.TRUST.3': reachCase('RF.TRUST.3'),
  'RF.TRUST.4': reachCase('RF.TRUST.4'),
  'RF.TRUST.5': reachCase('RF.TRUST.5'),
  'RF.TRUST.6': reachCase('RF.TRUST.6'),
  'RF.TRUST.7': reachCase('RF.TRUST.7'),
  'RF.TRUST.8': reachCase('RF.TRUST.8'),
  'RF.SENSITIVE.1': allowed('sagemaker:CreatePresignedDomainUrl'),
  'RF.SENSITIVE.2': allowed('bedrock:InvokeInlineAgent'),
  'RF.SENSITIVE.3': allowed('qbusiness:CreatePlugin'),
  'RF.SENSITIVE.4': allowed('iam:PassRole'),
  'RF.SENSITIVE.5': allowed('bedrock:DeleteModelInvocationLoggingConfiguration'),
  'RF.SENSITIVE.6': allowed('bedrock-agentcore:GetResourceApiKey'),
  'RF.SENSITIVE.7': allowed('entityresolution:AddPolicyStatement'),
  'RF.SENSITIVE.8': allowed('qbusiness:DisableAclOnDataSource'),
  'RF.SENSITIVE.9': allowed('bedrock:CreateModelCopyJob'),
  'RF.SENSITIVE.10': allowed('bedrock:DeleteGuardrail'),
  'RF.SENSITIVE.11': stateCase('RF.SENSITIVE.11'),
  'RF.ESCALATE.1': reachCase('RF.ESCALATE.1'),
  'RF.ESCALATE.2': reachCase('RF.ESCALATE.2'),
  'RF.ESCALATE.3': reachCase('RF.ESCALATE.3'),
  'RF.ESCALATE.4': reachCase('RF.ESCALATE.4'),
  'RF.ESCALATE.5': reachCase('RF.ESCALATE.5'),
  'RF.ESCALATE.6': reachCase('RF.ESCALATE.6'),
  'RF.ESCALATE.7': reachCase('RF.ESCALATE.7'),
  'RF.ESCALATE.8': reachCase('RF.ESCALATE.8'),
  'RF.ESCALATE.9': reachCase('RF.ESCALATE.9'),
  'RF.GUARD.1': changes(
    aChange('bedrock.amazonaws.com:DeleteGuardrail', { touches: [{ kind: 'guardrail', identifier: guardrail }] }),
    aChange('bedrock.amazonaws.com:UpdateGuardrail', { touches: [{ kind: 'guardrail', identifier: guardrail }] }),
  ),
  'RF.GUARD.2': { fails: () => heldAgainst('HIGH', 'LOW'), passes: () => heldAgainst('LOW', 'HIGH') },
  'RF.GUARD.3': {
    fails: () => published('HIGH', 'LOW'),
    passes: () => published('LOW', 'HIGH'),
  },
  'RF.GUARD.4': stateCase('RF.GUARD.4'),
  'RF.GUARD.5': stateCase('RF.GUARD.5'),
  'RF.GUARD.6': stateCase('RF.GUARD.6'),
  'RF.GUARD.7': stateCase('RF.GUARD.7'),
  'RF.GUARD.8': stateCase('RF.GUARD.8'),
  'RF.GUARD.9': stateCase('RF.GUARD.9'),
  'RF.GUARD.10': stateCase('RF.GUARD.10'),
  'RF.GUARD.11': stateCase('RF.GUARD.11'),
  'RF.LOGGING.1': { fails: () => account(absent), passes: () => account(known(logging)) },
  'RF.LOGGING.2': stateCase('RF.LOGGING.2'),
  'RF.LOGGING.3': stateCase('RF.LOGGING.3'),
  'RF.LOGGING.4': stateCase('RF.LOGGING.4'),
  'RF.LOGGING.5': stateCase('RF.LOGGING.5'),
  'RF.LOGGING.6': stateCase('RF.LOGGING.6'),
  'RF.LOGGING.7': stateCase('RF.LOGGING.7'),
  'RF.LOGGING.8': stateCase('RF.LOGGING.8'),
  'RF.TAMPER.1': changes(
    aChange('iam.amazonaws.com:DeleteRolePermissionsBoundary', { touches: [{ kind: 'role', name: 'ml-app' }] }),
    aChange('iam.amazonaws.com:DeleteRolePermissionsBoundary', { touches: [{ kind: 'role', name: 'other' }] }),
    { containments: [contained] },
  ),
  'RF.TAMPER.2': stateCase('RF.TAMPER.2'),
  'RF.TAMPER.3': stateCase('RF.TAMPER.3'),
  'RF.TAMPER.4': stateCase('RF.TAMPER.4'),
  'RF.TAMPER.5': stateCase('RF.TAMPER.5'),
  'RF.TAMPER.6': stateCase('RF.TAMPER.6'),
  'RF.TAMPER.7': stateCase('RF.TAMPER.7'),
  'RF.TAMPER.8': stateCase('RF.TAMPER.8'),
  'RF.COVERAGE.1': stateCase('RF.COVERAGE.1'),
  'RF.COVERAGE.2': stateCase('RF.COVERAGE.2'),
  'RF.COVERAGE.3': {
    fails: () => coverage(aRole({ inlinePolicies: unknown('iam:GetRolePolicy was refused') })),
    passes: () => coverage(aRole({ allows: 's3:GetObject' })),
  },
  'RF.COVERAGE.4': stateCase('RF.COVERAGE.4'),
  'RF.COVERAGE.5': stateCase('RF.COVERAGE.5'),
  'RF.COVERAGE.6': stateCase('RF.COVERAGE.6'),
  'RF.COVERAGE.7': stateCase('RF.COVERAGE.7'),
};
