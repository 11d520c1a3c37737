import { checks } from '../../catalogue.ts';
import { defaultCheckSettings, type CheckSettings } from '../../settings.ts';
import { settingsFaults } from '../settings-faults.ts';
import { pairFaults, pairs } from './pair-faults.ts';

const now = '2026-11-21T21:00:00.000Z';
const whole = (set: Partial<CheckSettings>): CheckSettings => ({ ...defaultCheckSettings, pack: 'strict', ...set });
const found = (set: Partial<CheckSettings>) =>
  settingsFaults({ settings: whole(set), now, checks }).map(({ level, code, at }) => `${level} ${code} ${at}`);

const model = (id: string, region = 'us-east-1') => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const profile = (region: string) => `arn:aws:bedrock:${region}:111122223333:inference-profile/us.amazon.small-v1`;
const guardrail = (id: string, region = 'us-east-1') => `arn:aws:bedrock:${region}:111122223333:guardrail/${id}`;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/ABC';
const large = model('amazon.large-v1');
const imported = 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc';
const enforced = { region: 'us-east-1', guardrailArn: guardrail('abc'), version: '2' };
const logGroup = 'arn:aws:logs:us-east-1:999988887777:log-group:models';
const logs = defaultCheckSettings.logDestinations;
const workload = { arn: agent, owner: 'ml', scope: 3, dataSensitivity: 'internal' } as const;

const enables = (providers: readonly string[]) => ({ accountId: '111122223333', providers, models: [] });

type Case = { name: string; wrong: Partial<CheckSettings>; says: string; right: Partial<CheckSettings> };

/** Each contradiction, and the nearest settings that are none. */
const cases: readonly Case[] = [
  {
    name: 'an approved model of high cost that no class may call',
    wrong: { approvedModels: [large], highCostModels: [model('amazon.large-*', '*')] },
    says: 'error contradicting-limits /approvedModels/0',
    right: {
      approvedModels: [large],
      highCostModels: [model('amazon.large-*', '*')],
      classRules: [{ class: 'specialised', match: { name: 'ml-*' } }],
    },
  },
  {
    name: 'an approved model of high cost beside a list of the class specialised',
    wrong: {
      approvedModels: [large],
      highCostModels: [large],
      classRules: [{ class: 'specialised', match: { name: 'ml-*' } }],
      classLimits: { specialised: { models: [large] } },
    },
    says: 'error contradicting-limits /approvedModels/0',
    right: { approvedModels: [model('amazon.*')], highCostModels: [large] },
  },
  {
    name: 'an approved fine-tuned model beside a list of its class',
    wrong: {
      approvedModels: [imported],
      classRules: [{ class: 'fine-tuned', match: { name: 'ml-*' } }],
      classLimits: { 'fine-tuned': { models: [imported] } },
    },
    says: 'error contradicting-limits /approvedModels/0',
    right: { approvedModels: [imported], classRules: [{ class: 'fine-tuned', match: { name: 'ml-*' } }] },
  },
  {
    name: 'an approved model in a Region that is not approved',
    wrong: { approvedModels: [model('amazon.small-v1', 'eu-west-1')], approvedRegions: ['us-east-1'] },
    says: 'error contradicting-limits /approvedModels/0',
    right: { approvedModels: [model('amazon.small-v1', '*')], approvedRegions: ['us-east-1'] },
  },
  {
    name: 'an approved profile in a Region that is not approved',
    wrong: { approvedInferenceProfiles: [profile('eu-west-1')], approvedRegions: ['us-east-1'] },
    says: 'error contradicting-limits /approvedInferenceProfiles/0',
    right: { approvedInferenceProfiles: [profile('us-east-1')], approvedRegions: ['us-east-1'] },
  },
  {
    name: 'a profile of a class in a Region that is not approved for it',
    wrong: {
      classRules: [{ class: 'general', match: { name: 'x' } }],
      classLimits: { general: { inferenceProfiles: [profile('us-east-1')], regions: ['eu-west-1'] } },
    },
    says: 'error contradicting-limits /classLimits/general/inferenceProfiles/0',
    right: {
      classRules: [{ class: 'general', match: { name: 'x' } }],
      classLimits: { general: { inferenceProfiles: [profile('eu-west-1')], regions: ['eu-west-1'] } },
      approvedRegions: ['us-east-1'],
    },
  },
  {
    name: 'models in use in a Region that is not approved',
    wrong: { modelRegions: ['eu-west-1'], approvedRegions: ['us-east-1'] },
    says: 'error contradicting-limits /modelRegions/0',
    right: { modelRegions: ['us-east-1'], approvedRegions: ['us-east-1', 'eu-west-1'] },
  },
  {
    name: 'an approved model that no account may enable',
    wrong: {
      approvedModels: [large],
      accountModels: [{ accountId: '111122223333', providers: ['anthropic'], models: ['meta.*'] }],
    },
    says: 'warning no-account-may-enable /approvedModels/0',
    right: {
      approvedModels: [large],
      accountModels: [{ accountId: '111122223333', providers: [], models: ['amazon.large-*'] }],
    },
  },
  {
    name: 'an enforced guardrail that is not approved',
    wrong: { enforcedGuardrails: [enforced], approvedGuardrails: [guardrail('def')] },
    says: 'error contradicting-enforcement /enforcedGuardrails/0',
    right: { enforcedGuardrails: [enforced], approvedGuardrails: [guardrail('abc')] },
  },
  {
    name: 'an enforced guardrail that is approved in another version',
    wrong: { enforcedGuardrails: [enforced], approvedGuardrails: [guardrail('abc:1')] },
    says: 'error contradicting-enforcement /enforcedGuardrails/0',
    right: { enforcedGuardrails: [enforced], approvedGuardrails: [guardrail('abc:2')] },
  },
  {
    name: 'an enforced draft',
    wrong: { enforcedGuardrails: [{ ...enforced, version: 'DRAFT' }] },
    says: 'error contradicting-enforcement /enforcedGuardrails/0/version',
    right: { enforcedGuardrails: [enforced] },
  },
  {
    name: 'an enforced guardrail of two versions',
    wrong: { enforcedGuardrails: [{ ...enforced, guardrailArn: guardrail('abc:1') }] },
    says: 'error contradicting-enforcement /enforcedGuardrails/0/version',
    right: { enforcedGuardrails: [{ ...enforced, guardrailArn: guardrail('abc:2') }] },
  },
  {
    name: 'a guardrail in a Region that is not approved',
    wrong: { approvedGuardrails: [guardrail('abc'), guardrail('def', 'eu-west-1')], approvedRegions: ['us-east-1'] },
    says: 'warning outside-approved-regions /approvedGuardrails/1',
    right: { approvedGuardrails: [guardrail('abc'), guardrail('abc', '*')], approvedRegions: ['us-east-1'] },
  },
  {
    name: 'an approved Region without an approved guardrail',
    wrong: { approvedGuardrails: [guardrail('abc')], approvedRegions: ['us-east-1', 'eu-west-1'] },
    says: 'warning region-without-guardrail /approvedRegions/1',
    right: {
      approvedGuardrails: [guardrail('abc'), guardrail('def', 'eu-west-1')],
      approvedRegions: ['us-east-1', 'eu-west-1'],
    },
  },
  {
    name: 'a Region of a class without an approved guardrail',
    wrong: {
      approvedModels: [large],
      approvedGuardrails: [guardrail('abc')],
      classRules: [{ class: 'general', match: { name: 'x' } }],
      classLimits: { general: { regions: ['us-east-1', 'eu-west-1'] } },
    },
    says: 'warning region-without-guardrail /classLimits/general/regions/1',
    right: {
      approvedModels: [large],
      approvedGuardrails: [guardrail('abc')],
      classRules: [{ class: 'general', match: { name: 'x' } }],
      classLimits: { general: { regions: ['us-east-1'] } },
    },
  },
  {
    name: 'a watched account outside of the organisation',
    wrong: { organisationAccounts: ['111122223333'], watchedAccounts: ['444455556666'] },
    says: 'warning not-an-own-account /watchedAccounts/0',
    right: { organisationAccounts: ['111122223333'], watchedAccounts: ['111122223333'] },
  },
  {
    name: 'a sandbox outside of the organisation',
    wrong: {
      approvedModels: [large],
      organisationAccounts: ['111122223333'],
      classRules: [{ class: 'evaluation', match: { name: 'x' } }],
      classLimits: { evaluation: { accounts: ['444455556666'] } },
    },
    says: 'warning not-an-own-account /classLimits/evaluation/accounts/0',
    right: {
      approvedModels: [large],
      organisationAccounts: ['111122223333'],
      classRules: [{ class: 'evaluation', match: { name: 'x' } }],
      classLimits: { evaluation: { accounts: ['111122223333'] } },
    },
  },
  {
    name: 'a watched account called external',
    wrong: { knownAccounts: [{ accountId: '444455556666' }], watchedAccounts: ['444455556666'] },
    says: 'warning own-account-called-external /knownAccounts/0',
    right: { knownAccounts: [{ accountId: '444455556666' }], watchedAccounts: ['111122223333'] },
  },
  {
    name: 'an external account that needs an external id and needs none',
    wrong: { knownAccounts: [{ accountId: '444455556666' }, { accountId: '444455556666', externalId: false }] },
    says: 'error contradicting-entries /knownAccounts/1',
    right: { knownAccounts: [{ accountId: '444455556666' }, { accountId: '444455556666', externalId: true }] },
  },
  {
    name: 'a class in accounts where it may not act',
    wrong: {
      approvedModels: [large],
      classRules: [{ class: 'evaluation', match: { name: 'x' }, accounts: ['111122223333'] }],
      classLimits: { evaluation: { accounts: ['444455556666'] } },
    },
    says: 'error contradicting-limits /classRules/0/accounts',
    right: {
      approvedModels: [large],
      classRules: [{ class: 'evaluation', match: { name: 'x' }, accounts: ['111122223333', '444455556666'] }],
      classLimits: { evaluation: { accounts: ['444455556666'] } },
    },
  },
  {
    name: 'networks of another organisation',
    wrong: {
      organisations: ['o-exampleorg1'],
      approvedNetwork: { vpcs: [], vpcEndpoints: [], organisations: ['o-exampleorg2'] },
    },
    says: 'warning not-an-own-organisation /approvedNetwork/organisations/0',
    right: {
      organisations: ['o-exampleorg1'],
      approvedNetwork: { vpcs: [], vpcEndpoints: [], organisations: ['o-exampleorg1'] },
    },
  },
  {
    name: 'logs in an account that may own none',
    wrong: { logDestinations: { ...logs, logGroups: [logGroup] }, organisationAccounts: ['111122223333'] },
    says: 'error contradicting-limits /logDestinations/logGroups/0',
    right: {
      logDestinations: { ...logs, logGroups: [logGroup], owners: ['999988887777'] },
      organisationAccounts: ['111122223333'],
    },
  },
  {
    name: 'a Region with models that nobody watches',
    wrong: { watchedRegions: ['us-east-1'], modelRegions: ['eu-west-1'] },
    says: 'warning region-not-watched /modelRegions/0',
    right: { watchedRegions: ['us-east-1', 'eu-west-1'], modelRegions: ['eu-west-1'] },
  },
  {
    name: "an agent that acts as one of Ringfence's roles",
    wrong: { agentRoles: [{ roleArn: role('rf'), agents: [agent] }], ownRoles: [role('rf')] },
    says: 'error contradicting-roles /agentRoles/0/roleArn',
    right: { agentRoles: [{ roleArn: role('agent'), agents: [agent] }], ownRoles: [role('rf')] },
  },
  {
    name: 'an agent that may write the settings',
    wrong: { agentRoles: [{ roleArn: role('agent'), agents: [agent] }], settingsWriters: [role('agent')] },
    says: 'error contradicting-roles /agentRoles/0/roleArn',
    right: { agentRoles: [{ roleArn: role('agent'), agents: [agent] }], settingsWriters: [role('admin')] },
  },
  {
    name: 'an agent of two roles',
    wrong: { agentRoles: ['a', 'b'].map((name) => ({ roleArn: role(name), agents: [agent] })) },
    says: 'error contradicting-roles /agentRoles/1/agents',
    right: { agentRoles: ['a', 'b'].map((name) => ({ roleArn: role(name), agents: [`${agent}${name}`] })) },
  },
  {
    name: 'people who are classed service',
    wrong: { people: [{ name: 'x' }], classRules: [{ class: 'service', match: { name: 'x' } }] },
    says: 'error contradicting-roles /people/0',
    right: { people: [{ name: 'y' }], classRules: [{ class: 'service', match: { name: 'x' } }] },
  },
  {
    name: 'an account that may enable two things',
    wrong: { accountModels: [enables(['amazon']), enables(['meta'])] },
    says: 'error contradicting-entries /accountModels/1',
    right: { accountModels: [enables(['amazon']), { ...enables(['meta']), accountId: '444455556666' }] },
  },
  {
    name: 'an account that may enable the same twice',
    wrong: { accountModels: [enables(['amazon']), enables(['amazon'])] },
    says: 'warning says-nothing-more /accountModels/1',
    right: { accountModels: [enables(['amazon', 'meta'])] },
  },
  {
    name: 'a workload of two owners',
    wrong: { workloads: [workload, { ...workload, owner: 'other' }] },
    says: 'error contradicting-entries /workloads/1',
    right: { workloads: [workload, { ...workload, arn: `${agent}D` }] },
  },
];

describe('Settings that contradict each other', () => {
  it.each(cases)('are named with the place: $name', ({ wrong, says }) => {
    expect(found(wrong)).toEqual([says]);
    const fault = pairFaults(whole(wrong))[0];
    expect(fault?.what).toMatch(/\w/u);
    expect(fault?.next).toMatch(/\w/u);
  });

  it.each(cases)('are none at the near miss of: $name', ({ right }) => {
    expect(found(right)).toEqual([]);
  });

  it('are looked for between all settings but those that stand alone, each pair with a case', () => {
    const paired = new Set(pairs.flatMap(({ settings }) => settings));
    const alone = (Object.keys(defaultCheckSettings) as (keyof CheckSettings)[]).filter((key) => !paired.has(key));
    expect(alone.sort()).toEqual([
      // Beside the rules of classes, and beside the account.
      'administrators',
      'apiKeyPrincipals',
      'approvedDataRetention',
      'guardrailMinimum',
      'maxApiKeyDays',
      // Beside every list that only a wider pack reads.
      'pack',
      'requiredBoundaries',
      'unusedDays',
    ]);
    for (const { settings, faults } of pairs) {
      const reached = cases.some(({ wrong }) => faults(whole(wrong)).length > 0);
      expect([settings, reached]).toEqual([settings, true]);
    }
  });
});

describe('Values that name nothing', () => {
  it.each<[string, Partial<CheckSettings>, string]>([
    [
      'a guardrail in a Region that is not known',
      { approvedGuardrails: [guardrail('abc', 'eu-centrl-1')] },
      'warning unknown-region /approvedGuardrails/0',
    ],
    [
      'enforcement in a Region that is not known',
      { enforcedGuardrails: [{ region: 'us-east-9', guardrailArn: guardrail('abc', '*'), version: '1' }] },
      'warning unknown-region /enforcedGuardrails/0/region',
    ],
    [
      'a Region of another partition',
      { approvedModels: [model('amazon.small-v1', 'cn-north-1')] },
      'error pattern-matches-nothing /approvedModels/0',
    ],
    [
      'a boundary that is a role',
      { requiredBoundaries: [role('x')] },
      'error pattern-matches-nothing /requiredBoundaries/0',
    ],
    [
      'an agent role that is a policy',
      { agentRoles: [{ roleArn: 'arn:aws:iam::111122223333:policy/x', agents: [agent] }] },
      'error pattern-matches-nothing /agentRoles/0/roleArn',
    ],
    [
      'an own role that is a user',
      { ownRoles: ['arn:aws:iam::111122223333:user/x'] },
      'error pattern-matches-nothing /ownRoles/0',
    ],
    [
      'a writer that is a bucket',
      { settingsWriters: ['arn:aws:s3:::x'] },
      'error pattern-matches-nothing /settingsWriters/0',
    ],
    [
      'a mode of retention',
      { approvedDataRetention: ['provider-data-share'] },
      'warning unknown-value /approvedDataRetention/0',
    ],
    [
      'a type of personal data',
      { guardrailMinimum: { sensitiveInformation: ['EMAIL', 'E_MAIL'] } },
      'warning unknown-value /guardrailMinimum/sensitiveInformation/1',
    ],
    [
      'an entry said twice',
      { approvedRegions: ['us-east-1', 'us-east-1'] },
      'warning says-nothing-more /approvedRegions/1',
    ],
    [
      'a version of a guardrail that is approved in every version',
      { approvedGuardrails: [guardrail('abc'), guardrail('abc:1')] },
      'warning says-nothing-more /approvedGuardrails/1',
    ],
  ])('are named with the place: %s', (_name, set, says) => {
    expect(found(set)).toEqual([says]);
  });

  it.each<[string, Partial<CheckSettings>]>([
    ['two versions of a guardrail', { approvedGuardrails: [guardrail('abc:1'), guardrail('abc:2')] }],
    ['a boundary', { requiredBoundaries: ['arn:aws:iam::111122223333:policy/x', 'arn:aws:iam::*:policy/y'] }],
    ['a writer that is a session', { settingsWriters: ['arn:aws:sts::111122223333:assumed-role/x/y'] }],
    [
      'a Region of its partition',
      { approvedModels: ['arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.small-v1'] },
    ],
  ])('are none: %s', (_name, set) => {
    expect(found(set)).toEqual([]);
  });
});
