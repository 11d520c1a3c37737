import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canAssume } from '../reasoning/can-assume.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal, type PolicyCache } from '../reasoning/compile-principal.ts';
import { delta } from '../reasoning/delta.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, Delta, Question, SearchOptions } from '../reasoning/types.ts';
import { refuseAlike, refusedUnexplained } from '../reasoning/search/ask-question.ts';
import { isNever } from '../reasoning/search/is-never.ts';
import { leftOpen, mayDoAny, type LeftOpen } from '../reasoning/search/not-refused.ts';
import { compileOnce } from './compile-once.ts';
import type { TrustQuestion } from './check.ts';

/**
 * What the engine asks of the reasoner, and nothing more. `P` is a compiled principal, opaque here: tests of the engine
 * give a reasoner of their own.
 */
export type Reasoner<P> = {
  compile(facts: PrincipalFacts, cache: PolicyCache): P;
  /** The same, and nothing is kept: for one principal after the other. Absent: `compile`. */
  compileForNow?(facts: PrincipalFacts, cache: PolicyCache): P;
  canEver(principal: P, ask: Ask, options: SearchOptions): Answer;
  /** The one answer that each of the questions alone would get, where it is no for one reason. Absent: each is asked. */
  refuseAlike?(principal: P, questions: readonly Question[], options: SearchOptions): Answer | undefined;
  /** The no of a question that words refuse at once, without what closes it. Absent: it is asked. */
  refusedUnexplained?(principal: P, question: Question, options: SearchOptions): Answer | undefined;
  /** Whether it answers no, where the answer itself is not wanted. Absent: it is asked. */
  isNever?(principal: P, question: Question, options: SearchOptions): boolean;
  /** The questions that are not refused at once, by words or kinds of resources. Absent: each is asked. */
  leftOpen?(principal: P, questions: readonly Question[], options: SearchOptions): readonly LeftOpen[];
  /** False only where it surely may do none of the actions. Absent: it may. */
  mayDoAny?(principal: P, actions: readonly string[]): boolean;
  canAssume(role: PrincipalFacts, question: TrustQuestion, options: SearchOptions): Answer;
  delta(before: P, after: P, watched: readonly Question[], options: SearchOptions): Delta;
};

export const reasoner: Reasoner<Principal> = {
  compile: compileOnce,
  compileForNow: (facts, cache) => compilePrincipal(facts, { cache }),
  canEver: (principal, ask, options) => canEver(principal, ask, options),
  refuseAlike,
  refusedUnexplained,
  isNever,
  leftOpen,
  mayDoAny,
  canAssume: (role, question, options) => {
    switch (question.who) {
      case 'anyone':
        return canAssume(role, { kind: 'anyone' }, options);
      case 'service-for-another-account':
        return canAssume(role, { kind: 'service', service: question.service, forAnotherAccount: true }, options);
      case 'another-account':
        return canAssume(role, { kind: 'another-account', except: question.except }, options);
      case 'accounts':
        return firstYes(
          question.accounts.map(
            (accountId) => () => canAssume(role, { kind: 'account', accountId }, options, question.condition),
          ),
        );
      case 'service': {
        const { service, condition } = question;
        return canAssume(role, { kind: 'service', service, forAnotherAccount: false }, options, condition);
      }
      case 'federated': {
        const { provider, unnamed } = question;
        return canAssume(role, { kind: 'federated', provider, unnamed }, options);
      }
    }
  },
  delta,
};

/** The first yes; without one the first doubt; a no only where all are no. */
const firstYes = (askEach: readonly (() => Answer)[]): Answer => {
  let doubt: Answer | undefined;
  let refused: Answer | undefined;
  for (const ask of askEach) {
    const answer = ask();
    if (answer.answer === 'yes') return answer;
    if (answer.answer === 'unknown') doubt ??= answer;
    else refused ??= answer;
  }
  return doubt ?? refused ?? { given: [], answer: 'no', proof: { shapes: 0, branches: 0, blockedBy: [] } };
};
