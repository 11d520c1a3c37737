import type { Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Ask, Question } from '../../../reasoning/types.ts';
import type { AccountView } from '../../account-view.ts';
import type { AccessCheck } from '../../check.ts';
import type { ClassFound } from '../../intent/class-of.ts';
import { accessChanges } from '../../triggers.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { isWrittenByAws } from '../own-access.ts';

const liftingActions = [
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PutRolePermissionsBoundary',
  'iam:PutUserPermissionsBoundary',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
] as const;

export const liftOwnBoundary = {
  id: 'RF.ESCALATE.8',
  name: 'lift-own-boundary',
  title: 'Remove the boundary',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  about: liftingActions,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny the boundary actions and changes of the boundary policy in the boundary itself.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    attack: [{ tactic: 'TA0004', technique: 'T1098' }],
  },
  ask: ({ principal, account, roleClass, can }) => {
    const { permissionsBoundary: boundary } = principal;
    if (boundary.state !== 'known' || can(touchesBoundaries).answer === 'no') return [];
    const own = boundary.value.arn ?? boundary.value.name;
    const peers = boundedPeers(principal, account, roleClass);
    return [
      { name: 'own-boundary', ask: { name: 'own-boundary', any: [...lifting([principal], own), ...editing(own)] } },
      ...(peers.length === 0
        ? []
        : [{ name: 'boundary-of-its-class', ask: { name: 'boundary-of-its-class', any: lifting(peers, own) } }]),
    ];
  },
  finding: ({ who, question, answer }) => {
    const { action, resource } = answer.witness.request;
    return question.name === 'own-boundary'
      ? `${who} can lift its own boundary by ${action}`
      : `${who} can lift the boundary of ${nameOfArn(resource)}, which is of its class, by ${action}`;
  },
} as const satisfies AccessCheck;

const boundaryActions = {
  role: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
  user: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
} as const;

const lifting = (principals: readonly PrincipalFacts[], own: string): readonly Question[] =>
  principals.flatMap(({ kind, arn }) => {
    const [remove, replace] = boundaryActions[kind];
    return [
      { actions: [remove], resources: [arn] },
      { actions: [replace], resources: [arn], condition: { StringNotEquals: { 'iam:PermissionsBoundary': own } } },
    ];
  });

/** Nobody writes a policy of AWS. */
const editing = (own: string): readonly Question[] =>
  isWrittenByAws(own)
    ? []
    : [{ actions: ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'], resources: [own] }];

/** Others that carry a boundary and have its class: what one may do for the other, they do for each other. */
const boundedPeers = (
  principal: PrincipalFacts,
  account: Known<AccountView>,
  roleClass: ClassFound,
): readonly PrincipalFacts[] => {
  if (account.state !== 'known' || roleClass.state !== 'found') return [];
  return account.value.principals
    .filter(
      (other) =>
        other.arn !== principal.arn &&
        other.permissionsBoundary.state === 'known' &&
        account.value.classOf(other) === roleClass.class,
    )
    .slice(0, mostPeers);
};

/** Of one class. One that can lift the boundary of many can mostly lift its own. */
const mostPeers = 20;

const touchesBoundaries: Ask = {
  name: 'touches-boundaries',
  any: [{ actions: liftingActions, resources: ['*'] }],
};
