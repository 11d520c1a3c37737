import { App, aws_iam as iam, aws_organizations as organizations, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { compileFunction } from 'node:vm';
import { policyForms, type PolicyToAttach } from '../../shared/response/policy-forms.ts';

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'RingfenceDeny1',
      Effect: 'Deny',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      NotResource: 'arn:aws:bedrock:*::foundation-model/example.model-v1',
      Condition: { StringNotEquals: { 'aws:PrincipalTag/team': '${aws:RequestTag/team}' } },
    },
  ],
});
const attached: readonly PolicyToAttach[] = [
  { kind: 'boundary', name: 'app-boundary', document, to: { kind: 'role', name: 'app' } },
  { kind: 'boundary', name: 'app-boundary', document, to: { kind: 'user', name: 'app' } },
  { kind: 'inline', name: 'app', document, to: { kind: 'role', name: 'app' } },
  { kind: 'inline', name: 'deny', document, to: { kind: 'user', name: 'team.app' } },
  { kind: 'managed', name: 'app', document, to: { kind: 'role', name: 'app' } },
  { kind: 'managed', name: 'deny', document, to: { kind: 'user', name: 'app' } },
  { kind: 'scp', name: 'deny', document, to: '111122223333' },
];

/** What the CDK form makes in a stack that declares the role and the user of a boundary. */
const synthesised = (cdk: string) => {
  // CDK's own template rules take seconds to load.
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Sample');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const user = new iam.User(stack, 'User');
  const body = cdk.replace(/^import .*$/mu, '');
  compileFunction(body, ['iam', 'organizations', 'role', 'user']).call(stack, iam, organizations, role, user);
  return Template.fromStack(stack);
};

/** Every statement of whatever stands in a resource, in its order. */
const statementsIn = (value: unknown): readonly object[] => {
  if (typeof value !== 'object' || value === null) return [];
  return 'Effect' in value ? [value] : Object.values(value).flatMap(statementsIn);
};

const ownNames: Readonly<Record<string, string>> = {
  'AWS::IAM::RolePolicy': 'AWS::IAM::Policy',
  'AWS::IAM::UserPolicy': 'AWS::IAM::Policy',
};

describe('The forms of a policy in an app and in a template of CloudFormation', () => {
  it.each(attached.map((policy) => [policy.kind, policy.to, policy] as const))(
    'make the same resource: %s of %j',
    (_kind, _to, policy) => {
      const { cdk, cloudFormation } = policyForms(policy);
      const template = JSON.parse(cloudFormation) as {
        Resources: Record<string, { Type: string; Properties: object }>;
      };
      const [resource] = Object.values(template.Resources);
      const type = resource?.Type ?? '';
      const [made] = Object.values(synthesised(cdk).findResources(ownNames[type] ?? type));
      expect(statementsIn(resource?.Properties)).toHaveLength(2);
      expect(statementsIn(made)).toEqual(statementsIn(resource?.Properties));
    },
  );

  it.each([
    ['role', 'AWS::IAM::Role'],
    ['user', 'AWS::IAM::User'],
  ] as const)('put the boundary on the %s that the app declares', (kind, type) => {
    const { cdk } = policyForms({ kind: 'boundary', name: 'app-boundary', document, to: { kind, name: 'app' } });
    synthesised(cdk).hasResourceProperties(type, {
      PermissionsBoundary: { Ref: Match.stringLikeRegexp('^AppBoundary') },
    });
  });

  it('declares nothing that CloudFormation would have to make anew to give it a boundary', () => {
    const { cloudFormation, terraform } = policyForms(attached[0] as PolicyToAttach);
    expect(cloudFormation).not.toContain('"AWS::IAM::Role"');
    expect(terraform).not.toMatch(/^resource "aws_iam_role"/mu);
  });

  it('sends a control policy without white space, which its limit counts', () => {
    const { cli } = policyForms({ kind: 'scp', name: 'deny', document, to: 'r-abcd' });
    expect(cli.split('\n')).toContain(document);
  });
});
