import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import type { Question } from '../reasoning/types.ts';

/** Where our policies live; the part of an ARN behind the account. */
export const ownPolicyPath = '/ringfence/';

export const ownPolicyPrefix = ({ partition, accountId }: Pick<OwnIdentity, 'partition' | 'accountId'>): string =>
  `arn:${partition}:iam::${accountId}:policy${ownPolicyPath}`;

/** Whether a policy, by its ARN, is one that Ringfence made. */
export const isOwnPolicy = (arn: string): boolean => arn.includes(`:policy${ownPolicyPath}`);

/**
 * What the contained principal must not do to its own containment: a second region, on its own ARN and on our policies
 * only. Best effort: in the seconds that a change of IAM takes to spread, a principal with these rights can be faster.
 * `accessKeys`: the containment makes access keys inactive. PutRolePolicy and PutUserPolicy cannot be limited to a policy name [unconfirmed].
 */
export const shieldOf = (
  facts: PrincipalFacts,
  identity: Pick<OwnIdentity, 'partition' | 'accountId'>,
  { accessKeys = false }: { accessKeys?: boolean } = {},
): readonly Question[] => {
  const noun = facts.kind === 'role' ? 'Role' : 'User';
  // What was made inactive must not be woken by the user, nor a new key made in its place.
  const keys = accessKeys && facts.kind === 'user' ? ['iam:CreateAccessKey', 'iam:UpdateAccessKey'] : [];
  return [
    {
      actions: [
        `iam:Put${noun}PermissionsBoundary`,
        `iam:Delete${noun}PermissionsBoundary`,
        `iam:Put${noun}Policy`,
        `iam:Delete${noun}Policy`,
        `iam:Detach${noun}Policy`,
        ...keys,
      ],
      resources: [facts.arn],
    },
    {
      actions: [
        'iam:CreatePolicyVersion',
        'iam:SetDefaultPolicyVersion',
        'iam:DeletePolicyVersion',
        'iam:DeletePolicy',
      ],
      resources: [`${ownPolicyPrefix(identity)}*`],
    },
  ];
};
