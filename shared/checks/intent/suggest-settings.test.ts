import { aPolicy, aRole, aUser } from '../../../test/builders/a-principal.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { checks } from '../catalogue.ts';
import { defaultCheckSettings } from '../settings.ts';
import { readCheckSettings } from './read-check-settings.ts';
import { settingsFaults } from './settings-faults.ts';
import { suggestSettings } from './suggest-settings.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.small-v1';
const profile = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.small-v1';
const tuned = 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc';
const named = (principal: PrincipalFacts) => ({ principal, modelAccess: 'yes' as const, anyModel: 'no' as const });
const wide = (principal: PrincipalFacts) => ({ principal, modelAccess: 'yes' as const, anyModel: 'yes' as const });
const app = aRole({ name: 'app', allows: 'bedrock:InvokeModel', on: [model, profile] });

describe('Settings drafted from an account', () => {
  it('approve the models and profiles that policies name, and class who names them by unique id', () => {
    const { settings, confirm } = suggestSettings([named(app)]);
    expect(settings).toEqual({
      pack: 'recommended',
      approvedModels: [model],
      approvedInferenceProfiles: [profile],
      approvedRegions: ['us-east-1'],
      classRules: [{ class: 'general', match: { uniqueId: 'AROAAPP' }, note: 'role app: confirm its class' }],
      classLimits: { general: { models: [model], inferenceProfiles: [profile] } },
    });
    expect(confirm).toContain('/classRules: confirm that each principal has the class that its work needs.');
  });

  it('class who names fine-tuned models fine-tuned', () => {
    const { settings } = suggestSettings([named(aRole({ allows: 'bedrock:InvokeModel', on: [model, tuned] }))]);
    expect(settings.classRules).toMatchObject([{ class: 'fine-tuned' }]);
    expect(settings.classLimits).toEqual({ 'fine-tuned': { models: [tuned, model] } });
    expect(settings.approvedModels).toEqual([model]);
  });

  it('approve what a policy names for the second endpoint, whose models are values of a key', () => {
    const second = aRole({
      statements: [
        {
          Effect: 'Allow',
          Action: 'bedrock-mantle:CreateInference',
          Resource: '*',
          Condition: { StringEquals: { 'bedrock-mantle:Model': 'example.open-v1' } },
        },
      ],
    });
    const { settings } = suggestSettings([named(second)]);
    expect(settings.approvedModels).toEqual(['arn:aws:bedrock:*::foundation-model/example.open-v1']);
  });

  it('name a guardrail once where one policy names a version of it and another any', () => {
    const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';
    const testing = (value: string) =>
      named(
        aRole({
          statements: [
            {
              Effect: 'Allow',
              Action: 'bedrock:InvokeModel',
              Resource: model,
              Condition: { StringLike: { 'bedrock:GuardrailIdentifier': value } },
            },
          ],
        }),
      );
    const { settings } = suggestSettings([
      testing(`${guardrail}:1`),
      testing(`${guardrail}:*`),
      testing(`${guardrail}d:2`),
    ]);
    expect(settings.approvedGuardrails).toEqual([guardrail, `${guardrail}d:2`]);
  });

  it('take guardrails, Regions, networks, organisations, partners and boundaries from conditions and trust', () => {
    const role = aRole({
      statements: [
        {
          Effect: 'Allow',
          Action: 'bedrock:InvokeModel',
          Resource: model,
          Condition: {
            StringEquals: {
              'aws:RequestedRegion': 'eu-central-1',
              'aws:SourceVpce': 'vpce-0123456789abcdef0',
              'aws:PrincipalOrgID': 'o-exampleorgid',
            },
            StringLike: { 'bedrock:GuardrailIdentifier': 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc:*' },
          },
        },
      ],
      trust: [{ Effect: 'Allow', Principal: { AWS: ['444455556666', '111122223333'] }, Action: 'sts:AssumeRole' }],
      boundary: aPolicy(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { arn: 'arn:aws:iam::111122223333:policy/limits' },
      ),
    });
    expect(suggestSettings([named(role)]).settings).toMatchObject({
      approvedGuardrails: ['arn:aws:bedrock:us-east-1:111122223333:guardrail/abc'],
      approvedRegions: ['eu-central-1', 'us-east-1'],
      approvedNetwork: { vpcs: [], vpcEndpoints: ['vpce-0123456789abcdef0'], organisations: [] },
      organisations: ['o-exampleorgid'],
      knownAccounts: [{ accountId: '444455556666', externalId: true }],
      requiredBoundaries: ['arn:aws:iam::111122223333:policy/limits'],
    });
  });

  it('leave out the boundary that contains somebody, and what a policy has as an example', () => {
    const own = 'arn:aws:iam::111122223333:policy/ringfence/0123456789abcdef0123456789abcdef';
    const role = aRole({
      allows: 'bedrock:InvokeModel',
      on: [model, 'arn:aws:bedrock:REGION:111122223333:imported-model/abc'],
      boundary: aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { arn: own }),
    });
    const { settings } = suggestSettings([named(role)]);
    expect(settings.requiredBoundaries).toBeUndefined();
    expect(settings.approvedModels).toEqual([model]);
  });

  it('hold the pack that was asked for', () => {
    expect(suggestSettings([], 'strict').settings).toEqual({ pack: 'strict' });
  });

  it('never make an administrator, and say who needs a decision', () => {
    const { settings, confirm } = suggestSettings([wide(aRole({ name: 'Admin', allows: '*' })), named(app)]);
    expect(JSON.stringify(settings)).not.toContain('administrator');
    expect(settings.classRules).toHaveLength(1);
    expect(confirm.at(-1)).toBe(
      'No class is proposed for those who can invoke any model: Admin (AROAADMIN). Name their models first, or put the unique id of those who administer into /administrators.',
    );
  });

  it('propose nothing for those that cannot be read, that use no model or that belong to AWS', () => {
    const unread = { principal: app, modelAccess: 'unknown' as const, anyModel: 'unknown' as const };
    const none = { principal: aUser(), modelAccess: 'no' as const, anyModel: 'no' as const };
    const linked = named({ ...app, path: '/aws-service-role/bedrock.amazonaws.com/' });
    const { settings, confirm } = suggestSettings([unread, none, linked]);
    expect(settings).toEqual({ pack: 'recommended' });
    expect(confirm).toEqual(['Not everything could be read of app (AROAAPP): nothing is proposed for them.']);
  });

  it('name a principal by its name where its id has another form, and leave out what is no guardrail', () => {
    const guarded = {
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: model,
      Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': 'arn:aws:s3:::x' } },
    };
    const { settings } = suggestSettings([named(aRole({ uniqueId: 'odd', statements: [guarded] }))]);
    expect(settings.classRules).toMatchObject([{ match: { name: 'ml-app' } }]);
    expect(settings.approvedGuardrails).toBeUndefined();
  });

  it('are read back without an error', () => {
    const { settings, confirm } = suggestSettings([named(app), wide(aRole({ name: 'Admin', allows: '*' }))]);
    const read = readCheckSettings(JSON.stringify({ $comment: confirm, ...settings }));
    expect(read.faults).toEqual([]);
    const faults = settingsFaults({
      settings: read.settings ?? defaultCheckSettings,
      now: '2026-11-21T21:00:00Z',
      checks,
    });
    expect(faults.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
