import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { Ask, ConditionBlock, Question } from '../../../reasoning/types.ts';
import type { AccessCheck } from '../../check.ts';
import { readStatements } from '../../read-statements.ts';
import { accessChanges } from '../../triggers.ts';
import { hasEverything } from '../has-everything.ts';

export const createFreerPrincipal = {
  id: 'RF.ESCALATE.9',
  name: 'create-freer-principal',
  title: 'Create a freer principal',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Require your boundary by a condition on iam:PermissionsBoundary wherever roles and users are created and given policies.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    attack: [{ tactic: 'TA0003', technique: 'T1136.003' }],
  },
  ask: ({ principal, settings, can }) => {
    const required = [...settings.requiredBoundaries, ...ownBoundary(principal)];
    const freer = without(required);
    return kinds.flatMap(({ name, create, use, anyhow }) => {
      if (can(anyhow).answer === 'no' || hasEverything(principal)) return [];
      const resources = resourcesFor(principal, create);
      // A new principal becomes somebody by a policy, and a user by credentials too; a role names its creator in its trust policy.
      const steps: readonly Question[] = [
        { actions: [create], resources, exceptResources: ofAws, condition: freer },
        ...use.map(({ actions, bounded }) => ({
          actions,
          resources,
          exceptResources: ofAws,
          ...(bounded ? { condition: freer } : {}),
        })),
      ];
      return [{ name, ask: { name, all: steps } }];
    });
  },
  finding: ({ who, question }) =>
    `${who} can create a ${question.name.replace('create-', '')} without the boundary and use it`,
} as const satisfies AccessCheck;

/** IAM lets nobody but AWS services write below these paths (AWS: "Create a service-linked role"; "Permission sets"). */
const ofAws = ['arn:*:iam::*:role/aws-service-role/*', 'arn:*:iam::*:role/aws-reserved/*'];

type Kind = {
  name: string;
  create: string;
  /** What makes it of use. `bounded`: the request tells the boundary of the principal. */
  use: readonly { actions: readonly string[]; bounded: boolean }[];
  /** Without regard to boundaries: most principals cannot do even that. */
  anyhow: Ask;
};

const kindOf = (name: string, create: string, use: Kind['use']): Kind => ({
  name,
  create,
  use,
  anyhow: {
    name,
    all: [{ actions: [create], resources: ['*'] }, ...use.map(({ actions }) => ({ actions, resources: ['*'] }))],
  },
});

const kinds: readonly Kind[] = [
  kindOf('create-role', 'iam:CreateRole', [{ actions: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'], bounded: true }]),
  kindOf('create-user', 'iam:CreateUser', [
    { actions: ['iam:PutUserPolicy', 'iam:AttachUserPolicy'], bounded: true },
    { actions: ['iam:CreateAccessKey', 'iam:CreateLoginProfile'], bounded: false },
  ]),
];

const ownBoundary = ({ permissionsBoundary: boundary }: PrincipalFacts): readonly string[] =>
  boundary.state === 'known' ? [boundary.value.arn ?? boundary.value.name] : [];

/** A negated operator is true on a request without the key: no boundary is no required one. */
const without = (required: readonly string[]): ConditionBlock =>
  required.length === 0
    ? { Null: { 'iam:PermissionsBoundary': 'true' } }
    : { StringNotEquals: { 'iam:PermissionsBoundary': required } };

/** Where it may create: what it gives to others elsewhere does not help it. */
const resourcesFor = (principal: PrincipalFacts, create: string): readonly string[] => {
  const lists = readStatements(principal)
    .filter(({ effect, actions }) => effect === 'Allow' && names(actions, create))
    .map(({ resources }) => resources);
  const named = lists.flatMap((list) => (list === undefined || list.negated ? ['*'] : list.entries));
  const plain = named.filter((pattern) => !pattern.includes('${'));
  return plain.length < named.length || plain.length === 0 ? ['*'] : [...new Set(plain)];
};

const names = (actions: { negated: boolean; entries: readonly string[] }, action: string): boolean =>
  actions.entries.some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase())) !== actions.negated;
