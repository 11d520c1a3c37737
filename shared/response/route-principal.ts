import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { noPlan } from './no-plan.ts';
import type { Planned } from './plan.ts';
import { protectionOf } from './protected-principal.ts';
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
): Planned | undefined => {
  const own = [...identity.ownRoleArns, identity.containRoleArn, identity.undoRoleArn, ...settings.protectedPrincipals];
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
      `${facts.arn} is a service-linked role: IAM refuses every change to it.`,
      'Remove what the service may do in the service itself, or the service with its role.',
    );
  }
  if (facts.path.startsWith('/aws-reserved/')) {
    return noPlan(
      'ROUTE_PERMISSION_SET',
      `${facts.arn} is made by IAM Identity Center, which puts back whatever is changed in it.`,
      'Change the permission set that the role comes from, or deny with a service control policy on aws:PrincipalArn.',
    );
  }
  if (facts.accountId !== identity.accountId) {
    return noPlan(
      'ROUTE_EXTERNAL',
      `${facts.arn} belongs to account ${facts.accountId}, which this installation does not write to.`,
      'Narrow the resource policy or trust policy that lets it in, or contain it from its own account.',
    );
  }
  return undefined;
};
