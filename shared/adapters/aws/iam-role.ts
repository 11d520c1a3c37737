import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import { absent, known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { decodedDocument, type IamDocuments } from './iam-documents.ts';
import { boundaryOf, commonFacts, tagsOf } from './iam-principal-parts.ts';
import { required } from './iam-read.ts';

/** GetRole and what hangs on the role (IAM API Reference, "GetRole"). A missing role is the caller's to tell. */
export const readRole = async (
  from: { iam: IAMClient; limit: LimitFunction; documents: IamDocuments },
  name: string,
): Promise<PrincipalFacts> => {
  const role = required(
    (await from.limit(() => from.iam.send(new GetRoleCommand({ RoleName: name })))).Role,
    `role ${name}`,
  );
  const roleName = required(role.RoleName, `name of role ${name}`);
  const owner = { kind: 'role', name: roleName } as const;
  const [inlinePolicies, attachedPolicies, permissionsBoundary] = await Promise.all([
    from.documents.inline(owner),
    from.documents.attached(owner),
    boundaryOf(role.PermissionsBoundary?.PermissionsBoundaryArn, from.documents),
  ]);
  const trust = required(role.AssumeRolePolicyDocument, `trust policy of role ${name}`);
  const lastUsed = role.RoleLastUsed?.LastUsedDate;
  return {
    kind: 'role',
    name: roleName,
    uniqueId: required(role.RoleId, `RoleId of role ${name}`),
    ...commonFacts({ arn: required(role.Arn, `Arn of role ${name}`), path: role.Path, createdAt: role.CreateDate }),
    inlinePolicies,
    attachedPolicies,
    groups: absent,
    permissionsBoundary,
    trustPolicy: known({ name: 'trust policy', text: decodedDocument(trust) }),
    tags: known(tagsOf(role.Tags)),
    accessKeys: absent,
    serviceCredentials: absent,
    ...(role.MaxSessionDuration === undefined ? {} : { maxSessionSeconds: known(role.MaxSessionDuration) }),
    lastUsedAt: lastUsed === undefined ? absent : known(lastUsed.toISOString()),
  };
};
