import type { Ask, ConditionBlock } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';

export const becomeRingfence = {
  id: 'RF.TAMPER.6',
  name: 'become-ringfence',
  title: 'Somebody can become Ringfence',
  kind: 'access',
  severity: 'critical',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: "Take Ringfence's roles out of the statement, or deny them in a service control policy for everybody but the pipeline that deploys it.",
  needs: ['ownRoles'],
  references: { attack: [{ tactic: 'TA0003', technique: 'T1098' }] },
  ask: ({ principal, settings: { ownRoles } }) =>
    ownRoles.length === 0 || ownRoles.includes(principal.arn) ? [] : questionsAbout(ownRoles),
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can use Ringfence's role ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;

/** How a role is taken over: by its session, by what runs as it, or by changing what it may do and who may be it. */
const waysIn = {
  'assume-own-role': ['sts:AssumeRole'],
  'pass-own-role': ['iam:PassRole'],
  'change-own-role': [
    'iam:AttachRolePolicy',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
    'iam:UpdateAssumeRolePolicy',
  ],
} as const;

/** A role is passed to no service that its trust policy does not name: these are the ones that Ringfence's roles name. */
const passedToRunners: ConditionBlock = {
  StringEquals: {
    'iam:PassedToService': [
      'lambda.amazonaws.com',
      'states.amazonaws.com',
      'events.amazonaws.com',
      'scheduler.amazonaws.com',
    ],
  },
};

const reasons: Readonly<Record<string, string>> = {
  'assume-own-role':
    "A session of a role of Ringfence writes boundaries and history. The role's trust policy has to agree.",
  'pass-own-role': 'Whatever runs with a role of Ringfence can act as it.',
  'change-own-role': 'Whoever changes a role of Ringfence decides what it may do and who may be it.',
};

/** The same questions for every principal, as long as the settings are the same list. */
const made = new WeakMap<readonly string[], readonly AccessQuestion[]>();

const questionsAbout = (ownRoles: readonly string[]): readonly AccessQuestion[] => {
  const known = made.get(ownRoles);
  if (known !== undefined) return known;
  const questions = Object.entries(waysIn).map(([name, actions]) => {
    const condition = name === 'pass-own-role' ? { condition: passedToRunners } : {};
    const ask: Ask = { name, any: [{ actions, resources: ownRoles, ...condition }] };
    const reason = reasons[name];
    return { name, ask, ...(reason === undefined ? {} : { reason }) };
  });
  made.set(ownRoles, questions);
  return questions;
};
