import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import {
  composeResourcePolicy,
  composeServiceControlPolicy,
  trustDeny,
  type WholeAccount,
} from './compose-documents.ts';
import { noPlan, type Refused } from './no-plan.ts';
import { everyAiAction } from './quarantine-region.ts';

/**
 * A principal by its ARN alone, of which an account holds no policies: its root user, or anybody of another account. What
 * they can do is not known here, so the documents deny every AI action. Undefined: a role or user of the account itself.
 */
export const routeUnheld = (
  arn: string,
  account: { accountId: string; principals: readonly PrincipalFacts[] },
): Refused | undefined => {
  const [, accountId = '', name] = namable.exec(arn) ?? [];
  if (name === undefined) return undefined;
  if (accountId === account.accountId) return name === 'root' ? rootUser(arn) : undefined;
  return anotherAccounts(arn, accountId, account.principals);
};

/**
 * What a policy can name as one principal. The session of a role is left out: `aws:PrincipalArn` holds the role's ARN for it
 * (IAM User Guide, "AWS global condition context keys"), and a trust policy that names the role lets it in.
 */
const namable =
  /^arn:aws[a-z-]*:(?:iam::(?=\d{12}:(?:root$|role\/|user\/))|sts::(?=\d{12}:federated-user\/))(\d{12}):(root|[a-z-]+\/[^*?\s]+)$/u;

/** What they can do is not known here, so there are no questions to deny less by. */
const extent = { level: 'quarantine', denies: 'every AI action but bedrock:ApplyGuardrail' } as const;

const documentsFor = (
  arn: string | WholeAccount,
  doors: { resources: boolean; roles: boolean },
): Refused['documents'] => {
  const scp = composeServiceControlPolicy([everyAiAction], arn);
  const resourcePolicy = composeResourcePolicy([everyAiAction], arn);
  return {
    ...(doors.resources && resourcePolicy.composed ? { resourcePolicy: resourcePolicy.document } : {}),
    ...(doors.roles ? { trustPolicy: trustDeny(arn) } : {}),
    ...(scp.composed ? { serviceControlPolicy: scp.document } : {}),
  };
};

const rootUser = (arn: string): Refused => ({
  ...noPlan(
    'ROUTE_ROOT',
    'The root user has no permissions boundary and no policies of its own.',
    'In a member account, attach the service control policy below, from the management account. In the management account ' +
      'no control policy reaches it: remove its access keys and keep its credentials away.',
  ),
  extent,
  documents: documentsFor(arn, { resources: false, roles: false }) ?? {},
});

const anotherAccounts = (arn: string, accountId: string, principals: readonly PrincipalFacts[]): Refused => {
  const policies = principals.flatMap(({ resourcePolicies }) =>
    resourcePolicies.state === 'known' ? Object.entries(resourcePolicies.value) : [],
  );
  const granting = [...new Set(policies.filter(([, policy]) => names(policy, arn, accountId)).map(([name]) => name))];
  const roles = principals
    .filter(({ trustPolicy }) => trustPolicy.state === 'known' && names(trustPolicy.value, arn, accountId))
    .map((principal) => principal.arn);
  const detail = [
    `${arn} belongs to account ${accountId}, which this installation does not write to.`,
    ...(granting.length === 0 ? [] : [`Resource policies that may let it in: ${shown(granting)}.`]),
    roles.length === 0
      ? 'No role of this account names it in its trust policy.'
      : `Roles of this account whose trust policy may let it in: ${shown(roles)}.`,
  ].join(' ');
  return {
    ...noPlan(
      granting.length === 0 ? 'ROUTE_EXTERNAL' : 'ROUTE_RESOURCE_POLICY',
      detail,
      'Take it out of the policies that let it in, or put a statement below into them: ' +
        (roles.length === 0 ? '' : 'into the trust policies of the roles the one for trust policies, ') +
        'into the policies of resources the one for those. Or attach the service control policy below to its own account ' +
        'if that is of your organisation.',
    ),
    extent,
    documents:
      documentsFor(arn.endsWith(':root') ? { accountId } : arn, { resources: true, roles: roles.length > 0 }) ?? {},
  };
};

const shown = (arns: readonly string[]): string =>
  `${arns.slice(0, 10).join(', ')}${arns.length > 10 ? ` and ${arns.length - 10} more` : ''}`;

/** Words alone: a policy that names it, its account, or everybody. Its conditions may still keep it out. */
const names = (policy: PolicyDocument, arn: string, accountId: string): boolean => {
  const text = documentText(policy);
  return (
    text.includes(`"${arn}"`) ||
    text.includes(`::${accountId}:root"`) ||
    text.includes(`"${accountId}"`) ||
    /"(?:AWS|Principal)"\s*:\s*\[?\s*"\*"/u.test(text)
  );
};
