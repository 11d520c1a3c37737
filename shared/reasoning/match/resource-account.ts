import type { Principal } from '../principal.ts';

/** The twelve digits of an ARN's account field. `undefined`: no account stands there (S3, AWS-owned resources, `*`). */
export const resourceAccount = (arn: string): string | undefined => {
  const account = arn.split(':', 6)[4];
  return account !== undefined && /^[0-9]{12}$/.test(account) ? account : undefined;
};

const assumeActions: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
]);

/**
 * Actions that an identity policy alone never allows, not even in one account: assuming a role takes its trust policy,
 * using a key takes its key policy (AWS: "How to use trust policies with IAM roles", "Key policies in AWS KMS").
 * @param action lower case
 */
export const needsResourcePolicy = (action: string, resource: string): boolean =>
  assumeActions.has(action) || (action.startsWith('kms:') && resource.includes(':key/'));

/**
 * Whether the facts hold resource policies and none of the kind that the action needs: then the resource's policy was not
 * read. Facts that hold one of the kind hold all of the account.
 * @param action lower case
 */
export const lacksNeededPolicies = ({ resourcePolicies }: Principal, action: string): boolean => {
  if (resourcePolicies.scope !== 'known') return false;
  const kind = action.startsWith('kms:') ? 'kms' : 'iam';
  return ![...resourcePolicies.byArn.keys()].some((arn) => arn.split(':', 3)[2] === kind);
};

/** Both accounts must agree when the resource shows another account than the principal's. */
export const isCrossAccount = (principal: Principal, resource: string): boolean => {
  if (principal.kind === 'service') return false;
  const account = resourceAccount(resource);
  return account !== undefined && account !== principal.accountId;
};
