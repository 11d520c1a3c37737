import { askChangeChecks } from '../../shared/checks/ask-change-checks.ts';
import { askChecks } from '../../shared/checks/ask-checks.ts';
import { emptyChangeContext } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { defaultCheckSettings, type CheckSettings } from '../../shared/checks/settings.ts';
import type { Change } from '../../shared/change/change.ts';
import { known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { aChange } from './a-change.ts';
import { aPolicy, aRole, aUser } from './a-principal.ts';

type Case = { fails: () => readonly Judgement[]; passes: () => readonly Judgement[] };

const now = '2026-11-21T21:00:00.000Z';
const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const other = 'arn:aws:bedrock:us-east-1::foundation-model/example.other-v1';
const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';
const invoke = 'bedrock:InvokeModel';

const principals = (fails: PrincipalFacts, passes: PrincipalFacts, set: Partial<CheckSettings> = {}): Case => {
  const settings = { ...defaultCheckSettings, pack: 'strict' as const, ...set };
  const judge = (principal: PrincipalFacts) => askChecks({ principal, settings, now }).judgements;
  return { fails: () => judge(fails), passes: () => judge(passes) };
};

const changes = (fails: Change, passes: Change, set: Partial<CheckSettings> = {}): Case => {
  const settings = { ...defaultCheckSettings, pack: 'strict' as const, ...set };
  const judge = (change: Change) => askChangeChecks({ change, context: emptyChangeContext, settings }).judgements;
  return { fails: () => judge(fails), passes: () => judge(passes) };
};

const classed = (
  roleClass: 'evaluation' | 'general' | 'fine-tuned' | 'specialised',
  limits: CheckSettings['classLimits'] = {},
): Partial<CheckSettings> => ({ classRules: [{ class: roleClass, match: { name: 'ml-*' } }], classLimits: limits });

const invoking = (condition?: object) => ({
  Effect: 'Allow',
  Action: invoke,
  Resource: model,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const guarded = invoking({ StringLike: { 'bedrock:GuardrailIdentifier': `${guardrail}:*` } });
const onModel = aRole({ allows: invoke, on: model });
const tagged = (operator: string) => ({
  Effect: 'Allow',
  Action: invoke,
  Resource: 'arn:aws:bedrock:*:*:custom-model-deployment/*',
  Condition: { [operator]: { 'aws:ResourceTag/team': 'ml' } },
});
const managed = (name: string, action: string) =>
  aRole({
    attached: [aPolicy({ Effect: 'Allow', Action: action, Resource: '*' }, { arn: `arn:aws:iam::aws:policy/${name}` })],
  });
const enabled = (modelId: string) =>
  aChange('bedrock.amazonaws.com:CreateFoundationModelAgreement', { parameters: { modelId } });
const endpoint = 'vpce-0123456789abcdef0';
const aKey = (status: 'Active' | 'Inactive') =>
  known([{ id: 'AKIAIOSFODNN7EXAMPLE', status, createdAt: '2026-01-01T00:00:00.000Z' }]);
const anApiKey = (expiresAt?: string) =>
  known([
    {
      id: 'ACCAEXAMPLE',
      serviceName: 'bedrock.amazonaws.com',
      status: 'Active' as const,
      createdAt: '2026-11-01T00:00:00.000Z',
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  ]);
const keyUser = (...allows: string[]) =>
  aUser({ name: 'BedrockAPIKey-abcd', allows, signInProfile: known(false), serviceCredentials: known([]) });

/** For each ACCESS check, in catalogue order: a principal or change that fails it and one that does not. */
export const accessCases: Readonly<Record<string, Case>> = {
  'RF.ACCESS.1': principals(aRole({ allows: invoke }), onModel),
  'RF.ACCESS.2': principals(
    aRole({ allows: invoke, on: other }),
    onModel,
    classed('evaluation', { evaluation: { models: [model] } }),
  ),
  'RF.ACCESS.3': principals(
    aRole({ allows: invoke, on: other }),
    onModel,
    classed('general', { general: { models: [model] } }),
  ),
  'RF.ACCESS.4': principals(
    aRole({ name: 'app', allows: invoke, on: 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc' }),
    onModel,
    classed('fine-tuned'),
  ),
  'RF.ACCESS.5': principals(aRole({ allows: invoke, on: other }), onModel, { highCostModels: [other] }),
  'RF.ACCESS.6': changes(enabled('example.large-v1'), enabled('amazon.small-v1'), {
    accountModels: [{ accountId: '111122223333', providers: ['amazon'], models: [] }],
  }),
  'RF.ACCESS.7': principals(
    onModel,
    aRole({ statements: [invoking({ StringEquals: { 'aws:SourceVpce': endpoint } })] }),
    { approvedNetwork: { vpcs: [], vpcEndpoints: [endpoint], organisations: [] } },
  ),
  'RF.ACCESS.8': principals(onModel, aRole({ statements: [guarded] }), { approvedGuardrails: [guardrail] }),
  'RF.ACCESS.9': principals(
    aRole({ allows: 'bedrock:InvokeFlow', statements: [guarded] }),
    aRole({ statements: [guarded] }),
  ),
  'RF.ACCESS.10': principals(aRole({ allows: invoke }), onModel, { organisations: ['o-exampleorgid'] }),
  'RF.ACCESS.11': principals(onModel, aRole({ allows: invoke, on: model.replace('us-east-1', 'eu-central-1') }), {
    approvedRegions: ['eu-central-1'],
  }),
  'RF.ACCESS.12': principals(
    onModel,
    aRole({ allows: invoke, on: model, boundary: aPolicy({ Effect: 'Allow', Action: invoke, Resource: '*' }) }),
  ),
  'RF.ACCESS.13': principals(
    aRole({ allows: invoke, on: model, maxSessionSeconds: known(43_200) }),
    aRole({ allows: invoke, on: model, maxSessionSeconds: known(3600) }),
    classed('general', { general: { maxSessionHours: 1 } }),
  ),
  'RF.ACCESS.14': principals(
    aUser({ allows: 'bedrock:DeleteGuardrail' }),
    aUser({
      statements: [
        {
          Effect: 'Allow',
          Action: 'bedrock:DeleteGuardrail',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    }),
  ),
  'RF.ACCESS.15': principals(
    aUser({ allows: invoke, on: model, accessKeys: aKey('Active') }),
    aUser({ allows: invoke, on: model, accessKeys: aKey('Inactive') }),
  ),
  'RF.ACCESS.16': principals(
    aUser({ allows: invoke, on: model, serviceCredentials: anApiKey() }),
    aUser({ allows: invoke, on: model, serviceCredentials: anApiKey('2026-11-15T00:00:00.000Z') }),
  ),
  'RF.ACCESS.17': principals(aRole({ allows: 'bedrock:CallWithBearerToken' }), onModel, {
    apiKeyPrincipals: ['AROAKEYUSER'],
  }),
  'RF.ACCESS.18': principals(keyUser('bedrock:Invoke*', 's3:GetObject'), keyUser('bedrock:Invoke*')),
  'RF.ACCESS.19': principals(
    aRole({ allows: 'bedrock:TagResource', statements: [tagged('StringEquals')] }),
    aRole({ statements: [tagged('StringEquals')] }),
  ),
  'RF.ACCESS.20': principals(
    aRole({ statements: [tagged('StringEqualsIfExists')] }),
    aRole({ statements: [tagged('StringEquals')] }),
  ),
  'RF.ACCESS.21': changes(
    aChange('bedrock.amazonaws.com:CreateGuardrail', {
      actor: { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
    }),
    aChange('bedrock.amazonaws.com:CreateGuardrail'),
  ),
  'RF.ACCESS.22': principals(
    managed('AmazonBedrockFullAccess', 'bedrock:*'),
    managed('AmazonBedrockReadOnly', 'bedrock:List*'),
  ),
  'RF.ACCESS.23': principals(aRole({ allows: [invoke, 'bedrock:UpdateGuardrail'] }), onModel),
  'RF.ACCESS.24': principals(aRole({ name: 'app', allows: invoke, on: model }), onModel, classed('general')),
  'RF.ACCESS.25': principals(
    aRole({ allows: invoke, on: other }),
    onModel,
    classed('specialised', { specialised: { models: [model] } }),
  ),
};
