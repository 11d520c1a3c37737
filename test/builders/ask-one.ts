import { askChecks, type AskChecksInput } from '../../shared/checks/ask-checks.ts';
import type { Check } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { defaultCheckSettings, type CheckSettings } from '../../shared/checks/settings.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';

type More = { settings?: Partial<CheckSettings>; before?: AskChecksInput['before'] };

/** The judgements of one check about one principal, by the real reasoner, in any pack. */
export const askOne = (check: Check, principal: PrincipalFacts, more: More = {}): readonly Judgement[] =>
  askChecks({
    principal,
    settings: { ...defaultCheckSettings, pack: 'strict', ...more.settings },
    now: '2026-11-21T21:00:00.000Z',
    checks: [check],
    ...(more.before === undefined ? {} : { before: more.before }),
  }).judgements;

/** Names of the questions with this answer. */
export const named = (judgements: readonly Judgement[], answer: 'yes' | 'no' | 'unknown'): readonly string[] =>
  judgements.filter((judgement) => judgement.answer.answer === answer).map(({ questionName }) => questionName);
