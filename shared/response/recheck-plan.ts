import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import type { AgreedRead } from './agreeing-reads.ts';
import { containedFacts } from './contained-facts.ts';
import { factsAskedOf } from './facts-asked-of.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';

export type Rechecked = { holds: true; plan: Plan } | { holds: false; outcome: Outcome; detail: string };

/**
 * Asks a plan's questions again on a fresh read that equals its snapshot: a managed policy can have changed without any
 * field of the snapshot. The plan keeps its hash, so an approval stays bound to it; answers and time are new.
 */
export const recheckPlan = (plan: Plan, read: AgreedRead): Rechecked => {
  const options = { model: 'realistic', now: read.at } as const;
  const facts = factsAskedOf(plan, read.facts);
  const before = compilePrincipal(facts);
  const after = compilePrincipal(containedFacts(facts, plan));
  const questions = plan.questions.map((question) => ({
    ...question,
    before: canEver(before, question.ask, options),
    after: canEver(after, question.ask, options),
  }));
  const unknown = questions.find(({ before: answer }) => answer.answer === 'unknown');
  if (unknown !== undefined) {
    return { holds: false, outcome: 'UNKNOWN_ANSWER', detail: `${unknown.checkId} can no longer be answered.` };
  }
  if (questions.every(({ before: answer }) => answer.answer === 'no')) {
    return { holds: false, outcome: 'ALREADY_SAFE', detail: 'Asked again now, every question answers no.' };
  }
  if (questions.some(({ before: answer }) => answer.answer === 'no')) {
    return {
      holds: false,
      outcome: 'CONFLICT_CHANGED',
      detail: 'A question of the plan answers no by now: plan again.',
    };
  }
  const open = questions.find(({ after: answer }) => answer.answer !== 'no');
  return open === undefined
    ? { holds: true, plan: { ...plan, questions, plannedAt: read.at } }
    : {
        holds: false,
        outcome: 'PROOF_FAILED',
        detail: `${open.checkId} would not answer no with the plan in force.`,
      };
};

/** A part is in force already, so the questions may answer no: what counts is that they do once the rest is. */
export const recheckRest = (plan: Plan, read: AgreedRead): Rechecked => {
  const after = compilePrincipal(containedFacts(factsAskedOf(plan, read.facts), plan));
  const open = plan.questions.find(
    ({ ask }) => canEver(after, ask, { model: 'realistic', now: read.at }).answer !== 'no',
  );
  return open === undefined
    ? { holds: true, plan: { ...plan, plannedAt: read.at } }
    : {
        holds: false,
        outcome: 'PROOF_FAILED',
        detail: `${open.checkId} would not answer no with the plan in force.`,
      };
};
