import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { account } from './deploy.ts';
import type { Clients, Credentials, EmulatedAccount } from './emulated-account.ts';
import { ownAccountTrust } from './roles.ts';

/**
 * Administrators of the emulated account. None gives more than three principals what is sensitive: behind whom three contained
 * principals stand in a day, of them the next containment waits for a person.
 */
const colleagues = ['dan', 'erin', 'mia', 'peggy', 'rupert', 'uma'] as const;
export type Colleague = (typeof colleagues)[number];

export type People = {
  as: (colleague: Colleague) => Clients;
  /** For a process of its own. */
  keysOf: (colleague: Colleague) => Credentials;
  /** Somebody of security operations: reads the installation and decides, and can change nothing of IAM or Bedrock. */
  olivia: Credentials;
};

const allow = (...Action: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** What answering an alert takes: reading the account and the installation, its tables and its queues. */
const answering = [
  'cloudtrail:Describe*',
  'cloudtrail:Get*',
  'dynamodb:*',
  'events:List*',
  'iam:Get*',
  'iam:List*',
  'kms:*',
  'lambda:Get*',
  'lambda:List*',
  'logs:Describe*',
  'sns:List*',
  'sqs:*',
  'ssm:GetParameter*',
];

/** They were there before Ringfence was: what they may do is no news to it. */
export const hirePeople = async ({ asRoot, asKey, keysOf }: EmulatedAccount): Promise<People> => {
  const { iam } = asRoot;
  const keys = new Map<Colleague, Credentials>();
  for (const UserName of colleagues) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'administrator', PolicyDocument: allow('*') }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    keys.set(UserName, { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
  }
  const RoleName = 'SecurityOperations';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ownAccountTrust }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'answer-alerts', PolicyDocument: allow(...answering) }),
  );
  return {
    as: (colleague) => asKey(keys.get(colleague)!),
    keysOf: (colleague) => keys.get(colleague)!,
    olivia: await keysOf(`arn:aws:iam::${account}:role/${RoleName}`, 'olivia'),
  };
};
