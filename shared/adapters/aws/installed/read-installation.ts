import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { awsFailure } from '../aws-failure.ts';

/** What a deployed function was told, which is what its stack decided. */
export type FunctionOfInstallation = {
  environment: Readonly<Record<string, string>>;
  /** CloudFormation's tag. Absent: it was not deployed by a stack, or tags were not given. */
  stack?: string;
};

export type Caller = { arn: string; accountId: string };

export type ReadFromAws<T> =
  | { found: 'yes'; value: T }
  | { found: 'no' }
  | { found: 'refused' | 'failed'; why: string };

/** CloudFormation User Guide, "Resource tag": every resource that can be tagged carries it. */
const stackTag = 'aws:cloudformation:stack-name';

/** Whose credentials these are. */
export const readCaller = (sts: STSClient): Promise<ReadFromAws<Caller>> =>
  ask('sts:GetCallerIdentity', async () => {
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
    return Arn === undefined || Account === undefined ? undefined : { arn: Arn, accountId: Account };
  });

export const readFunctionOf = (
  lambda: LambdaClient,
  FunctionName: string,
): Promise<ReadFromAws<FunctionOfInstallation>> =>
  ask('lambda:GetFunction', async () => {
    const { Configuration, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const environment = Configuration?.Environment?.Variables;
    if (environment === undefined) return undefined;
    const stack = Tags?.[stackTag];
    return { environment, ...(stack === undefined ? {} : { stack }) };
  });

const ask = async <T>(permission: string, call: () => Promise<T | undefined>): Promise<ReadFromAws<T>> => {
  try {
    const value = await call();
    return value === undefined ? { found: 'no' } : { found: 'yes', value };
  } catch (error) {
    const { kind, detail } = awsFailure(error);
    switch (kind) {
      case 'missing':
        return { found: 'no' };
      case 'denied':
        return { found: 'refused', why: permission };
      case 'throttled':
      case 'answer-lost':
      case 'refused':
        return { found: 'failed', why: detail };
    }
  }
};
