import type { Ask, Question } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { askPass } from '../ask-pass.ts';
import { missingAccount } from '../missing-account.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { tooMany } from '../reach/ask-steps.ts';
import { aiRunActions, type RunAction } from '../run-actions.ts';

export const passRoleAndRun = {
  id: 'RF.ESCALATE.2',
  name: 'pass-role-and-run',
  title: 'PassRole plus run',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Take away the creating action, or name the roles that may be passed to the service so that none of them can do more.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004', technique: 'T1548.005' }],
    atlas: ['AML.T0050'],
  },
  ask: ({ principal, account, can }) =>
    rows.flatMap(({ row, create, both }): readonly AccessQuestion[] => {
      if (can(both).answer === 'no') return [];
      const name = row.action;
      if (account.state !== 'known') return [{ name, unasked: missingAccount(account) }];
      const { arns, more, doubt } = account.value.strongerRoles(principal, row.service, row.source);
      if (arns.length === 0) return doubt === undefined ? [] : [{ name, unasked: doubt }];
      const ask: Ask = { name, all: [askPass(arns, row.service), create] };
      return [more && can(ask).answer === 'no' ? { name, unasked: tooMany } : { name, ask }];
    }),
  finding: ({ who, question, answer }) => {
    const [pass = answer.witness] = answer.witnesses ?? [];
    const does = rows.find(({ row }) => row.action === question.name)?.row.does === 'run' ? 'run code as' : 'act as';
    return `${who} can ${does} ${nameOfArn(pass.request.resource)} by ${question.name}`;
  },
} as const satisfies AccessCheck;

/** `both`: the same with any role; most principals cannot do even that. The create action first: fewest have it. */
const rows: readonly { row: RunAction; create: Question; both: Ask }[] = aiRunActions.map((row) => {
  const create: Question = { actions: [row.action], resources: ['*'] };
  const pass: Question = {
    actions: ['iam:PassRole'],
    resources: ['*'],
    condition: { StringEquals: { 'iam:PassedToService': row.service } },
  };
  return { row, create, both: { name: row.action, all: [create, pass] } };
});
