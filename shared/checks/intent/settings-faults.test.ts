import { aRole } from '../../../test/builders/a-principal.ts';
import { known } from '../../facts/known.ts';
import { checks } from '../catalogue.ts';
import { defaultCheckSettings, type CheckSettings } from '../settings.ts';
import { settingsFaultCodes } from './settings-fault.ts';
import { settingsFaults, type FaultInput } from './settings-faults.ts';
import { settingsNeeded } from './settings-needed.ts';

const now = '2026-11-21T21:00:00.000Z';
const faults = (set: Partial<CheckSettings>, account?: FaultInput['account']) =>
  settingsFaults({
    settings: { ...defaultCheckSettings, pack: 'strict', ...set },
    now,
    checks,
    ...(account === undefined ? {} : { account }),
  });
const found = (set: Partial<CheckSettings>) => faults(set).map(({ code, at }) => `${code} ${at}`);
const model = (id: string, region = 'us-east-1') => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const small = model('amazon.small-v1');
const logs = defaultCheckSettings.logDestinations;

describe('Mistakes in settings', () => {
  it('are none in settings that say nothing, and in settings that are right', () => {
    expect(faults({})).toEqual([]);
    expect(
      faults({
        approvedModels: [small],
        approvedRegions: ['us-east-1'],
        classRules: [
          { class: 'evaluation', match: { name: 'eval-*' } },
          { class: 'general', match: { path: '/apps/' }, expires: '2027-01-01T00:00:00Z' },
        ],
        classLimits: { evaluation: { models: [small] }, general: { models: [small], regions: ['us-east-1'] } },
        enforcedGuardrails: [
          { region: 'us-east-1', guardrailArn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc', version: '1' },
        ],
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<CheckSettings>, string]>([
    [
      'an administrator by a name',
      { classRules: [{ class: 'administrator', match: { name: 'admin-*' } }] },
      'administrator-needs-unique-id /classRules/0',
    ],
    [
      'two classes for the same match',
      {
        approvedModels: [small],
        classRules: [
          { class: 'general', match: { name: 'ml-*' } },
          { class: 'specialised', match: { name: 'ml-*' } },
        ],
      },
      'contradicting-rules /classRules/1',
    ],
    [
      'an administrator who is classed something else',
      {
        approvedModels: [small],
        administrators: ['AROAX'],
        classRules: [{ class: 'general', match: { uniqueId: 'AROAX' } }],
      },
      'contradicting-rules /classRules/0',
    ],
    [
      'a high-cost model on the list of another class',
      {
        highCostModels: [model('amazon.large-*', '*')],
        classRules: [{ class: 'general', match: { name: 'ml-*' } }],
        classLimits: { general: { models: [model('amazon.large-v1')] } },
      },
      'contradicting-limits /classLimits/general/models/0',
    ],
    [
      'a fine-tuned model on the list of another class',
      {
        classRules: [
          { class: 'fine-tuned', match: { name: 'ft-*' } },
          { class: 'general', match: { name: 'ml-*' } },
        ],
        approvedModels: [small],
        classLimits: { general: { models: ['arn:aws:bedrock:us-east-1:111122223333:imported-model/abc'] } },
      },
      'contradicting-limits /classLimits/general/models/0',
    ],
    [
      'a model in a Region that is not approved',
      {
        approvedRegions: ['eu-central-1'],
        classRules: [{ class: 'general', match: { name: 'ml-*' } }],
        classLimits: { general: { models: [small] } },
      },
      'contradicting-limits /classLimits/general/models/0',
    ],
    [
      'a guardrail that is enforced in another Region than its own',
      {
        enforcedGuardrails: [
          {
            region: 'eu-central-1',
            guardrailArn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc',
            version: '1',
          },
        ],
      },
      'contradicting-enforcement /enforcedGuardrails/0',
    ],
    [
      'two guardrails enforced in one Region',
      {
        enforcedGuardrails: ['abc', 'def'].map((id) => ({
          region: 'us-east-1',
          guardrailArn: `arn:aws:bedrock:us-east-1:111122223333:guardrail/${id}`,
          version: '1',
        })),
      },
      'contradicting-enforcement /enforcedGuardrails/1',
    ],
    [
      'a foundation model with an account',
      { approvedModels: ['arn:aws:bedrock:us-east-1:111122223333:foundation-model/amazon.small-v1'] },
      'pattern-matches-nothing /approvedModels/0',
    ],
    [
      'an inference profile without one',
      { approvedInferenceProfiles: ['arn:aws:bedrock:us-east-1::inference-profile/us.amazon.small-v1'] },
      'pattern-matches-nothing /approvedInferenceProfiles/0',
    ],
    [
      'a kind of model that is none',
      { highCostModels: ['arn:aws:bedrock:us-east-1::foundation-models/x.y'] },
      'pattern-matches-nothing /highCostModels/0',
    ],
    [
      'a service without models',
      { approvedModels: ['arn:aws:s3:::models'] },
      'pattern-matches-nothing /approvedModels/0',
    ],
    ['half an ARN', { approvedModels: ['arn:aws:bedrock'] }, 'pattern-matches-nothing /approvedModels/0'],
    ['a model without a provider', { approvedModels: [model('small')] }, 'pattern-matches-nothing /approvedModels/0'],
  ])('are errors: %s', (_name, set, expected) => {
    expect(found(set)).toContain(expected);
    expect(faults(set).find(({ code, at }) => `${code} ${at}` === expected)).toMatchObject({
      level: 'error',
      next: expect.stringMatching(/\w/u) as string,
    });
  });

  it.each<[string, Partial<CheckSettings>, string]>([
    [
      'a rule inside the reach of a narrower one',
      {
        approvedModels: [small],
        classRules: [
          { class: 'evaluation', match: { name: 'ml-*' } },
          { class: 'general', match: { name: 'ml-app-*' } },
        ],
      },
      'unreachable-rule /classRules/1',
    ],
    [
      'a path inside the path of a narrower class',
      {
        approvedModels: [small],
        classRules: [
          { class: 'general', match: { path: '/ml/apps/' } },
          { class: 'evaluation', match: { path: '/ml/' } },
        ],
      },
      'unreachable-rule /classRules/0',
    ],
    [
      'a rule said twice',
      {
        approvedModels: [small],
        classRules: [
          { class: 'general', match: { name: 'ml-*' } },
          { class: 'general', match: { name: 'ml-*' } },
        ],
      },
      'unreachable-rule /classRules/1',
    ],
    [
      'a rule for everybody',
      { approvedModels: [small], classRules: [{ class: 'general', match: { path: '/' } }] },
      'matches-everything /classRules/0/match',
    ],
    [
      'a rule that has ended',
      {
        approvedModels: [small],
        classRules: [{ class: 'general', match: { name: 'x' }, expires: '2026-01-01T00:00:00Z' }],
      },
      'expired /classRules/0/expires',
    ],
    [
      'an account that was known',
      { knownAccounts: [{ accountId: '444455556666', expires: '2026-01-01T00:00:00Z' }] },
      'expired /knownAccounts/0/expires',
    ],
    [
      'an own account called external',
      { knownAccounts: [{ accountId: '444455556666' }], organisationAccounts: ['444455556666'] },
      'own-account-called-external /knownAccounts/0',
    ],
    [
      'a class whose models no list names',
      { classRules: [{ class: 'general', match: { name: 'x' } }] },
      'class-without-limits /classLimits',
    ],
    [
      'limits that no rule gives',
      { classLimits: { general: { models: [small] } } },
      'limits-without-rule /classLimits/general',
    ],
    [
      'every model',
      { approvedModels: ['arn:aws:bedrock:*::foundation-model/*'] },
      'pattern-matches-everything /approvedModels/0',
    ],
    ['an unknown provider', { approvedModels: [model('amazn.small-v1')] }, 'unknown-provider /approvedModels/0'],
    [
      'an unknown provider of an account',
      { accountModels: [{ accountId: '111122223333', providers: ['antropic'], models: [] }] },
      'unknown-provider /accountModels/0/providers/0',
    ],
    ['an unknown Region', { approvedRegions: ['eu-centrl-1'] }, 'unknown-region /approvedRegions/0'],
    ['an administrator by half an id', { administrators: ['AROAHALF'] }, 'unknown-value /administrators/0'],
    ['a key user by half an id', { apiKeyPrincipals: ['AIDAHALF'] }, 'unknown-value /apiKeyPrincipals/0'],
    ['a person by half an id', { people: [{ uniqueId: 'AIDAHALF' }] }, 'unknown-value /people/0/uniqueId'],
    [
      'a rule by half an id',
      { approvedModels: [small], classRules: [{ class: 'general', match: { uniqueId: 'AROAHALF' } }] },
      'unknown-value /classRules/0/match/uniqueId',
    ],
    [
      'a bucket as only old ones are called',
      { logDestinations: { ...logs, buckets: ['Model_Logs'] } },
      'unknown-value /logDestinations/buckets/0',
    ],
    [
      'a list that the pack does not read',
      { pack: 'essential', approvedRegions: ['us-east-1'] },
      'not-asked-in-this-pack /approvedRegions',
    ],
  ])('are warnings: %s', (_name, set, expected) => {
    expect(found(set)).toContain(expected);
    expect(faults(set).filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(['s3://models', 'models-*', 'ab', 'models/prefix'])('are errors: a bucket called %s', (bucket) => {
    const of = (name: string) => found({ logDestinations: { ...logs, buckets: [name] } });
    expect(of(bucket)).toEqual(['pattern-matches-nothing /logDestinations/buckets/0']);
    expect(of('models')).toEqual([]);
    expect(of('arn:aws:s3:::models')).toEqual([]);
  });

  it.each(['/bedrock models', '/bedrock:*'])('are errors: a log group called %s', (group) => {
    const of = (name: string) => found({ logDestinations: { ...logs, logGroups: [name] } });
    expect(of(group)).toEqual(['pattern-matches-nothing /logDestinations/logGroups/0']);
    expect(of('/aws/bedrock/models')).toEqual([]);
  });

  it('say nothing about a whole id', () => {
    expect(found({ administrators: ['AROAEXAMPLEADMIN0001'] })).toEqual([]);
  });

  it('say what was most likely meant', () => {
    expect(faults({ approvedRegions: ['eu-centrl-1'] })[0]?.next).toBe('write eu-central-1?');
    expect(faults({ approvedModels: [model('amazn.small-v1')] })[0]?.next).toBe('write amazon?');
  });

  it('are not seen where a wildcard may stand for any provider, Region or account', () => {
    expect(
      found({ approvedModels: [model('*.small-v1', '*'), 'arn:aws:bedrock:*:*:inference-profile/us.amazon.*'] }),
    ).toEqual([]);
  });

  it('put errors first', () => {
    const levels = faults({ approvedRegions: ['xx'], approvedModels: ['arn:aws:bedrock'] }).map(({ level }) => level);
    expect(levels).toEqual(['error', 'warning']);
  });
});

describe('Mistakes in settings beside an account', () => {
  const uniqueId = 'AROAEXAMPLEMLAPP0001';
  const account = (tagsItself: 'yes' | 'no' = 'no') => ({
    principals: [
      { ...aRole({ name: 'ml-app', tags: known({ class: 'general' }) }), uniqueId },
      aRole({ name: 'batch' }),
    ],
    tagsItself: () => tagsItself,
  });
  const beside = (set: Partial<CheckSettings>, tagsItself?: 'yes' | 'no') =>
    faults({ approvedModels: [small], ...set }, account(tagsItself)).map(({ code, at }) => `${code} ${at}`);

  it.each<[string, Partial<CheckSettings>, string]>([
    [
      'a rule that nobody matches',
      { classRules: [{ class: 'general', match: { name: 'ML-*' } }] },
      'matches-nobody /classRules/0/match',
    ],
    [
      'an administrator who is gone',
      { administrators: ['AROAEXAMPLEGONE00001'] },
      'no-such-principal /administrators/0',
    ],
    ['a key user who is gone', { apiKeyPrincipals: ['AIDAEXAMPLEGONE00001'] }, 'no-such-principal /apiKeyPrincipals/0'],
    [
      'a principal of two classes',
      {
        classRules: [
          { class: 'general', match: { name: 'ml-*' } },
          { class: 'specialised', match: { uniqueId } },
        ],
      },
      'narrower-class-wins /classRules/1',
    ],
  ])('are warnings: %s', (_name, set, expected) => {
    expect(beside(set)).toEqual([expected]);
  });

  it('tell of a class that its bearer can give itself', () => {
    const classRules = [{ class: 'general' as const, match: { tag: { key: 'class', value: 'general' } } }];
    expect(beside({ classRules }, 'yes')).toEqual(['tags-itself /classRules/0']);
    expect(beside({ classRules }, 'no')).toEqual([]);
  });

  it('say nothing about rules of other accounts', () => {
    expect(beside({ classRules: [{ class: 'general', match: { name: 'zz-*' }, accounts: ['444455556666'] }] })).toEqual(
      [],
    );
  });
});

describe('Settings that are not there', () => {
  it('are named with the check that would read them, in the pack that asks it', () => {
    const strict = settingsNeeded(checks, { ...defaultCheckSettings, pack: 'strict' }).map(({ checkId }) => checkId);
    expect(strict).toEqual(expect.arrayContaining(['RF.ACCESS.2', 'RF.ACCESS.7', 'RF.ACCESS.25']));
    expect(settingsNeeded(checks, defaultCheckSettings)).toEqual([]);
  });

  it('are not named once they are filled', () => {
    const settings = { ...defaultCheckSettings, pack: 'strict' as const, approvedRegions: ['us-east-1'] };
    expect(settingsNeeded(checks, settings).map(({ checkId }) => checkId)).not.toContain('RF.ACCESS.11');
  });
});

it('every kind of mistake has a name of its own', () => {
  expect(new Set(settingsFaultCodes).size).toBe(settingsFaultCodes.length);
});
