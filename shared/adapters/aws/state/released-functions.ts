import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import type { RecordedFunction } from '../../../facts/deployed.ts';
import { type ReleasedFunction, releaseParameters } from '../../../facts/released.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** Strict: a record that says anything else was not written by a deployment. */
const releasedFunction = z.strictObject({
  schemaVersion: z.literal('1'),
  release: z.string().min(1),
  function: z.string().min(1),
  codeSha256: z.string().min(1),
  handler: z.string(),
  runtime: z.string(),
  timeout: z.int(),
  role: z.string(),
  environment: z.array(z.string()),
}) satisfies z.ZodType<ReleasedFunction>;

/** Releases as the stacks recorded them (AWS Systems Manager API Reference, "GetParametersByPath"). */
export const readReleasedFunctions = (client: SSMClient): Promise<readonly RecordedFunction[]> =>
  allowedBy('ssm:GetParametersByPath', async () => {
    const all: RecordedFunction[] = [];
    for await (const page of paginateGetParametersByPath({ client }, { Path: releaseParameters, Recursive: true }))
      for (const { Name, Value, LastModifiedDate } of page.Parameters ?? []) {
        const name = required(Name, 'Name of a parameter').slice(releaseParameters.length);
        const changedAt = LastModifiedDate?.toISOString();
        all.push({
          function: name,
          ...(changedAt === undefined ? {} : { changedAt }),
          ...parsed(name, required(Value, 'Value of a parameter')),
        });
      }
    return all;
  });

const parsed = (
  name: string,
  text: string,
): { reads: true; released: ReleasedFunction } | { reads: false; why: string } => {
  const read = releasedFunction.safeParse(jsonOf(text));
  if (!read.success) return { reads: false, why: `${releaseParameters}${name} is no record of a release` };
  if (read.data.function === name) return { reads: true, released: read.data };
  return { reads: false, why: `${releaseParameters}${name} is the record of another function` };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
