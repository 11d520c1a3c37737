import type { Ask, Question } from '../../../reasoning/types.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { askPass } from '../ask-pass.ts';
import { unaskedFor } from '../missing-account.ts';
import { nameOfArn } from '../name-of-arn.ts';
import { tooMany } from '../reach/ask-steps.ts';
import { aiRunActions } from '../run-actions.ts';

export const passRoleAndRun = {
  id: 'RF.ESCALATE.2',
  name: 'pass-role-and-run',
  title: 'PassRole plus run',
  kind: 'access',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: accessChanges,
  about: ['iam:PassRole'],
  administrators: 'excused',
  containment: 'deny',
  fix: 'Take away the creating action, or name the roles that may be passed to the service so that none of them can do more.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    aisf: ['AISF-IAM-02'],
    attack: [{ tactic: 'TA0004', technique: 'T1548.005' }],
    atlas: ['AML.T0050'],
  },
  ask: ({ principal, account, can, cannot }) =>
    rows.flatMap(({ name, service, source, run, both }): readonly AccessQuestion[] => {
      if (cannot(both)) return [];
      if (account.state !== 'known') return unaskedFor(name, account);
      const { arns, more, doubt } = account.value.strongerRoles(principal, service, source);
      if (arns.length === 0) return doubt === undefined ? [] : [{ name, unasked: doubt }];
      const ask: Ask = { name, all: [askPass(arns, service), run] };
      return [more && can(ask).answer === 'no' ? { name, unasked: tooMany } : { name, ask }];
    }),
  finding: ({ who, answer }) => {
    const [pass = answer.witness, run = answer.witness] = answer.witnesses ?? [];
    const by = run.request.action;
    const does = aiRunActions.find(({ action }) => action === by)?.does === 'run' ? 'run code as' : 'act as';
    return `${who} can ${does} ${nameOfArn(pass.request.resource)} by ${by}`;
  },
} as const satisfies AccessCheck;

/**
 * One question for each service, and for each kind of thing that trust policies tell apart. `both`: the same with any role;
 * most principals cannot do even that. The creating action first: fewest have it.
 */
const rows = [
  ...Map.groupBy(aiRunActions, ({ service, source, action }) => (source === undefined ? service : action)),
].map(([name, [first, ...more]]) => {
  const run: Question = { actions: [first, ...more].flatMap((row) => row?.action ?? []), resources: ['*'] };
  const service = first?.service ?? '';
  const pass: Question = {
    actions: ['iam:PassRole'],
    resources: ['*'],
    condition: { StringEquals: { 'iam:PassedToService': service } },
  };
  const both: Ask = { name, all: [run, pass] };
  return { name, service, source: first?.source, run, both };
});
