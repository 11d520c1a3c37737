import { CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand, type Role } from '@aws-sdk/client-iam';
import { account } from './deploy.ts';
import type { Clients } from './emulated-account.ts';

/** Trust of a role that the account's own root may assume, so that a step can act as the role. */
export const ownAccountTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
});

export const createRole = async ({ iam }: Clients, name: string): Promise<Role> => {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: ownAccountTrust }));
  return Role!;
};

export const grant = async (
  { iam }: Clients,
  role: string,
  policy: string,
  actions: readonly string[],
): Promise<void> => {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Granted', Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: policy, PolicyDocument }));
};

/** ARN of the role's permissions boundary, as IAM says it now. */
export const boundaryOf = async ({ iam }: Clients, role: string): Promise<string | undefined> => {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
  return Role?.PermissionsBoundary?.PermissionsBoundaryArn;
};
