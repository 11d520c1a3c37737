import { simulate } from '../simulate.ts';
import { ACCOUNT, allow, deny, grant, NOW, ROLE, trusts, USER } from '../testing/a-world.ts';
import type { Json } from './json.ts';

type Fields = Readonly<Record<string, unknown>>;
type Context = Readonly<Record<string, Json>>;

const document = (...Statement: Fields[]) => ({ Version: '2012-10-17', Statement });
const everything = allow('*');
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/job`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OBJECT = 'arn:aws:s3:::corp-data/red/a.txt';

const decisionOf = (more: Fields, context: Context, action = 's3:GetObject', resource = OBJECT): string => {
  const line = { id: 'c', principal: ROLE, identityPolicies: [], request: { action, resource, context }, ...more };
  const answer = JSON.parse(simulate(JSON.stringify(line), 1, NOW).line) as { decision?: string; error?: unknown };
  return answer.decision ?? JSON.stringify(answer.error);
};

/** Whether a condition holds: by an Allow under that condition. */
const holds = (Condition: Fields, context: Context): boolean =>
  decisionOf({ identityPolicies: [document({ ...everything, Condition })] }, context) === 'Allowed';

describe('AWS: "IAM policy elements: Variables and tags"', () => {
  const team = '${aws:PrincipalTag/team}';
  const unequal = { StringNotEquals: { 's3:ExistingObjectTag/Team': team } };
  const denies = { identityPolicies: [document(everything, { ...deny('s3:GetObject'), Condition: unequal })] };
  it.each<[string, Context, string]>([
    ['the tags are equal', { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/team': 'red' }, 'Allowed'],
    ['the tags differ', { 's3:ExistingObjectTag/Team': 'red', 'aws:PrincipalTag/team': 'blue' }, 'ExplicitlyDenied'],
    ['the principal has no tag', { 's3:ExistingObjectTag/Team': 'red' }, 'ExplicitlyDenied'],
    ['the object has no tag', { 'aws:PrincipalTag/team': 'red' }, 'ExplicitlyDenied'],
    ['neither has a tag', {}, 'ExplicitlyDenied'],
  ])('the Deny unless tags are equal: %s', (_, context, decision) => {
    expect(decisionOf(denies, context)).toBe(decision);
  });

  it.each<[string, Fields, Context, boolean]>([
    ['StringEquals', { StringEquals: { 'a:b': team } }, { 'a:b': 'red' }, false],
    ['StringLike', { StringLike: { 'a:b': `${team}*` } }, { 'a:b': 'red' }, false],
    ['StringNotEquals', { StringNotEquals: { 'a:b': team } }, { 'a:b': 'red' }, true],
    ['StringNotLike', { StringNotLike: { 'a:b': `${team}*` } }, { 'a:b': 'red' }, true],
    [
      'StringNotEquals with another value that is equal',
      { StringNotEquals: { 'a:b': [team, 'red'] } },
      { 'a:b': 'red' },
      false,
    ],
    ['ForAnyValue needs a value all the same', { 'ForAnyValue:StringNotEquals': { 'a:b': team } }, {}, false],
    ['ForAnyValue with a value', { 'ForAnyValue:StringNotEquals': { 'a:b': team } }, { 'a:b': ['red'] }, true],
    ['ForAllValues without a value', { 'ForAllValues:StringNotEquals': { 'a:b': team } }, {}, true],
  ])('a variable without value under an operator: %s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('AWS: "IAM JSON policy elements: Condition operators"', () => {
  const prefixes = { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/*'] } };
  const keys = { NumericLessThanEquals: { 's3:max-keys': '10' } };
  const issued = { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } };
  const binary = { BinaryEquals: { 'a:key': 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } };
  const ranges = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } };
  const outside = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } };
  const topic = { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:*' } };
  const types = { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } };
  it.each<[string, Fields, Context, boolean]>([
    ['StringLike: an own home', prefixes, { 's3:prefix': 'home/ana/x', 'aws:username': 'ana' }, true],
    ['StringLike: the home of another', prefixes, { 's3:prefix': 'home/bob/x', 'aws:username': 'ana' }, false],
    ['StringLike: the empty text', prefixes, { 's3:prefix': '' }, true],
    ['StringEquals: letter case counts', { StringEquals: { 'a:b': 'Red' } }, { 'a:b': 'red' }, false],
    ['StringEqualsIgnoreCase: it does not', { StringEqualsIgnoreCase: { 'a:b': 'Red' } }, { 'a:b': 'rED' }, true],
    ['NumericLessThanEquals: at the bound', keys, { 's3:max-keys': '10' }, true],
    ['NumericLessThanEquals: over it', keys, { 's3:max-keys': '11' }, false],
    ['NumericLessThanEquals: absent', keys, {}, false],
    ['DateGreaterThan: later', issued, { 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }, true],
    ['DateGreaterThan: at that moment', issued, { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }, false],
    ['DateGreaterThan: epoch seconds', issued, { 'aws:TokenIssueTime': '1577836802' }, true],
    ['Bool: as wanted', { Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'true' }, true],
    ['Bool: absent', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, false],
    ['BoolIfExists: absent', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, {}, true],
    ['Null true: absent', { Null: { 'aws:TokenIssueTime': 'true' } }, {}, true],
    ['Null true: present', { Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': 'x' }, false],
    ['BinaryEquals: byte for byte', binary, { 'a:key': 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }, true],
    ['BinaryEquals: other letter case', binary, { 'a:key': 'qmluYXJ5VmFsdWVJbkJhc2U2NA==' }, false],
    ['IpAddress: inside version 4', ranges, { 'aws:SourceIp': '203.0.113.255' }, true],
    ['IpAddress: inside version 6', ranges, { 'aws:SourceIp': '2001:db8:1234:5678:ffff::1' }, true],
    ['IpAddress: outside', ranges, { 'aws:SourceIp': '2001:db8:1234:5679::1' }, false],
    ['NotIpAddress: outside both', outside, { 'aws:SourceIp': '198.51.100.1' }, true],
    ['NotIpAddress: inside one', outside, { 'aws:SourceIp': '192.0.2.9' }, false],
    ['ArnEquals: its wildcard', topic, { 'aws:SourceArn': 'arn:aws:sns:us-east-1:123456789012:t' }, true],
    ['ArnEquals: another account', topic, { 'aws:SourceArn': 'arn:aws:sns:us-east-1:444455556666:t' }, false],
    ['StringLikeIfExists: absent', types, {}, true],
    ['StringLikeIfExists: a type of the list', types, { 'ec2:InstanceType': 't2.micro' }, true],
    ['StringLikeIfExists: another type', types, { 'ec2:InstanceType': 'c5.large' }, false],
  ])('%s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('AWS: "Set operators for multivalued context keys"', () => {
  const all = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['environment', 'cost-center'] } };
  const any = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['environment', 'cost-center'] } };
  it.each<[string, Fields, Context, boolean]>([
    ['all of them listed', all, { 'aws:TagKeys': ['environment', 'cost-center'] }, true],
    ['one not listed', all, { 'aws:TagKeys': ['environment', 'owner'] }, false],
    ['no tags at all', all, {}, true],
    ['any of them listed', any, { 'aws:TagKeys': ['environment', 'owner'] }, true],
    ['none listed', any, { 'aws:TagKeys': ['owner'] }, false],
    ['no tags to be any', any, {}, false],
  ])('%s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('AWS: "Conditions with multiple context keys or values"', () => {
  const condition = {
    StringEquals: {
      'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
      'aws:PrincipalTag/role': ['audit', 'security'],
    },
    StringNotEquals: { 'aws:PrincipalAccount': ['777788889999', '444455556666'] },
  };
  const fits = {
    'aws:PrincipalTag/department': 'hr',
    'aws:PrincipalTag/role': 'audit',
    'aws:PrincipalAccount': ACCOUNT,
  };
  it.each<[string, Context, boolean]>([
    ['every key with one of its values', fits, true],
    ['one key with another value', { ...fits, 'aws:PrincipalTag/role': 'sales' }, false],
    ['a value that a negated operator lists', { ...fits, 'aws:PrincipalAccount': '444455556666' }, false],
  ])('%s', (_, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('AWS: worked examples of whole policies', () => {
  const withoutMfa = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
  const onlyIam = document(everything, { Effect: 'Deny', NotAction: 'iam:*', Resource: '*', Condition: withoutMfa });
  const payroll = document(everything, {
    Effect: 'Deny',
    Action: 's3:*',
    NotResource: ['arn:aws:s3:::corp-data/red', 'arn:aws:s3:::corp-data/red/*'],
  });
  const shirley = { principal: USER, identityPolicies: [document(allow('iam:CreateUser'))] };
  const threeServices = { boundary: document(allow(['s3:*', 'cloudwatch:*', 'ec2:*'])) };
  const s3Alone = [document(allow('s3:*'))];
  const full = [document(everything)];
  const bucketFor = (who: unknown) => document(grant(who, 's3:GetObject'));
  const target = `arn:aws:iam::${ACCOUNT}:role/target`;
  const limits = { boundary: document(allow('ec2:*')) };
  const limited = { principal: SESSION, sessionPolicy: document(allow('ec2:*')) };

  it.each<[page: string, what: string, more: Fields, decision: string, action?: string, resource?: string]>([
    ['NotAction', 'without MFA everything but IAM is denied', { identityPolicies: [onlyIam] }, 'ExplicitlyDenied'],
    [
      'NotAction',
      'and IAM is not',
      { identityPolicies: [onlyIam] },
      'Allowed',
      'iam:ListUsers',
      `arn:aws:iam::${ACCOUNT}:user/x`,
    ],
    ['NotResource', 'the excepted folder', { identityPolicies: [payroll] }, 'Allowed'],
    [
      'NotResource',
      'anything else',
      { identityPolicies: [payroll] },
      'ExplicitlyDenied',
      's3:GetObject',
      'arn:aws:s3:::corp-data/blue/a.txt',
    ],
    [
      'Permissions boundaries for IAM entities',
      'an Allow outside the boundary',
      { ...shirley, ...threeServices },
      'ImplicitlyDenied',
      'iam:CreateUser',
      `arn:aws:iam::${ACCOUNT}:user/new`,
    ],
    [
      'Permissions boundaries for IAM entities',
      'the boundary itself grants nothing',
      { ...shirley, ...threeServices },
      'ImplicitlyDenied',
    ],
    ['SCP evaluation', 'every level allows', { identityPolicies: full, scps: [full, s3Alone, full] }, 'Allowed'],
    [
      'SCP evaluation',
      'a level in the middle does not',
      { identityPolicies: full, scps: [full, s3Alone, full] },
      'ImplicitlyDenied',
      'ec2:DescribeInstances',
      '*',
    ],
    [
      'SCP evaluation',
      'a Deny at the root reaches all below',
      { identityPolicies: full, scps: [[document(everything, deny('s3:*'))], full] },
      'ExplicitlyDenied',
    ],
    [
      'Policy evaluation logic',
      'the session ARN is granted past a session policy',
      { ...limited, resourcePolicy: bucketFor({ AWS: SESSION }) },
      'Allowed',
    ],
    [
      'Policy evaluation logic',
      'the session ARN is granted past a boundary',
      { ...limits, principal: SESSION, resourcePolicy: bucketFor({ AWS: SESSION }) },
      'Allowed',
    ],
    [
      'Policy evaluation logic',
      'the role ARN is limited by a session policy',
      { ...limited, resourcePolicy: bucketFor({ AWS: ROLE }) },
      'ImplicitlyDenied',
    ],
    [
      'Policy evaluation logic',
      'the user ARN is granted past a boundary',
      { ...limits, principal: USER, resourcePolicy: bucketFor({ AWS: USER }) },
      'Allowed',
    ],
    ['Policy evaluation logic', 'the root user has full access', { principal: ROOT }, 'Allowed'],
    [
      'AWS JSON policy elements: NotPrincipal',
      'a user who is not listed',
      {
        principal: USER,
        identityPolicies: full,
        resourcePolicy: document({
          Effect: 'Deny',
          NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:user/bob`, ROOT] },
          Action: 's3:*',
          Resource: '*',
        }),
      },
      'ExplicitlyDenied',
    ],
    [
      'AWS JSON policy elements: NotPrincipal',
      'the user who is',
      {
        principal: USER,
        identityPolicies: full,
        resourcePolicy: document({
          Effect: 'Deny',
          NotPrincipal: { AWS: [USER, ROOT] },
          Action: 's3:*',
          Resource: '*',
        }),
      },
      'Allowed',
    ],
    [
      'How to use trust policies with IAM roles',
      'an administrator whom the trust policy leaves out',
      { identityPolicies: full, resourcePolicy: document(trusts({ Service: 'lambda.amazonaws.com' })) },
      'ImplicitlyDenied',
      'sts:AssumeRole',
      target,
    ],
    [
      'IAM JSON policy elements: Version',
      'a variable is text in the older version',
      {
        identityPolicies: [
          { Version: '2008-10-17', Statement: [allow('s3:*', "arn:aws:s3:::corp-data/${aws:username, 'red'}/*")] },
        ],
      },
      'ImplicitlyDenied',
    ],
    [
      'IAM policy elements: Variables and tags',
      'a default stands in for an absent key',
      { identityPolicies: [document(allow('s3:*', "arn:aws:s3:::corp-data/${aws:username, 'red'}/*"))] },
      'Allowed',
    ],
  ])('"%s": %s', (...[, , more, decision, action, resource]) => {
    expect(decisionOf(more, {}, action, resource)).toBe(decision);
  });
});
