import type { PolicyDocument } from '../../../facts/principal-facts.ts';
import { mayLetIn } from '../../../reasoning/trust-names.ts';
import type { ConditionBlock, Question } from '../../../reasoning/types.ts';
import type { AccountView } from '../../account-view.ts';
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
  ask: ({ principal, settings: { ownRoles }, account }) =>
    ownRoles.length === 0 || ownRoles.includes(principal.arn)
      ? []
      : questionsAbout(ownRoles, account.state === 'known' ? account.value : undefined),
  finding: ({ who, answer }) => {
    const { action, resource } = answer.witness.request;
    return `${who} can use Ringfence's role ${resource} by ${action}`;
  },
} as const satisfies AccessCheck;

/** How a role is taken over beside its session: by what runs as it, or by changing what it may do and who may be it. */
const waysIn = {
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

const reasons: Readonly<Record<keyof typeof waysIn, string>> = {
  'pass-own-role': 'Whatever runs with a role of Ringfence can act as it.',
  'change-own-role': 'Whoever changes a role of Ringfence decides what it may do and who may be it.',
};

/** The same questions for every principal, as long as settings and account are the same. */
const made = new WeakMap<readonly string[], WeakMap<object, readonly AccessQuestion[]>>();

const questionsAbout = (ownRoles: readonly string[], account: AccountView | undefined): readonly AccessQuestion[] => {
  const ofRoles = made.get(ownRoles) ?? new WeakMap<object, readonly AccessQuestion[]>();
  made.set(ownRoles, ofRoles);
  const before = ofRoles.get(account ?? ownRoles);
  if (before !== undefined) return before;
  const changing = (['pass-own-role', 'change-own-role'] as const).map((name): AccessQuestion => {
    const condition = name === 'pass-own-role' ? { condition: passedToRunners } : {};
    const asked = { actions: waysIn[name], resources: ownRoles, ...condition };
    return { name, reason: reasons[name], ask: { name, any: [asked] } };
  });
  const questions = [...assuming(ownRoles, account), ...changing];
  ofRoles.set(account ?? ownRoles, questions);
  return questions;
};

const ASSUME = 'assume-own-role';
const session = 'A session of a role of Ringfence writes boundaries and history.';

/** In sight of the account a role that trusts services alone is assumed by nobody. Of other roles the trust is not read. */
const assuming = (ownRoles: readonly string[], account: AccountView | undefined): readonly AccessQuestion[] => {
  const trusts: Record<string, PolicyDocument> = {};
  const unread: string[] = [];
  for (const arn of ownRoles) {
    const role = account?.principal(arn);
    if (role?.trustPolicy.state !== 'known') unread.push(arn);
    else if (mayLetIn(role, { kind: 'anyone' })) trusts[arn] = role.trustPolicy.value;
  }
  const read = Object.keys(trusts);
  const questions: AccessQuestion[] = [];
  if (read.length > 0) {
    const reason = `${session} The role's trust policy agrees.`;
    questions.push({ name: ASSUME, reason, ask: { name: ASSUME, any: [assume(read)] }, trusts });
  }
  if (unread.length > 0) {
    const name = read.length > 0 ? `${ASSUME}-elsewhere` : ASSUME;
    const reason = `${session} The role's trust policy has to agree.`;
    questions.push({ name, reason, ask: { name, any: [assume(unread)] } });
  }
  return questions;
};

const assume = (resources: readonly string[]): Question => ({ actions: ['sts:AssumeRole'], resources });
