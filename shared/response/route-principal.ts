import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { noPlan, type Refused } from './no-plan.ts';
import { protectionOf } from './protected-principal.ts';
import { permissionSetOf } from './route-documents.ts';
import type { Settings } from './settings.ts';

/**
 * Principals that no document of ours can stand on, each with its own name and what to do instead; undefined for every
 * other. AWS refuses changes to service-linked roles (IAM User Guide, "Service-linked roles"), and roles of IAM Identity
 * Center are changed by their permission set only.
 */
export const routeOf = (
  facts: PrincipalFacts,
  identity: OwnIdentity,
  settings: Pick<Settings, 'protectedPrincipals'>,
): Refused | undefined => {
  const own = [
    ...identity.ownRoleArns,
    ...[
      identity.containRoleArn,
      identity.undoRoleArn,
      identity.containInlineRoleArn,
      identity.containKeysRoleArn,
    ].flatMap((arn) => arn ?? []),
    ...settings.protectedPrincipals,
  ];
  const entry = protectionOf(facts, own);
  if (entry !== undefined) {
    return noPlan(
      'NEVER_LIST',
      `${facts.arn} is protected by the entry "${entry}".`,
      'Look at the grant yourself. If the principal should not be protected, take the entry out of the settings first.',
    );
  }
  if (facts.arn.endsWith(':root')) {
    return noPlan(
      'ROUTE_ROOT',
      'The root user has no permissions boundary and no policies of its own.',
      'In a member account, limit it by a service control policy; in every account, remove its access keys.',
    );
  }
  if (facts.path.startsWith('/aws-service-role/')) {
    return noPlan(
      'ROUTE_SERVICE_LINKED',
      `${facts.arn} is a service-linked role: IAM refuses every change to it, and service control policies do not reach it.`,
      'Stop in the service what makes it use the role, or delete the resources that need it and then the role: ' +
        `aws iam delete-service-linked-role --role-name ${facts.name}.`,
    );
  }
  if (facts.path.startsWith('/aws-reserved/')) {
    const permissionSet = permissionSetOf(facts.name);
    return noPlan(
      'ROUTE_PERMISSION_SET',
      `${facts.arn} is made by IAM Identity Center${permissionSet === undefined ? '' : ` from the permission set ${permissionSet}`}, which puts back whatever is changed in it.`,
      `Change the permission set${permissionSet === undefined ? ' that the role comes from' : ` ${permissionSet}`}: its inline policy becomes the one below ` +
        '(aws sso-admin put-inline-policy-to-permission-set, then provision it again); everybody who is assigned to it is ' +
        'limited. Or attach the service control policy below to the account, from the management account.',
    );
  }
  if (facts.accountId !== identity.accountId) {
    return noPlan(
      'ROUTE_EXTERNAL',
      `${facts.arn} belongs to account ${facts.accountId}, which this installation does not write to.`,
      'Put the first statement below into the policies of the resources that let it in, and the one for trust policies ' +
        'into those of the roles that it may assume; or attach the service control policy below to its own account if that is of your organisation.',
    );
  }
  return undefined;
};
