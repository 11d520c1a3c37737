import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { approvedRegions } from './check.ts';

const settings = { approvedRegions: ['eu-central-1', 'eu-west-1'] };
const invoke = (Resource: string | readonly string[], Condition?: object) => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const judge = (...statements: readonly object[]) =>
  askOne(approvedRegions, aRole({ statements: statements as never }), { settings });
const inRegion = (operator: string) => ({ [operator]: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } });
const profile = 'arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.example.model-v1';
const destination = (region: string) => `arn:aws:bedrock:${region}::foundation-model/example.model-v1`;

describe('RF.ACCESS.11 Access stays in approved Regions', () => {
  it.each([
    ['any Region', [invoke('*')]],
    ['a Region that is not approved', [invoke(destination('us-east-1'))]],
    ['a profile with a destination that is not approved', [invoke([profile, destination('eu-north-1')])]],
    [
      'inline agents, which name no resource',
      [{ Effect: 'Allow', Action: 'bedrock:InvokeInlineAgent', Resource: '*' }],
    ],
  ])('answers yes for a role that reaches %s', (_name, statements) => {
    expect(named(judge(...statements), 'yes')).toEqual(['approved-regions']);
  });

  it('names the Region of the witness', () => {
    expect(judge(invoke(destination('us-east-1')))[0]?.sentence).toBe('ml-app can call models in us-east-1');
  });

  it.each([
    ['the Regions of its models are', [invoke([destination('eu-central-1'), destination('eu-west-1')])]],
    ['a profile and all its destinations are', [invoke([profile, destination('eu-central-1')])]],
    ['the Region of the request is tested', [invoke('*', inRegion('StringEquals'))]],
    [
      'other Regions are denied',
      [invoke('*'), { Effect: 'Deny', Action: '*', Resource: '*', Condition: inRegion('StringNotEquals') }],
    ],
  ])('answers no where %s', (_name, statements) => {
    expect(named(judge(...statements), 'no')).toEqual(['approved-regions']);
  });

  it('takes the Regions of the class before those of the account', () => {
    const own = {
      ...settings,
      classRules: [{ class: 'evaluation' as const, match: { path: '/' } }],
      classLimits: { evaluation: { regions: ['us-east-1'] } },
    };
    const role = aRole({ statements: [invoke(destination('us-east-1'))] });
    expect(named(askOne(approvedRegions, role, { settings: own }), 'no')).toEqual(['approved-regions']);
  });

  it('asks nothing without a list', () => {
    expect(askOne(approvedRegions, aRole({ allows: '*' }))).toEqual([]);
  });
});
