import { documentText } from '../facts/policy-document.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { policySizeLimits } from '../reasoning/derive/policy-size.ts';
import type { Question } from '../reasoning/types.ts';
import {
  composeMerged,
  composeResourcePolicy,
  composeServiceControlPolicy,
  trustDeny,
  type Composed,
} from './compose-documents.ts';
import type { NoPlan } from './plan.ts';

const emptyPolicy = '{"Version":"2012-10-17","Statement":[]}';

/** The inline policy of a permission set, as IAM Identity Center names it in the roles that it makes [unconfirmed]. */
const permissionSetInline = 'inline:AwsSSOInlinePolicy';

/**
 * Identity Center ends the role's name with 16 characters that change when it makes the role again (IAM Identity Center User
 * Guide, "Referencing permission sets in resource policies, Amazon EKS Cluster config maps, and AWS KMS key policies").
 */
const suffixLength = 16;

/** `AWSReservedSSO_DataScience_0123456789abcdef`: the permission set is `DataScience`. */
export const permissionSetOf = (roleName: string): string | undefined =>
  /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/u.exec(roleName)?.[1];

const everyRoleOf = (facts: PrincipalFacts, permissionSet: string): string => {
  const [head = ''] = facts.arn.split(':role/');
  return `${head}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${permissionSet}_${'?'.repeat(suffixLength)}`;
};

const text = (composed: Composed): string | undefined => (composed.composed ? composed.document : undefined);

/** What a person can paste where Ringfence writes nothing to a principal, by where it could stand. */
export const routeDocuments = (
  outcome: NoPlan['outcome'],
  facts: PrincipalFacts,
  region: readonly Question[],
): NonNullable<NoPlan['documents']> => {
  switch (outcome) {
    case 'ROUTE_PERMISSION_SET': {
      const name = permissionSetOf(facts.name);
      const inline =
        facts.inlinePolicies.state === 'known'
          ? facts.inlinePolicies.value.find((policy) => policy.name === permissionSetInline)
          : undefined;
      const present = inline === undefined ? emptyPolicy : documentText(inline);
      const permissionSet =
        facts.inlinePolicies.state === 'known' && inline?.unread === undefined
          ? text(composeMerged(present, region, [], policySizeLimits.inlineOfRole))
          : undefined;
      const scp = text(composeServiceControlPolicy(region, name === undefined ? facts.arn : everyRoleOf(facts, name)));
      return {
        ...(permissionSet === undefined ? {} : { permissionSet }),
        ...(scp === undefined ? {} : { serviceControlPolicy: scp }),
      };
    }
    case 'ROUTE_ROOT': {
      const scp = text(composeServiceControlPolicy(region, facts.arn));
      return scp === undefined ? {} : { serviceControlPolicy: scp };
    }
    case 'ROUTE_EXTERNAL': {
      const resourcePolicy = text(composeResourcePolicy(region, facts.arn));
      const scp = text(composeServiceControlPolicy(region, facts.arn));
      return {
        ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
        trustPolicy: trustDeny(facts.arn),
        ...(scp === undefined ? {} : { serviceControlPolicy: scp }),
      };
    }
    default:
      return {};
  }
};
