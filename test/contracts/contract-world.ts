import type { Ports } from '../../shared/ports/ports.ts';

/** One account with every port, of one adapter. */
export type ContractWorld = {
  ports: Ports;
  /** A name that no other world of the same account uses. */
  unique: (word: string) => string;
  /** A call of an administrator, as the API spells it: `iam('CreateRole', { RoleName: … })`. */
  iam: (operation: string, parameters: Readonly<Record<string, unknown>>) => Promise<void>;
  /** A private bucket with versions and a log group, as somebody makes them for invocation logs. */
  logDestinations: (of: { bucket: string; logGroup: string; retentionDays: number }) => Promise<void>;
  /** Time goes by. */
  wait: (milliseconds: number) => Promise<void>;
};

export type ContractAdapter = {
  name: string;
  start: () => Promise<void>;
  /** A world in which nothing has been stored yet. */
  world: () => Promise<ContractWorld>;
  stop: () => Promise<void>;
};

/** What a suite gets: a fresh world each time it asks. */
export type MakeWorld = () => Promise<ContractWorld>;

export const anyTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const aDocument = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

/** A role with one inline policy. */
export const makeRole = async ({ iam, unique }: ContractWorld, word = 'role'): Promise<string> => {
  const RoleName = unique(word);
  await iam('CreateRole', { RoleName, AssumeRolePolicyDocument: anyTrust });
  await iam('PutRolePolicy', { RoleName, PolicyName: 'ml', PolicyDocument: aDocument('bedrock:InvokeModel') });
  return RoleName;
};

/** The value, or a failed test that says what was found instead. */
export const found = <T>(
  read: { found: 'yes'; value: T } | { found: 'no' } | { found: 'unreadable'; why: string },
): T => {
  if (read.found !== 'yes') throw new Error(read.found === 'no' ? 'nothing was found' : read.why);
  return read.value;
};
