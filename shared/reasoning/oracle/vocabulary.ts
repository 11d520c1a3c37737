/** What the cases speak of: few words, so that a request and a policy meet often. */
export const OWN = '111122223333';
export const OTHER = '444455556666';

type Texts = readonly [string, ...string[]];

export type Target = { action: string; resource: string; form?: 'trust' | 'key' };

/** Actions of one resource type each, or of none. `{account}` is the account that owns the resource. */
export const targets: readonly [Target, ...Target[]] = [
  { action: 's3:GetObject', resource: 'arn:aws:s3:::corp-data/red/alice.txt' },
  { action: 's3:ListBucket', resource: 'arn:aws:s3:::corp-red' },
  { action: 's3:ListAllMyBuckets', resource: '*' },
  { action: 'bedrock:InvokeModel', resource: 'arn:aws:bedrock:us-east-1::foundation-model/red.model-v1' },
  { action: 'bedrock:ListFoundationModels', resource: '*' },
  { action: 'sagemaker:InvokeEndpoint', resource: 'arn:aws:sagemaker:us-east-1:{account}:endpoint/red' },
  { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:{account}:jobs-red' },
  {
    action: 'secretsmanager:GetSecretValue',
    resource: 'arn:aws:secretsmanager:us-east-1:{account}:secret:red/alice-a1b2c3',
  },
  { action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:us-east-1:{account}:table/red' },
  { action: 'sns:Publish', resource: 'arn:aws:sns:us-east-1:{account}:news-red' },
  {
    action: 'kms:Decrypt',
    resource: 'arn:aws:kms:us-east-1:{account}:key/12345678-1234-1234-1234-123456789012',
    form: 'key',
  },
  { action: 'sts:AssumeRole', resource: 'arn:aws:iam::{account}:role/red-target', form: 'trust' },
];

/** Services that resource control policies reach since their launch. */
export const rcpServices: ReadonlySet<string> = new Set(['s3', 'sts', 'kms', 'sqs', 'secretsmanager']);

export type KeyType = 'text' | 'number' | 'date' | 'bool' | 'address' | 'arn' | 'list';
export type Key = { name: string; type: KeyType; values: Texts };

const teams: Texts = ['red', 'blue', 'Red', 'red-blue'];
const arns: Texts = [
  'arn:aws:s3:::corp-data',
  'arn:aws:s3:::corp-red',
  'arn:aws:lambda:us-east-1:111122223333:function:red',
  'arn:aws:sns:eu-west-1:444455556666:red:blue',
];

export const keys: readonly [Key, ...Key[]] = [
  { name: 'aws:PrincipalTag/team', type: 'text', values: teams },
  { name: 'aws:RequestedRegion', type: 'text', values: ['us-east-1', 'eu-west-1', 'us-west-2'] },
  { name: 'aws:PrincipalOrgID', type: 'text', values: ['o-red', 'o-blue'] },
  { name: 'aws:username', type: 'text', values: ['alice', 'Alice', 'red'] },
  { name: 'aws:SourceVpce', type: 'text', values: ['vpce-1', 'vpce-2'] },
  { name: 'aws:MultiFactorAuthAge', type: 'number', values: ['300', '3600', '3600.0', '-1', '0.5'] },
  {
    name: 'aws:CurrentTime',
    type: 'date',
    values: ['2026-01-01T00:00:00Z', '2026-06-30T12:00:00Z', '2026-01-01T01:00:00Z'],
  },
  { name: 'aws:TokenIssueTime', type: 'date', values: ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'] },
  { name: 'aws:SecureTransport', type: 'bool', values: ['true', 'false'] },
  { name: 'aws:MultiFactorAuthPresent', type: 'bool', values: ['true', 'false'] },
  { name: 'aws:SourceIp', type: 'address', values: ['203.0.113.7', '198.51.100.200', '2001:db8::1', '203.0.113.128'] },
  { name: 'aws:SourceArn', type: 'arn', values: arns },
  { name: 'aws:TagKeys', type: 'list', values: ['team', 'red', 'blue', 'Team'] },
  { name: 'aws:CalledVia', type: 'list', values: ['athena.amazonaws.com', 'glue.amazonaws.com', 'red'] },
];

/** What a policy compares the values of a type with, beside the values themselves. */
export const patterns: Readonly<Record<'text' | 'arn' | 'address' | 'number' | 'date', Texts>> = {
  text: ['r*', '*e*', 're?', '*', 'us-*', '?lice', 'o-*', 'vpce-?', 'RED', 'US-EAST-1', 'ALICE'],
  arn: [
    'arn:aws:s3:::corp-*',
    'arn:aws:*:*:*:*',
    'arn:aws:s3:*:*:corp-data',
    'arn:aws:sns:*:444455556666:red*',
    'arn:aws:lambda:us-????-1:*:function:*',
    'arn:*:s3:::corp-re?',
  ],
  address: [
    '203.0.113.0/24',
    '203.0.113.0/25',
    '198.51.100.0/24',
    '0.0.0.0/0',
    '2001:db8::/32',
    '::/0',
    '203.0.113.7/32',
  ],
  number: ['300', '300.0', '1000', '0', '3600'],
  date: [
    '2026-01-01T00:00:00Z',
    '2026-03-01T00:00:00Z',
    '2025-12-31T23:59:59Z',
    '1767225600',
    '2026-01-01T02:00:00+01:00',
  ],
};

/** Policy variables, with and without a default, for a place where the word `red` or `alice` stands. */
export const variables: Texts = [
  '${aws:PrincipalTag/team}',
  "${aws:PrincipalTag/team, 'red'}",
  "${aws:PrincipalTag/team, 'blue'}",
  '${aws:username}',
  "${aws:username, 'red'}",
  '${AWS:principaltag/Team}',
];
