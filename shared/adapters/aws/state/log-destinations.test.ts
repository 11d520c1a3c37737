import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../../test/builders/aws-error.ts';
import type { InvocationLogging } from '../../../facts/account-facts.ts';
import { absent, known, unknown, type Known } from '../../../facts/known.ts';
import { readLogDestinations } from './log-destinations.ts';

const logs = mockClient(CloudWatchLogsClient);
const kms = mockClient(KMSClient);
const s3 = mockClient(S3Client);
const accountId = '111122223333';
const key = `arn:aws:kms:eu-west-1:${accountId}:key/k`;
const groupArn = `arn:aws:logs:eu-west-1:${accountId}:log-group:prompts`;
const all = { text: true, image: true, embedding: true, video: true, audio: true };

const clients = {
  logs: (region: string) => new CloudWatchLogsClient({ region }),
  kms: (region: string) => new KMSClient({ region }),
  s3: (region: string) => new S3Client({ region }),
};
const read = (logging: Known<InvocationLogging>) =>
  readLogDestinations(clients, { accountId, partition: 'aws' }, { region: 'eu-west-1', logging });
const policyOf = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

beforeEach(() => {
  for (const client of [logs, kms, s3]) client.reset();
  kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'k', KeyManager: 'CUSTOMER', KeyState: 'Enabled' } });
  logs
    .on(DescribeLogGroupsCommand)
    .resolvesOnce({ logGroups: [{ logGroupName: 'prompts-old', arn: 'x' }], nextToken: 'more' })
    .resolves({ logGroups: [{ logGroupName: 'prompts', arn: `${groupArn}:*`, kmsKeyId: key, retentionInDays: 30 }] });
  logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  s3.on(GetBucketEncryptionCommand).resolves({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } }],
    },
  });
  s3.on(GetBucketLifecycleConfigurationCommand).rejects(awsError('NoSuchLifecycleConfiguration', 404));
  s3.on(GetBucketPolicyCommand).rejects(awsError('NoSuchBucketPolicy', 404));
  s3.on(GetBucketPolicyStatusCommand).rejects(awsError('NoSuchBucketPolicy', 404));
  s3.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchPublicAccessBlockConfiguration', 404));
  s3.on(GetBucketAclCommand).resolves({ Grants: [] });
});

const bucket = known({ ...all, bucket: 'logs' });
const group = known({ ...all, logGroup: 'prompts' });

describe('reading the destinations of invocation logs', () => {
  it('reads none where nothing is logged, and does not know them where logging is not known', async () => {
    expect(await read(absent)).toEqual(known([]));
    expect(await read(unknown('refused'))).toEqual(unknown('refused'));
  });

  it('reads the log group of that very name, its key, retention and readers', async () => {
    expect(await read(group)).toEqual(
      known([
        {
          kind: 'log-group',
          name: 'prompts',
          owner: accountId,
          key: { state: 'enabled' },
          retentionDays: 30,
          isPublic: false,
          readers: [],
        },
      ]),
    );
  });

  it('reads a bucket as its owner', async () => {
    expect(await read(bucket)).toEqual(
      known([
        {
          kind: 'bucket',
          name: 'logs',
          owner: accountId,
          key: { state: 'enabled' },
          retentionDays: 'never',
          versioning: true,
          isPublic: false,
          readers: [],
        },
      ]),
    );
    for (const call of s3.calls())
      expect(call.args[0].input).toMatchObject({ Bucket: 'logs', ExpectedBucketOwner: accountId });
  });

  it('reads a bucket that is named twice once', async () => {
    await read(known({ ...all, bucket: 'logs', largeDataBucket: 'logs' }));
    expect(s3.commandCalls(GetBucketVersioningCommand)).toHaveLength(1);
  });

  it.each([
    ['PendingDeletion', 'pending-deletion'],
    ['Disabled', 'disabled'],
    ['Unavailable', 'disabled'],
  ] as const)('says that a key is %s', async (KeyState, state) => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'k', KeyManager: 'CUSTOMER', KeyState } });
    expect(await read(group)).toMatchObject({ value: [{ key: { state } }] });
  });

  it('counts a key of AWS, and none at all, for no key of the customer', async () => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'k', KeyManager: 'AWS', KeyState: 'Enabled' } });
    expect(await read(bucket)).toMatchObject({ value: [{ key: 'none' }] });
    s3.on(GetBucketEncryptionCommand).rejects(awsError('ServerSideEncryptionConfigurationNotFoundError', 404));
    expect(await read(bucket)).toMatchObject({ value: [{ key: 'none' }] });
  });

  it('gives the shortest expiry of the rules that are switched on', async () => {
    s3.on(GetBucketLifecycleConfigurationCommand).resolves({
      Rules: [
        { Status: 'Enabled', Expiration: { Days: 90 } },
        { Status: 'Enabled', Expiration: { Days: 30 } },
        { Status: 'Disabled', Expiration: { Days: 1 } },
        { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 2 } },
      ],
    });
    expect(await read(bucket)).toMatchObject({ value: [{ retentionDays: 30 }] });
  });

  it('names whom a policy lets read, and neither the account itself nor who may only write', async () => {
    const statement = {
      Principal: { AWS: ['arn:aws:iam::444455556666:role/reader', accountId], Service: 'bedrock.amazonaws.com' },
      Resource: 'arn:aws:s3:::logs/*',
    };
    s3.on(GetBucketPolicyCommand).resolves({ Policy: policyOf({ ...statement, Action: 's3:Get*' }) });
    s3.on(GetBucketPolicyStatusCommand).resolves({ PolicyStatus: { IsPublic: false } });
    expect(await read(bucket)).toMatchObject({ value: [{ readers: ['arn:aws:iam::444455556666:role/reader'] }] });
    s3.on(GetBucketPolicyCommand).resolves({ Policy: policyOf({ ...statement, Action: 's3:PutObject' }) });
    expect(await read(bucket)).toMatchObject({ value: [{ readers: [] }] });
  });

  it('is public by its policy or by its list, unless that is blocked', async () => {
    s3.on(GetBucketPolicyStatusCommand).resolves({ PolicyStatus: { IsPublic: true } });
    expect(await read(bucket)).toMatchObject({ value: [{ isPublic: true }] });
    s3.on(GetPublicAccessBlockCommand).resolves({ PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } });
    expect(await read(bucket)).toMatchObject({ value: [{ isPublic: false }] });
    s3.on(GetBucketAclCommand).resolves({
      Grants: [
        { Permission: 'READ', Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } },
      ],
    });
    expect(await read(bucket)).toMatchObject({ value: [{ isPublic: true }] });
    s3.on(GetPublicAccessBlockCommand).resolves({
      PublicAccessBlockConfiguration: { RestrictPublicBuckets: true, IgnorePublicAcls: true },
    });
    expect(await read(bucket)).toMatchObject({ value: [{ isPublic: false }] });
  });

  it('names everybody under a condition as a reader, and calls a log group public without one', async () => {
    const open = { Principal: '*', Action: 'logs:*', Resource: `${groupArn}:*` };
    const condition = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [{ policyDocument: policyOf(open) }] });
    expect(await read(group)).toMatchObject({ value: [{ isPublic: true, readers: [] }] });
    logs
      .on(DescribeResourcePoliciesCommand)
      .resolves({ resourcePolicies: [{ policyDocument: policyOf({ ...open, ...condition }) }] });
    expect(await read(group)).toMatchObject({ value: [{ isPublic: false, readers: ['* under conditions'] }] });
  });

  it('takes no policy that cannot be read for one that lets nobody in', async () => {
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [{ policyDocument: '{' }] });
    expect(await read(group)).toMatchObject({
      value: [],
      unread: expect.stringContaining('UnreadablePolicy') as string,
    });
  });

  it('keeps a destination that could be read beside one that was refused, and names the permission', async () => {
    s3.on(GetBucketEncryptionCommand).rejects(awsError('AccessDenied', 403));
    expect(await read(known({ ...all, logGroup: 'prompts', bucket: 'logs' }))).toMatchObject({
      state: 'known',
      value: [{ kind: 'log-group' }],
      unread: expect.stringContaining('allow s3:GetEncryptionConfiguration') as string,
    });
  });

  it('says nothing of a bucket or a log group that is gone but its name', async () => {
    s3.on(GetBucketVersioningCommand).rejects(awsError('NoSuchBucket', 404));
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
    expect(await read(known({ ...all, logGroup: 'prompts', bucket: 'logs' }))).toEqual(
      known([
        { kind: 'log-group', name: 'prompts' },
        { kind: 'bucket', name: 'logs' },
      ]),
    );
  });
});
