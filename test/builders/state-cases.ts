import { askRefusedEvent } from '../../shared/checks/ask-refused-event.ts';
import { checks } from '../../shared/checks/catalogue.ts';
import type { Check } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { type CheckSettings, defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Change } from '../../shared/change/change.ts';
import type { AccountFacts } from '../../shared/facts/account-facts.ts';
import { known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { aChange } from './a-change.ts';
import { aPolicy, aRole } from './a-principal.ts';
import { accountId, aGuardrail, anAccount, guardrailArn, region } from './an-account.ts';
import { askOne } from './ask-one.ts';
import { canCall, judgeAccount, judgeChange } from './judge-account.ts';

export type Case = { fails: () => readonly Judgement[]; passes: () => readonly Judgement[] };

const checkOf = (id: string): Check => {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new RangeError(`the catalogue has no ${id}`);
  return check;
};

/** A state that fails, and one that is nearly the same and does not. */
const states = (
  id: string,
  fails: AccountFacts,
  passes: AccountFacts,
  settings: Partial<CheckSettings> = {},
): readonly [string, Case] => {
  const judge = (account: AccountFacts) => () =>
    judgeAccount(checkOf(id), account, { settings, modelAccess: [canCall] });
  return [id, { fails: judge(fails), passes: judge(passes) }];
};

const changes = (
  id: string,
  fails: Change,
  passes: Change,
  settings: Partial<CheckSettings> = {},
): readonly [string, Case] => {
  const judge = (change: Change) => () => judgeChange(checkOf(id), change, { settings });
  return [id, { fails: judge(fails), passes: judge(passes) }];
};

const roles = (
  id: string,
  fails: PrincipalFacts,
  passes: PrincipalFacts,
  settings: Partial<CheckSettings> = {},
): readonly [string, Case] => {
  const judge = (role: PrincipalFacts) => () => askOne(checkOf(id), role, { settings });
  return [id, { fails: judge(fails), passes: judge(passes) }];
};

const promptAttack = (inputStrength: string) =>
  aGuardrail({ contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', inputStrength, outputStrength: 'NONE' }] } });
const enforced = (guardrailVersion: string) =>
  anAccount({ state: { enforcedGuardrails: known([{ configId: 'c', guardrailArn, guardrailVersion }]) } });
const organisationGuardrail = (exists: boolean) =>
  anAccount({
    wide: {
      organisationGuardrails: known([{ policyId: 'p-1', guardrailArn, guardrailVersion: '1', exists, shared: true }]),
    },
  });
const sharedWith = (principal: string | object, condition?: object) =>
  anAccount({
    state: {
      guardrailPolicies: known({
        [guardrailArn]: aPolicy({
          Effect: 'Allow',
          Principal: principal,
          Action: 'bedrock:ApplyGuardrail',
          Resource: guardrailArn,
          ...(condition === undefined ? {} : { Condition: condition }),
        }).text!,
      }),
    },
  });
const agent = `arn:aws:bedrock:${region}:${accountId}:agent/A1`;
const referring = (guardrail: string) =>
  anAccount({
    guardrails: { [region]: known([aGuardrail()]) },
    state: { guardrailReferences: known([{ by: agent, guardrail }]) },
  });
const underEnforcement = (allows: readonly string[]) =>
  anAccount({
    principals: [aRole({ allows })],
    state: { enforcedGuardrails: known([{ configId: 'c', guardrailArn, guardrailVersion: '1' }]) },
  });
const logging = (video: boolean, bucket = 'models') =>
  anAccount({
    invocationLogging: { [region]: known({ text: true, image: true, embedding: true, video, audio: true, bucket }) },
  });
const destination = (isPublic: boolean) =>
  anAccount({ state: { logDestinations: known([{ kind: 'bucket', name: 'models', isPublic }]) } });
const trail = (shown: { logging?: boolean; dataEvents?: readonly string[] }) =>
  anAccount({
    wide: {
      trails: known([
        {
          arn: `arn:aws:cloudtrail:${region}:${accountId}:trail/all`,
          homeRegion: region,
          everyRegion: true,
          logging: true,
          managementWrites: true,
          managementReads: true,
          dataEvents: [],
          ...shown,
        },
      ]),
    },
  });
const agentData = [
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::InlineAgent',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::Runtime',
];
const retention = (mode: string) => anAccount({ state: { dataRetention: known([{ endpoint: 'bedrock', mode }]) } });
const analyzer = (type: string) =>
  anAccount({
    state: {
      accessAnalyzers: known([
        { arn: `arn:aws:access-analyzer:${region}:${accountId}:analyzer/a`, type, active: true },
      ]),
    },
  });
const ruleDisabled = (identifier: string) =>
  aChange('events.amazonaws.com:DisableRule', {
    touches: [{ kind: 'resource', type: 'AWS::Events::Rule', identifier }],
  });
const modeWritten = (role: string) =>
  aChange('ssm.amazonaws.com:PutParameter', {
    touches: [{ kind: 'resource', type: 'AWS::SSM::Parameter', identifier: '/ringfence/mode' }],
    actor: { type: 'AssumedRole', issuerArn: `arn:aws:iam::${accountId}:role/${role}` },
  });
const heard = (lastHeardAt: string) =>
  anAccount({ wide: { inputs: known([{ accountId, region, lastHeardAt, silentAfter: 60, unannounced: [] }]) } });
const ownRole = `arn:aws:iam::${accountId}:role/ringfence/ringfence-contain`;
const deployed = (hash: string) =>
  anAccount({
    wide: {
      deployment: known({
        release: '0.1.0',
        parts: [{ kind: 'function', name: 'ringfence-notify', deployed: hash, released: 'one' }],
      }),
    },
  });
const kendra = (lastUsed: string) => ({ service: 'kendra', lastUsed, trackedSince: '2026-01-01T00:00:00Z' });
const kendraUse = (lastUsed: string) =>
  anAccount({ principals: [aRole({ allows: 'kendra:*' })], wide: { serviceUse: known([kendra(lastUsed)]) } });
const lastUse = (lastUsed: string) =>
  aRole({
    allows: 'kendra:*',
    servicesLastUsed: known({ asOf: '2026-11-21T21:00:00Z', services: [kendra(lastUsed)] }),
  });
const exemption = (expires: string) =>
  anAccount({
    wide: {
      exemptions: known([
        { id: 'x-1', uniqueId: 'AROAX', arn: 'arn', scope: 'SENSITIVE', owner: 'team', reason: 'trial', expires },
      ]),
    },
  });
const watched = (isHeard: boolean) =>
  anAccount({
    wide: { watchedAccounts: known([{ accountId: '444455556666', regions: [{ region, heard: isHeard }] }]) },
  });
const controlPolicy = (actions: readonly string[]) =>
  anAccount({
    wide: {
      controlPolicies: known([
        { kind: 'scp', name: 'no-models', text: aPolicy({ Effect: 'Deny', Action: actions, Resource: '*' }).text! },
      ]),
    },
  });
const workload = (arn: string) => anAccount({ wide: { workloads: known([{ arn }]) } });
const unclassed = (...actions: readonly string[]) =>
  anAccount({ wide: { unclassedActions: known({ iamData: 'test', actions }) } });

const refused = (): readonly Judgement[] =>
  askRefusedEvent({
    refused: { accountId, eventId: 'e-1', at: '/source', detail: 'The source is no AWS service.' },
    settings: defaultCheckSettings,
  }).judgements;

/** For each check over an account's state: what fails it, and a near miss. */
const cases: Readonly<Record<string, Case>> = Object.fromEntries([
  states(
    'RF.GUARD.4',
    anAccount({ guardrails: { [region]: known([promptAttack('LOW')]) } }),
    anAccount({ guardrails: { [region]: known([promptAttack('HIGH')]) } }),
    { guardrailMinimum: { promptAttack: 'HIGH' } },
  ),
  states('RF.GUARD.5', enforced('DRAFT'), enforced('1')),
  states('RF.GUARD.6', organisationGuardrail(false), organisationGuardrail(true)),
  states('RF.GUARD.7', sharedWith('*'), sharedWith('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-example1' } })),
  states('RF.GUARD.8', referring('gone'), referring('abc')),
  changes(
    'RF.GUARD.9',
    aChange('bedrock.amazonaws.com:DeleteAutomatedReasoningPolicy'),
    aChange('bedrock.amazonaws.com:UpdateAutomatedReasoningPolicyAnnotations'),
  ),
  states(
    'RF.GUARD.10',
    underEnforcement(['bedrock:InvokeModel']),
    underEnforcement(['bedrock:InvokeModel', 'bedrock:ApplyGuardrail']),
  ),
  states('RF.GUARD.11', anAccount(), anAccount({ guardrails: { [region]: known([aGuardrail()]) } })),
  states('RF.LOGGING.2', logging(false), logging(true)),
  states('RF.LOGGING.3', logging(true, 'elsewhere'), logging(true), {
    logDestinations: { buckets: ['models'], logGroups: [], owners: [], readers: [] },
  }),
  states('RF.LOGGING.4', destination(true), destination(false)),
  states('RF.LOGGING.5', trail({ logging: false }), trail({})),
  states('RF.LOGGING.6', trail({}), trail({ dataEvents: agentData })),
  states('RF.LOGGING.7', retention('provider_data_share'), retention('default')),
  states('RF.LOGGING.8', analyzer('ACCOUNT_UNUSED_ACCESS'), analyzer('ACCOUNT')),
  changes('RF.TAMPER.2', ruleDisabled('ringfence-iam'), ruleDisabled('nightly-report')),
  changes('RF.TAMPER.3', modeWritten('developer'), modeWritten('settings'), {
    settingsWriters: [`arn:aws:iam::${accountId}:role/settings`],
  }),
  states('RF.TAMPER.4', heard('2026-11-21T18:00:00Z'), heard('2026-11-21T20:30:00Z')),
  states(
    'RF.TAMPER.5',
    anAccount({ wide: { history: known({ intact: false, entries: 9, at: 4, fault: 'BROKEN_LINK' }) } }),
    anAccount({ wide: { history: known({ intact: true, entries: 9 }) } }),
  ),
  roles(
    'RF.TAMPER.6',
    aRole({ allows: 'iam:PutRolePolicy', on: ownRole }),
    aRole({ allows: 'iam:PutRolePolicy', on: `arn:aws:iam::${accountId}:role/app` }),
    { ownRoles: [ownRole] },
  ),
  ['RF.TAMPER.7', { fails: refused, passes: () => [] }],
  states('RF.TAMPER.8', deployed('two'), deployed('one')),
  states('RF.COVERAGE.1', kendraUse('never'), kendraUse('2026-11-20T00:00:00Z')),
  states('RF.COVERAGE.2', exemption('2026-11-01T00:00:00Z'), exemption('2026-12-01T00:00:00Z')),
  states('RF.COVERAGE.4', watched(false), watched(true)),
  states(
    'RF.COVERAGE.5',
    controlPolicy(['bedrock:InvokeModel*']),
    controlPolicy(['bedrock:InvokeModel*', 'bedrock-mantle:*']),
  ),
  states('RF.COVERAGE.6', workload('arn:new'), workload('arn:old'), {
    workloads: [{ arn: 'arn:old', owner: 'team', scope: 3, dataSensitivity: 'internal' }],
  }),
  states('RF.COVERAGE.7', unclassed('bedrock:DoSomethingNew'), unclassed()),
  roles('RF.SENSITIVE.11', lastUse('never'), lastUse('2026-11-20T00:00:00Z')),
]);

export const stateCase = (id: string): Case => {
  const found = cases[id];
  if (found === undefined) throw new RangeError(`there is no case for ${id}`);
  return found;
};
