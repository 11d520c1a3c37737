import type { Principal } from '../principal.ts';

const ACCOUNT_FIELD = 4;
const ACCOUNT_LENGTH = 12;

/** The twelve digits of an ARN's account field. `undefined`: no account stands there (S3, AWS-owned resources, `*`). */
export const resourceAccount = (arn: string): string | undefined => {
  let from = 0;
  for (let field = 0; field < ACCOUNT_FIELD; field += 1) {
    from = arn.indexOf(':', from) + 1;
    if (from === 0) return undefined;
  }
  const end = from + ACCOUNT_LENGTH;
  if (arn.length < end || (arn.length > end && arn[end] !== ':')) return undefined;
  for (let at = from; at < end; at += 1) {
    const digit = arn.charCodeAt(at);
    if (digit < 0x30 || digit > 0x39) return undefined;
  }
  return arn.slice(from, end);
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
  if (principal.kind === 'service' || resource === '*') return false;
  const account = resourceAccount(resource);
  return account !== undefined && account !== principal.accountId;
};
