import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { defaultCheckSettings } from '../settings.ts';
import { readCheckSettings } from './read-check-settings.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.example-v1';
const fault = (settings: unknown) => {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  const [first, ...more] = readCheckSettings(text).faults;
  return { code: first?.code, at: first?.at, level: first?.level, next: first?.next, more: more.length };
};

describe('Reading a settings file', () => {
  it('takes what is left out from the defaults', () => {
    expect(readCheckSettings('{}')).toEqual({ settings: defaultCheckSettings, faults: [] });
    const { settings } = readCheckSettings(JSON.stringify({ approvedModels: [model], pack: 'strict' }));
    expect(settings).toEqual({ ...defaultCheckSettings, approvedModels: [model], pack: 'strict' });
  });

  it('takes the settings of before the classes as they are', () => {
    const before = {
      approvedModels: [model],
      approvedGuardrails: [],
      administrators: ['AROAEXAMPLE'],
      modelRegions: [],
      pack: 'essential',
    };
    expect(readCheckSettings(JSON.stringify(before)).faults).toEqual([]);
  });

  it('leaves notes of a person aside, and a byte order mark', () => {
    const text = `\uFEFF${JSON.stringify({ $schema: 'settings.schema.json', $comment: ['ask <owner>'] })}`;
    expect(readCheckSettings(text)).toEqual({ settings: defaultCheckSettings, faults: [] });
  });

  it.each<[string, unknown, string, string]>([
    ['no JSON', '{', 'not-json', ''],
    ['a list', '[]', 'wrong-value', ''],
    ['the same key twice', '{"pack":"strict","pack":"essential"}', 'duplicate-key', '/pack'],
    ['a misspelt setting', { approvedModel: [model] }, 'unknown-field', '/approvedModel'],
    ['a misspelt limit', { classLimits: { general: { model: [] } } }, 'unknown-field', '/classLimits/general/model'],
    [
      'a class that is none',
      { classRules: [{ class: 'admin', match: { name: 'x' } }] },
      'wrong-value',
      '/classRules/0/class',
    ],
    ['limits of a class that is none', { classLimits: { fine_tuned: {} } }, 'unknown-field', '/classLimits/fine_tuned'],
    ['a model without arn:', { approvedModels: ['amazon.example-v1'] }, 'wrong-value', '/approvedModels/0'],
    ['an administrator by name', { administrators: ['PlatformAdmin'] }, 'wrong-value', '/administrators/0'],
    [
      'an account of eleven digits',
      { organisationAccounts: ['11112222333'] },
      'wrong-value',
      '/organisationAccounts/0',
    ],
    ['a path without its end', { people: [{ path: '/staff' }] }, 'wrong-value', '/people/0/path'],
    ['a match of two kinds', { people: [{ path: '/staff/', name: 'x' }] }, 'wrong-value', '/people/0'],
    ['an empty name', { people: [{ name: '' }] }, 'wrong-value', '/people/0/name'],
    [
      'an end that is no time',
      { classRules: [{ class: 'general', match: { name: 'x' }, expires: '31 Jan' }] },
      'wrong-value',
      '/classRules/0/expires',
    ],
    [
      'sessions of thirteen hours',
      { classLimits: { general: { maxSessionHours: 13 } } },
      'wrong-value',
      '/classLimits/general/maxSessionHours',
    ],
    [
      'a placeholder of a template',
      { approvedModels: ['arn:${AWS::Partition}:bedrock:*::foundation-model/x.y'] },
      'placeholder',
      '/approvedModels/0',
    ],
    ['a placeholder of a person', { organisations: ['<your organisation>'] }, 'placeholder', '/organisations/0'],
  ])('refuses %s, with the place and what to do', (_name, settings, code, at) => {
    expect(fault(settings)).toMatchObject({ code, at, level: 'error', next: expect.stringMatching(/./u) as string });
    expect(
      readCheckSettings(typeof settings === 'string' ? settings : JSON.stringify(settings)).settings,
    ).toBeUndefined();
  });

  const guarded = (arn: string) => ({ approvedGuardrails: [arn] });
  it.each<[string, unknown, string, string]>([
    ['a whole example', guarded('arn:aws:bedrock:REGION:ACCOUNT:guardrail/ID'), 'placeholder', '/approvedGuardrails/0'],
    [
      'an example of an id',
      guarded('arn:aws:bedrock:us-east-1:111122223333:guardrail/ID'),
      'placeholder',
      '/approvedGuardrails/0',
    ],
    [
      'an example in a limit',
      { classLimits: { general: { models: ['arn:aws:bedrock:REGION::foundation-model/amazon.x-v1'] } } },
      'placeholder',
      '/classLimits/general/models/0',
    ],
    ['an example of a role', { ownRoles: ['arn:aws:iam::111122223333:role/YOUR-ROLE'] }, 'placeholder', '/ownRoles/0'],
    [
      'a log group of an example',
      { logDestinations: { logGroups: ['arn:aws:logs:us-east-1:ACCOUNT_ID:log-group:x'] } },
      'placeholder',
      '/logDestinations/logGroups/0',
    ],
    [
      'a Region that is none',
      guarded('arn:aws:bedrock:europe:111122223333:guardrail/abc'),
      'not-a-region',
      '/approvedGuardrails/0',
    ],
    [
      'a guardrail without a Region',
      guarded('arn:aws:bedrock::111122223333:guardrail/abc'),
      'not-a-region',
      '/approvedGuardrails/0',
    ],
    [
      'an account that is none',
      guarded('arn:aws:bedrock:us-east-1:1111:guardrail/abc'),
      'not-an-account',
      '/approvedGuardrails/0',
    ],
    ['a role without an account', { settingsWriters: ['arn:aws:iam::role/x'] }, 'not-an-account', '/settingsWriters/0'],
    [
      'a pattern where one role is meant',
      { agentRoles: [{ roleArn: 'arn:aws:iam::*:role/x', agents: ['arn:aws:bedrock:*:*:agent/*'] }] },
      'not-an-account',
      '/agentRoles/0/roleArn',
    ],
  ])('refuses an ARN that names nothing by name: %s', (_name, settings, code, at) => {
    expect(fault(settings)).toMatchObject({ code, at, level: 'error', more: 0 });
  });

  it.each<[string, unknown]>([
    ['any Region and account in a pattern', { approvedInferenceProfiles: ['arn:aws:bedrock:*:*:inference-profile/x'] }],
    ['a policy that AWS manages', { requiredBoundaries: ['arn:aws:iam::aws:policy/PowerUserAccess'] }],
    ['a bucket', { logDestinations: { buckets: ['arn:aws:s3:::logs'] } }],
    ['a Region of another partition', guarded('arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:guardrail/id')],
    ['a role whose name holds such a word', { ownRoles: ['arn:aws:iam::111122223333:role/ID-provider'] }],
  ])('takes %s', (_name, settings) => {
    expect(readCheckSettings(JSON.stringify(settings)).faults).toEqual([]);
  });

  it('names the setting that was most likely meant, and only where one is near', () => {
    expect(fault({ aprovedGuardrails: [] }).next).toBe('write approvedGuardrails');
    expect(fault({ budget: 1 }).next).toContain('JSON Schema');
  });

  it('names every fault of a file, not the first alone', () => {
    expect(fault({ approvedModel: [], approvedRegion: [], pack: 'all' }).more).toBe(2);
  });

  it('agrees with the published JSON Schema', () => {
    const file = path.join(import.meta.dirname, '../../../events/contracts/settings.schema.json');
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>,
    );
    expect(
      validate({
        $comment: ['x'],
        approvedModels: [model],
        classRules: [{ class: 'general', match: { path: '/x/' } }],
      }),
    ).toBe(true);
    expect(validate({ approvedModel: [model] })).toBe(false);
    expect(validate({ administrators: ['PlatformAdmin'] })).toBe(false);
  });
});
