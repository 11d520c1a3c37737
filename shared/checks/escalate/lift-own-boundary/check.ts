import type { Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Ask, ConditionBlock } from '../../../reasoning/types.ts';
import type { AccountView } from '../../account-view.ts';
import type { AccessCheck } from '../../check.ts';
import type { ClassFound } from '../../intent/class-of.ts';
import { accessChanges } from '../../triggers.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { isWrittenByAws } from '../own-access.ts';

export const liftOwnBoundary = {
  id: 'RF.ESCALATE.8',
  name: 'lift-own-boundary',
  title: 'Remove the boundary',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny the boundary actions and changes of the boundary policy in the boundary itself.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    attack: [{ tactic: 'TA0004', technique: 'T1098' }],
  },
  ask: ({ principal, account, roleClass, can }) => {
    const { permissionsBoundary: boundary, kind, arn } = principal;
    if (boundary.state !== 'known' || can(touchesBoundaries).answer === 'no') return [];
    const own = boundary.value.arn ?? boundary.value.name;
    const [remove, replace] = boundaryActions[kind];
    const another = { StringNotEquals: { 'iam:PermissionsBoundary': own } };
    const peers = boundedPeers(principal, account, roleClass);
    return [
      asked(remove, remove, [arn]),
      asked(replace, replace, [arn], another),
      ...(isWrittenByAws(own)
        ? []
        : ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'].map((action) => asked(action, action, [own]))),
      ...peers.map(({ facts, name }) => {
        const [lift] = boundaryActions[facts.kind];
        return { ...asked(`${lift} of ${facts.arn}`, lift, [facts.arn]), about: name };
      }),
    ];
  },
  finding: ({ who, question, answer }) => {
    const by = answer.witness.request.action;
    return question.about === undefined
      ? `${who} can lift its own boundary by ${by}`
      : `${who} can lift the boundary of ${question.about}, which is of its class, by ${by}`;
  },
} as const satisfies AccessCheck;

const boundaryActions = {
  role: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
  user: ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'],
} as const;

const asked = (name: string, action: string, resources: readonly string[], condition?: ConditionBlock) => ({
  name,
  ask: { name, any: [{ actions: [action], resources, ...(condition === undefined ? {} : { condition }) }] },
});

/** Others that carry a boundary and have its class: what one may do for the other, they do for each other. */
const boundedPeers = (
  principal: PrincipalFacts,
  account: Known<AccountView>,
  roleClass: ClassFound,
): readonly { facts: PrincipalFacts; name: string }[] => {
  if (account.state !== 'known' || roleClass.state !== 'found') return [];
  return account.value.principals
    .filter(
      (other) =>
        other.arn !== principal.arn &&
        other.permissionsBoundary.state === 'known' &&
        account.value.classOf(other) === roleClass.class,
    )
    .slice(0, mostPeers)
    .map((facts) => ({ facts, name: nameOfArn(facts.arn) }));
};

/** Of one class; each is a question. One that can lift the boundary of many can mostly lift its own. */
const mostPeers = 20;

const touchesBoundaries: Ask = {
  name: 'touches-boundaries',
  any: [
    {
      actions: [
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteUserPermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
        'iam:PutUserPermissionsBoundary',
        'iam:CreatePolicyVersion',
        'iam:SetDefaultPolicyVersion',
      ],
      resources: ['*'],
    },
  ],
};
