import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { planContainment, type PlanInput } from '../shared/response/plan-containment.ts';
import type { Planned } from '../shared/response/plan.ts';
import { scanAccount } from './scan-account.ts';

/**
 * A plan or the reason why there is none; never "already safe" where a question about the principal has no answer.
 * @param input with `others`: the principals of the account, in whose sight it is judged. Absent: it alone.
 */
export const planFor = (input: PlanInput & { others?: readonly PrincipalFacts[] }): Planned => {
  const planned = planContainment(input);
  if (planned.planned || planned.outcome !== 'ALREADY_SAFE') return planned;
  const missing = missingFacts(input.facts, input);
  if (missing.length === 0) return planned;
  return {
    planned: false,
    outcome: 'UNKNOWN_ANSWER',
    detail: missing.join(' '),
    advice: 'Give what is missing and ask again; nothing is denied on a guess, and nothing is called safe on one.',
  };
};

const missingFacts = (
  facts: PrincipalFacts,
  { settings, now, others = [facts] }: PlanInput & { others?: readonly PrincipalFacts[] },
): readonly string[] =>
  scanAccount({
    accountId: facts.accountId,
    principals: others,
    about: [facts],
    settings: settings.checks,
    asOf: now,
    now,
  })
    .findings.filter(({ status }) => status === 'undetermined')
    .map(({ sentence, reason }) => `${sentence}${reason === undefined ? '' : `: ${reason}`}.`);
