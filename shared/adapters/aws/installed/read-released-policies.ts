import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { known, knownInPart, unknown, type Known } from '../../../facts/known.ts';
import { type ReleasedRolePolicy, releasedPolicyParameters } from '../../../facts/released-policy.ts';
import { required } from '../iam-read.ts';
import { allowedBy, stateFact } from '../state/state-fact.ts';

const statements = z.array(z.strictObject({ sid: z.string(), hash: z.string().min(1), texts: z.array(z.string()) }));
/** Strict: a record that says anything else was not written by a deployment. */
const releasedRolePolicy = z.strictObject({
  schemaVersion: z.literal('1'),
  role: z.string().min(1),
  policy: z.string().min(1),
  statements,
  trust: statements,
  boundary: z.string().min(1),
}) satisfies z.ZodType<ReleasedRolePolicy>;

/** What the stacks recorded of their roles (AWS Systems Manager API Reference, "GetParametersByPath"). */
export const readReleasedPolicies = async (client: SSMClient): Promise<Known<readonly ReleasedRolePolicy[]>> => {
  const read = await stateFact('records of the roles', () =>
    allowedBy('ssm:GetParametersByPath', async () => {
      const all: { name: string; value: string }[] = [];
      const path = { Path: releasedPolicyParameters, Recursive: true };
      for await (const page of paginateGetParametersByPath({ client }, path))
        for (const { Name, Value } of page.Parameters ?? [])
          all.push({ name: required(Name, 'Name of a parameter'), value: required(Value, 'Value of a parameter') });
      return all;
    }),
  );
  if (read.state !== 'known') return read;
  if (read.value.length === 0)
    return unknown('no policies are recorded beside the roles: deploy this version again (npx cdk deploy --all)');
  const records = read.value.map(({ name, value }) => ({ name, read: releasedRolePolicy.safeParse(jsonOf(value)) }));
  const isOwn = ({ name, role }: { name: string; role: string }): boolean =>
    name === `${releasedPolicyParameters}${role}`;
  const good = records.flatMap(({ name, read: { data } }) =>
    data !== undefined && isOwn({ name, role: data.role }) ? [data] : [],
  );
  const roles = new Set(good.map(({ role }) => `${releasedPolicyParameters}${role}`));
  const bad = records.filter(({ name }) => !roles.has(name)).map(({ name }) => `${name} is no record of a role`);
  return bad.length === 0 ? known(good) : knownInPart(good, bad.join('; '));
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
