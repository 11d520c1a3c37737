import type { AuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { seeded, type Random } from './random.ts';

const account = '111122223333';

/**
 * What roles of an ordinary account are allowed: mostly storage, queues, logs and functions, a few with AI. A name says
 * the service; patterns are as people write them.
 */
const ordinary: Readonly<Record<string, readonly string[]>> = {
  s3: ['GetObject', 'PutObject', 'ListBucket', 'Get*', 'List*', 'DeleteObject', '*'],
  dynamodb: ['GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem', 'BatchGet*', '*'],
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  sns: ['Publish', 'Subscribe'],
  logs: ['CreateLogGroup', 'CreateLogStream', 'PutLogEvents', 'Describe*'],
  ec2: ['Describe*', 'CreateNetworkInterface', 'DeleteNetworkInterface', 'CreateTags', 'RunInstances'],
  lambda: ['InvokeFunction', 'Get*', 'List*', 'UpdateFunctionCode'],
  kms: ['Decrypt', 'GenerateDataKey*', 'DescribeKey'],
  secretsmanager: ['GetSecretValue', 'DescribeSecret'],
  ssm: ['GetParameter', 'GetParameters', 'GetParametersByPath'],
  cloudwatch: ['PutMetricData', 'GetMetricData', 'List*'],
  ecr: ['GetAuthorizationToken', 'BatchGetImage', 'GetDownloadUrlForLayer'],
  ecs: ['RunTask', 'DescribeTasks', 'StopTask'],
  iam: ['PassRole', 'GetRole', 'List*'],
  sts: ['AssumeRole'],
};
const ai: Readonly<Record<string, readonly string[]>> = {
  bedrock: ['InvokeModel', 'InvokeModelWithResponseStream', 'InvokeModel*', 'List*', 'Get*', 'ApplyGuardrail', '*'],
  sagemaker: ['InvokeEndpoint', 'Describe*', 'CreateTrainingJob', 'List*', '*'],
  rekognition: ['DetectLabels', 'DetectText', 'Detect*'],
  comprehend: ['DetectSentiment', 'Detect*', 'BatchDetect*'],
  qbusiness: ['Chat', 'ChatSync', 'List*'],
};
const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'];

type Statement = Readonly<Record<string, unknown>>;
type Document = { Version: '2012-10-17'; Statement: readonly Statement[] };

const statement = (random: Random, n: number): Statement => {
  const table = random.chance(0.06) ? ai : ordinary;
  const service = random.oneOf(Object.keys(table));
  const names = random.someOf(table[service] ?? [], 1 + random.below(4));
  const region = random.oneOf(regions);
  const resource = `arn:aws:${service}:${region}:${account}:app-${random.below(400)}`;
  const deny = random.chance(0.04);
  return {
    Sid: `Statement${n}`,
    Effect: deny ? 'Deny' : 'Allow',
    Action: names.map((name) => `${service}:${name}`),
    Resource: random.chance(0.45) ? '*' : [resource, `${resource}/*`],
    ...conditionOf(random, deny),
  };
};

const conditionOf = (random: Random, deny: boolean): Statement => {
  if (deny) return { Condition: { StringNotEquals: { 'aws:RequestedRegion': random.someOf(regions, 2) } } };
  if (random.chance(0.06))
    return { Condition: { StringEquals: { 'aws:ResourceTag/team': `team-${random.below(30)}` } } };
  if (random.chance(0.04)) return { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
  return {};
};

const documentOf = (random: Random, statements: number): Document => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: statements }, (_, n) => statement(random, n)),
});

const trusted = ['lambda.amazonaws.com', 'ec2.amazonaws.com', 'ecs-tasks.amazonaws.com', 'states.amazonaws.com'];

/**
 * An account of `roles` roles as GetAccountAuthorizationDetails gives it: the same for the same number. About 2 KB of
 * text a role, one managed policy for 20 roles, 1 role in 100 an administrator, 1 in 10 under a boundary. Users, where there
 * are any, are in up to three groups of some twenty.
 */
export const generateAccount = (roles: number, users = 0): AuthorizationDetails => {
  const random = seeded(roles);
  const managed = Array.from({ length: 10 + Math.ceil(roles / 20) }, (_, n) => ({
    PolicyName: `shared-${n}`,
    PolicyId: `ANPAEXAMPLE${n}`,
    Path: '/',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: '2025-01-15T09:00:00+00:00',
    UpdateDate: '2025-01-15T09:00:00+00:00',
    Arn: `arn:aws:iam::${account}:policy/shared-${n}`,
    DefaultVersionId: 'v1',
    PolicyVersionList: [
      {
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate: '2025-01-15T09:00:00+00:00',
        Document: documentOf(random, 2 + random.below(6)),
      },
    ],
  }));
  const everything: Document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const RoleDetailList = Array.from({ length: roles }, (_, n) => {
    const attached = Array.from({ length: random.below(3) }, () => random.oneOf(managed));
    const boundary = random.chance(0.1) ? random.oneOf(managed) : undefined;
    const document = random.chance(0.01) ? everything : documentOf(random, 1 + random.below(6));
    const id = String(n).padStart(6, '0');
    return {
      Path: '/service/',
      RoleName: `app-${id}`,
      RoleId: `AROAEXAMPLE${id}`,
      Arn: `arn:aws:iam::${account}:role/service/app-${id}`,
      CreateDate: '2025-01-15T09:00:00+00:00',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: random.oneOf(trusted) }, Action: 'sts:AssumeRole' }],
      },
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: document }],
      AttachedManagedPolicies: attached.map(({ PolicyName, Arn }) => ({ PolicyName, PolicyArn: Arn })),
      ...(boundary === undefined
        ? {}
        : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary.Arn } }),
      Tags: [
        { Key: 'team', Value: `team-${random.below(30)}` },
        { Key: 'environment', Value: random.oneOf(['production', 'staging', 'test']) },
      ],
    };
  });
  const attachments = (most: number) =>
    [...new Set(Array.from({ length: random.below(most + 1) }, () => random.oneOf(managed)))].map(
      ({ PolicyName, Arn }) => ({ PolicyName, PolicyArn: Arn }),
    );
  const GroupDetailList = Array.from({ length: Math.ceil(users / 100) }, (_, n) => ({
    Path: '/',
    GroupName: `team-${n}`,
    GroupId: `AGPAEXAMPLE${n}`,
    Arn: `arn:aws:iam::${account}:group/team-${n}`,
    CreateDate: '2025-01-15T09:00:00+00:00',
    GroupPolicyList: [{ PolicyName: 'own', PolicyDocument: documentOf(random, 1 + random.below(6)) }],
    AttachedManagedPolicies: attachments(6),
  }));
  const groupNames = GroupDetailList.map(({ GroupName }) => GroupName);
  const UserDetailList = Array.from({ length: users }, (_, n) => {
    const id = String(n).padStart(6, '0');
    return {
      Path: '/',
      UserName: `person-${id}`,
      UserId: `AIDAEXAMPLE${id}`,
      Arn: `arn:aws:iam::${account}:user/person-${id}`,
      CreateDate: '2025-01-15T09:00:00+00:00',
      UserPolicyList: random.chance(0.1)
        ? [{ PolicyName: 'own', PolicyDocument: documentOf(random, 1 + random.below(3)) }]
        : [],
      GroupList: random.someOf(groupNames, random.below(4)),
      AttachedManagedPolicies: attachments(2),
      Tags: [{ Key: 'team', Value: `team-${random.below(30)}` }],
    };
  });
  return { UserDetailList, GroupDetailList, RoleDetailList, Policies: managed };
};
