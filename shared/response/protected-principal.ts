import type { OwnIdentity } from '../ports/ports.ts';

/** A principal as the never-list sees it. */
export type Candidate = { arn: string; uniqueId: string };

/** Paths of roles that AWS keeps for itself; nobody else can change them. */
export const awsRolePaths = ['/aws-service-role/', '/aws-reserved/'] as const;

/** What is never contained in any installation: Ringfence's own roles and the roles that AWS keeps for itself. */
export const seededPatterns = (identity: OwnIdentity): readonly string[] => [
  ...identity.ownRoleArns,
  identity.containRoleArn,
  identity.undoRoleArn,
  ...[
    identity.containInlineRoleArn,
    identity.containKeysRoleArn,
    identity.undoInlineRoleArn,
    identity.undoKeysRoleArn,
  ].flatMap((arn) => arn ?? []),
  ...awsRolePaths.map((path) => `arn:${identity.partition}:iam::${identity.accountId}:role${path}`),
];

/**
 * The entry of the list that protects the principal. A full ARN, a prefix that ends in `/`, or a unique id; letter case
 * carries no meaning. Never a suffix: `…/admin` would be protected by whoever chooses the path.
 */
export const protectionOf = (candidate: Candidate, patterns: readonly string[]): string | undefined => {
  const arn = candidate.arn.toLowerCase();
  const id = candidate.uniqueId.toLowerCase();
  return patterns.find((pattern) => {
    const wanted = pattern.trim().toLowerCase();
    if (wanted === '') return false;
    return wanted === arn || wanted === id || (wanted.endsWith('/') && arn.startsWith(wanted));
  });
};
