import type { Known } from '../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ask, Question } from '../../reasoning/types.ts';
import { statementsOf } from '../read-statements.ts';

/** One way in which a principal changes what it may do itself. */
export type OwnAccess = {
  /** The action, or actions that go together. */
  name: string;
  ask: Ask;
  /** It can give itself everything that its boundary lets through; otherwise only more than it has. */
  everything: boolean;
};

export const changingActions = [
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:PutUserPolicy',
  'iam:AttachUserPolicy',
  'iam:PutGroupPolicy',
  'iam:AttachGroupPolicy',
  'iam:AddUserToGroup',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:DeleteUserPolicy',
  'iam:DetachUserPolicy',
] as const;

/** On whatever resource: most principals have none of them, and words tell so. */
export const changesAccess: Ask = { name: 'changes-access', any: [{ actions: changingActions, resources: ['*'] }] };

/** AWS managed policies that give so much that nobody attaches them to itself by right (AWS: "AWS managed policies for job functions"). */
const powerful = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'] as const;

/** Every way, for the kind of principal that it is. */
export const ownAccess = (facts: PrincipalFacts): readonly OwnAccess[] => {
  const { kind, arn } = facts;
  const [put, attach] =
    kind === 'role'
      ? (['iam:PutRolePolicy', 'iam:AttachRolePolicy'] as const)
      : (['iam:PutUserPolicy', 'iam:AttachUserPolicy'] as const);
  return [
    one(put, [arn]),
    one(attach, [arn], powerfulOnly(facts)),
    attachOwnMade(attach, facts),
    // Whoever it lets in then is another question; that it may is one of its own access.
    ...(kind === 'role' ? [{ ...one('iam:UpdateAssumeRolePolicy', [arn]), everything: false }] : []),
    ...versions(facts),
    ...(kind === 'user' ? byGroup(facts) : []),
    ...liftsDeny(facts),
  ];
};

const powerfulOnly = (facts: PrincipalFacts): Question['condition'] => ({
  ArnLike: { 'iam:PolicyARN': powerful.map((name) => `arn:${partitionOf(facts)}:iam::aws:policy/${name}`) },
});

/** A request of the account names policies and groups of its own partition. */
const partitionOf = ({ arn }: PrincipalFacts): string => arn.split(':')[1] ?? 'aws';

const one = (action: string, resources: readonly string[], condition?: Question['condition']): OwnAccess => ({
  name: action,
  ask: {
    name: action,
    any: [{ actions: [action], resources, ...(condition === undefined ? {} : { condition }) }],
  },
  everything: true,
});

/** A policy that it writes first and attaches then; conditions on what may be attached do not help where it may write that. */
const attachOwnMade = (attach: string, facts: PrincipalFacts): OwnAccess => {
  const { arn, accountId } = facts;
  const name = `iam:CreatePolicy+${attach}`;
  const own = `arn:${partitionOf(facts)}:iam::${accountId}:policy/*`;
  return {
    name,
    ask: {
      name,
      all: [
        { actions: [attach], resources: [arn], condition: { ArnLike: { 'iam:PolicyARN': own } } },
        { actions: ['iam:CreatePolicy'], resources: [own] },
      ],
    },
    everything: true,
  };
};

const versions = (facts: PrincipalFacts): readonly OwnAccess[] => {
  const groups = listOf(facts.groups).flatMap(({ attachedPolicies }) => listOf(attachedPolicies));
  const arns = [...listOf(facts.attachedPolicies), ...groups].flatMap(({ arn }) =>
    arn === undefined || isWrittenByAws(arn) ? [] : [arn],
  );
  const unique = [...new Set(arns)];
  if (unique.length === 0) return [];
  return [
    one('iam:CreatePolicyVersion', unique),
    // Only as much as some earlier version gave.
    { ...one('iam:SetDefaultPolicyVersion', unique), everything: false },
  ];
};

const byGroup = (facts: PrincipalFacts): readonly OwnAccess[] => {
  const { accountId, groups } = facts;
  const own = listOf(groups).map(({ arn }) => arn);
  return [
    { ...one('iam:AddUserToGroup', [`arn:${partitionOf(facts)}:iam::${accountId}:group/*`]), everything: false },
    ...(own.length === 0
      ? []
      : [one('iam:PutGroupPolicy', own), one('iam:AttachGroupPolicy', own, powerfulOnly(facts))]),
  ];
};

/** Where a Deny of its own policies limits it, taking that policy away gives it more. */
const liftsDeny = (facts: PrincipalFacts): readonly OwnAccess[] => {
  const { kind, arn } = facts;
  const [remove, detach] =
    kind === 'role'
      ? (['iam:DeleteRolePolicy', 'iam:DetachRolePolicy'] as const)
      : (['iam:DeleteUserPolicy', 'iam:DetachUserPolicy'] as const);
  const denying = listOf(facts.attachedPolicies).filter(denies);
  return [
    ...(listOf(facts.inlinePolicies).some(denies) ? [{ ...one(remove, [arn]), everything: false }] : []),
    ...(denying.length > 0
      ? [
          {
            ...one(detach, [arn], {
              ArnEquals: { 'iam:PolicyARN': denying.map(({ arn: policy, name }) => policy ?? name) },
            }),
            everything: false,
          },
        ]
      : []),
  ];
};

const denies = (document: PolicyDocument): boolean => statementsOf(document).some(({ effect }) => effect === 'Deny');

export const isWrittenByAws = (policyArn: string): boolean => policyArn.split(':')[4] === 'aws';

const listOf = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);
