import { type FunctionConfiguration, paginateListFunctions, type LambdaClient } from '@aws-sdk/client-lambda';
import type { DeployedFunction } from '../../../facts/deployed.ts';
import { required } from '../iam-read.ts';
import { ownPrefix } from './deployed-rules.ts';
import { allowedBy } from './state-fact.ts';

/** AWS Lambda API Reference, "ListFunctions". */
export const readDeployedFunctions = (client: LambdaClient): Promise<readonly DeployedFunction[]> =>
  allowedBy('lambda:ListFunctions', async () => {
    const all: DeployedFunction[] = [];
    for await (const page of paginateListFunctions({ client }, {}))
      for (const each of page.Functions ?? [])
        if (each.FunctionName?.startsWith(ownPrefix) === true) all.push(of(each));
    return all;
  });

const of = (given: FunctionConfiguration): DeployedFunction => {
  const changed = given.LastModified === undefined ? Number.NaN : Date.parse(given.LastModified);
  return {
    name: required(given.FunctionName, 'FunctionName'),
    codeSha256: required(given.CodeSha256, 'CodeSha256 of a function'),
    handler: given.Handler ?? 'none',
    runtime: given.Runtime ?? 'none',
    timeout: required(given.Timeout, 'Timeout of a function'),
    role: required(given.Role, 'Role of a function'),
    environment: Object.keys(given.Environment?.Variables ?? {}).sort(),
    layers: (given.Layers ?? []).map(({ Arn }) => required(Arn, 'Arn of a layer')),
    ...(Number.isNaN(changed) ? {} : { changedAt: new Date(changed).toISOString() }),
  };
};
