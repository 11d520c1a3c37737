import { paginateListFunctions, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Runner } from '../../../facts/runner.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** Functions of a Region with the roles that they run as (AWS Lambda API Reference, "ListFunctions"). */
export const readFunctions = (client: LambdaClient): Promise<readonly Runner[]> =>
  allowedBy('lambda:ListFunctions', async () => {
    const all: Runner[] = [];
    for await (const page of paginateListFunctions({ client }, {}))
      for (const { FunctionArn, Role } of required(page.Functions, 'Functions'))
        all.push({
          arn: required(FunctionArn, 'FunctionArn'),
          kind: 'function',
          roleArn: required(Role, 'Role of a function'),
        });
    return all;
  });
