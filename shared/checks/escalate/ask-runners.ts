import type { Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Answer, Ask, Question } from '../../reasoning/types.ts';
import { namesNothing } from './names-nothing.ts';
import type { AccountView } from '../account-view.ts';
import type { AccessQuestion } from '../check.ts';
import { missingAccount } from './missing-account.ts';
import { runnerActions, type RunnerAction } from './runner-actions.ts';

type Row = { row: RunnerAction; anywhere: Ask };
const rows: readonly Row[] = runnerActions.map((row) => ({
  row,
  anywhere: { name: row.action, any: [{ actions: [row.action], resources: ['*'] }] },
}));

/**
 * One question for each action and each thing that runs as a role that can do more. Where nothing that runs can have such a
 * role, nothing is asked; where what runs was not read, that is the answer.
 */
export const askRunners = (
  how: RunnerAction['how'],
  input: { principal: PrincipalFacts; account: Known<AccountView>; can: (ask: Ask) => Answer },
): readonly AccessQuestion[] => {
  const { principal, account, can } = input;
  return rows.flatMap(({ row, anywhere }): readonly AccessQuestion[] => {
    if (row.how !== how || can(anywhere).answer === 'no') return [];
    const name = row.action;
    if (account.state !== 'known') return [{ name, unasked: missingAccount(account) }];
    const { runners } = account.value;
    if (runners.state !== 'known') {
      if (!account.value.mayHaveStronger(principal, row.service)) return [];
      const detail = runners.state === 'unknown' ? runners.why : 'What runs as which role is out of scope.';
      return [{ name, unasked: { code: 'missing-facts', detail } }];
    }
    // What one kind is not known of is said beside what the other kinds show.
    const lacking = unreadOf(row, runners);
    const notKnown: readonly AccessQuestion[] =
      lacking !== '' && account.value.mayHaveStronger(principal, row.service)
        ? [{ name, unasked: { code: 'missing-facts', detail: lacking } }]
        : [];
    const asked = runners.value
      .filter(({ kind, roleArn }) => row.kinds.includes(kind) && account.value.isStronger(roleArn, principal))
      .map(({ arn, roleArn }) => {
        const question: Question = { actions: [row.action], resources: namesNothing(row.action) ? ['*'] : [arn] };
        const on = `${row.action} on ${arn}`;
        return { name: on, about: roleArn, ask: { name: on, any: [question] } };
      });
    return [...asked, ...notKnown];
  });
};

/** Why the kinds of the row are not all known; empty: they are. */
const unreadOf = (
  { kinds }: RunnerAction,
  { unread = '', unreadOf: byKind }: Extract<AccountView['runners'], { state: 'known' }>,
): string => (byKind === undefined ? unread : [...new Set(kinds.flatMap((kind) => byKind[kind] ?? []))].join('; '));
