import { askChecks, type AskChecksInput } from '../../shared/checks/ask-checks.ts';
import type { Check } from '../../shared/checks/check.ts';
import { viewAccount } from '../../shared/checks/escalate/reach/view-account.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { defaultCheckSettings, type CheckSettings } from '../../shared/checks/settings.ts';
import { known } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { Runner } from '../../shared/facts/runner.ts';

type More = {
  settings?: Partial<CheckSettings>;
  before?: AskChecksInput['before'];
  /** The others of the account. Absent: the principal is judged by itself. */
  others?: readonly PrincipalFacts[];
  /** What runs as which role. Absent: not read. */
  runners?: readonly Runner[];
};

const now = '2026-11-21T21:00:00.000Z';

/** The judgements of one check about one principal, by the real reasoner, in any pack. */
export const askOne = (check: Check, principal: PrincipalFacts, more: More = {}): readonly Judgement[] => {
  const settings = { ...defaultCheckSettings, pack: 'strict' as const, ...more.settings };
  const account =
    more.others === undefined
      ? undefined
      : viewAccount({
          accountId: principal.accountId,
          principals: [principal, ...more.others],
          now,
          settings,
          ...(more.runners === undefined ? {} : { runners: known(more.runners) }),
        });
  return askChecks({
    principal,
    settings,
    now,
    checks: [check],
    ...(more.before === undefined ? {} : { before: more.before }),
    ...(account === undefined ? {} : { account }),
  }).judgements;
};

/** Names of the questions with this answer. */
export const named = (judgements: readonly Judgement[], answer: 'yes' | 'no' | 'unknown'): readonly string[] =>
  judgements.filter((judgement) => judgement.answer.answer === answer).map(({ questionName }) => questionName);

/** Sentences of the findings. */
export const sentences = (judgements: readonly Judgement[]): readonly string[] =>
  judgements.flatMap(({ answer, sentence }) => (answer.answer === 'yes' ? [sentence] : []));
