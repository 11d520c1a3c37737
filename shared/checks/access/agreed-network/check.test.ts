import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { agreedNetwork } from './check.ts';

const endpoint = 'vpce-0123456789abcdef0';
const approvedNetwork = { vpcs: ['vpc-0123456789abcdef0'], vpcEndpoints: [endpoint], organisations: [] };
const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const invoke = (Condition?: object) => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: model,
  ...(Condition === undefined ? {} : { Condition }),
});
const denied = (Condition: object) => ({ Effect: 'Deny', Action: 'bedrock:*', Resource: '*', Condition });
const answers = (...statements: object[]) =>
  named(askOne(agreedNetwork, aRole({ statements: statements as never }), { settings: { approvedNetwork } }), 'yes');
const equal = { 'aws:SourceVpce': endpoint };

describe('RF.ACCESS.7 Model calls come from the network that was agreed', () => {
  it.each([
    ['no condition', [invoke()]],
    ['IfExists, which a call over the public endpoint passes', [invoke({ StringEqualsIfExists: equal })]],
    ['ForAllValues, which an absent key passes', [invoke({ 'ForAllValues:StringEquals': equal })]],
    [
      'a Deny with ForAnyValue, which an absent key escapes',
      [invoke(), denied({ 'ForAnyValue:StringNotEquals': equal })],
    ],
    ['another endpoint', [invoke({ StringEquals: { 'aws:SourceVpce': 'vpce-0fedcba9876543210' } })]],
  ])('answers yes for %s', (_name, statements) => {
    expect(answers(...statements)).toEqual(['agreed-network']);
  });

  it.each([
    ['the endpoint is tested where the call is allowed', [invoke({ StringEquals: equal })]],
    ['the VPC is', [invoke({ StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } })]],
    ['calls from elsewhere are denied', [invoke(), denied({ StringNotEquals: equal })]],
    [
      'they are denied except for what AWS services call',
      [invoke(), denied({ StringNotEquals: equal, Bool: { 'aws:ViaAWSService': 'false' } })],
    ],
    ['a service alone may call for it', [invoke({ Bool: { 'aws:ViaAWSService': 'true' } })]],
  ])('answers no where %s', (_name, statements) => {
    expect(answers(...statements)).toEqual([]);
  });

  it('takes the network of the class before that of the account', () => {
    const settings = {
      approvedNetwork,
      classRules: [{ class: 'general' as const, match: { name: 'ml-*' } }],
      classLimits: { general: { network: { vpcs: [], vpcEndpoints: ['vpce-0fedcba9876543210'], organisations: [] } } },
    };
    const role = aRole({ statements: [invoke({ StringEquals: equal })] });
    expect(named(askOne(agreedNetwork, role, { settings }), 'yes')).toEqual(['agreed-network']);
  });

  it('asks nothing where no network was agreed', () => {
    expect(askOne(agreedNetwork, aRole({ allows: '*' }))).toEqual([]);
  });
});
