import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LogDestination } from '../../../facts/region-state.ts';
import { keyOf } from './key-of.ts';
import { policyReaders } from './policy-readers.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

type From = { s3: S3Client; kms: (region: string) => KMSClient; accountId: string; partition: string };

/**
 * A bucket as a place for prompts and answers. Every call names this account as the owner that is expected, so that a bucket
 * of another account is refused and never taken for ours.
 */
export const readBucket = async (
  from: From,
  { region, name }: { region: string; name: string },
): Promise<LogDestination> => {
  const of = { Bucket: name, ExpectedBucketOwner: from.accountId };
  const ask = <T>(permission: string, codes: readonly string[], call: () => Promise<T>): Promise<T | undefined> =>
    unlessMissing(codes, () => allowedBy(`${permission} (of a bucket of another account nothing can be read)`, call));
  const { s3 } = from;
  const versioning = await ask('s3:GetBucketVersioning', ['NoSuchBucket'], () =>
    s3.send(new GetBucketVersioningCommand(of)),
  );
  if (versioning === undefined) return { kind: 'bucket', name };
  const encryption = await ask(
    's3:GetEncryptionConfiguration',
    ['ServerSideEncryptionConfigurationNotFoundError'],
    () => s3.send(new GetBucketEncryptionCommand(of)),
  );
  const lifecycle = await ask('s3:GetLifecycleConfiguration', ['NoSuchLifecycleConfiguration'], () =>
    s3.send(new GetBucketLifecycleConfigurationCommand(of)),
  );
  const policy = await ask('s3:GetBucketPolicy', ['NoSuchBucketPolicy'], () => s3.send(new GetBucketPolicyCommand(of)));
  const status = await ask('s3:GetBucketPolicyStatus', ['NoSuchBucketPolicy'], () =>
    s3.send(new GetBucketPolicyStatusCommand(of)),
  );
  const block = await ask('s3:GetBucketPublicAccessBlock', ['NoSuchPublicAccessBlockConfiguration'], () =>
    s3.send(new GetPublicAccessBlockCommand(of)),
  );
  const acl = await ask('s3:GetBucketAcl', [], () => s3.send(new GetBucketAclCommand(of)));
  const blocked = block?.PublicAccessBlockConfiguration;
  const openByPolicy = status?.PolicyStatus?.IsPublic === true && blocked?.RestrictPublicBuckets !== true;
  const openByAcl =
    blocked?.IgnorePublicAcls !== true &&
    (acl?.Grants ?? []).some(
      ({ Grantee, Permission }) => everybody.has(Grantee?.URI ?? '') && reads.has(Permission ?? ''),
    );
  return {
    kind: 'bucket',
    name,
    owner: from.accountId,
    key: await keyOfBucket(from, keyIdOf(encryption?.ServerSideEncryptionConfiguration), region),
    retentionDays: shortestExpiry(lifecycle?.Rules ?? []),
    versioning: versioning.Status === 'Enabled',
    isPublic: openByPolicy || openByAcl,
    readers: policy?.Policy === undefined ? [] : readersIn(policy.Policy, name, from),
  };
};

/** Groups of an access control list that hold people of other accounts (Amazon S3 User Guide, "Access control list (ACL) overview"). */
const everybody: ReadonlySet<string> = new Set([
  'http://acs.amazonaws.com/groups/global/AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
]);
const reads: ReadonlySet<string> = new Set(['READ', 'FULL_CONTROL']);

type Encryption = {
  Rules?:
    | readonly { ApplyServerSideEncryptionByDefault?: { KMSMasterKeyID?: string | undefined } | undefined }[]
    | undefined;
};

const keyIdOf = (encryption: Encryption | undefined): string | undefined =>
  encryption?.Rules?.find(({ ApplyServerSideEncryptionByDefault: by }) => by?.KMSMasterKeyID !== undefined)
    ?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;

/** Without a key of its own the bucket has one of S3 or the managed one of AWS. */
const keyOfBucket = async (from: From, keyId: string | undefined, region: string) =>
  keyId === undefined ? ('none' as const) : keyOf(from.kms, keyId, region);

/** A rule that deletes on a day says nothing of how long what is written the day before is kept: one day. */
const shortestExpiry = (rules: readonly LifecycleRule[]): number | 'never' => {
  const days = rules.flatMap(({ Status, Expiration }) => {
    if (Status !== 'Enabled' || Expiration === undefined) return [];
    if (Expiration.Days !== undefined) return [Expiration.Days];
    return Expiration.Date === undefined ? [] : [1];
  });
  return days.length === 0 ? 'never' : Math.min(...days);
};

const readersIn = (text: string, name: string, { accountId, partition }: From): readonly string[] =>
  policyReaders(text, {
    what: `the policy of bucket ${name}`,
    accountId,
    actions: ['s3:getobject', 's3:getobjectversion'],
    // A bucket policy speaks of nothing but its own bucket.
    resources: [`arn:${partition}:s3:::${name}/any`],
  }).filter((reader) => reader !== '*');
