import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canAssume } from '../reasoning/can-assume.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal, type PolicyCache } from '../reasoning/compile-principal.ts';
import { delta } from '../reasoning/delta.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, Delta, Question, SearchOptions } from '../reasoning/types.ts';
import type { TrustQuestion } from './check.ts';

/**
 * What the engine asks of the reasoner, and nothing more. `P` is a compiled principal, opaque here: tests of the engine
 * give a reasoner of their own.
 */
export type Reasoner<P> = {
  compile(facts: PrincipalFacts, cache: PolicyCache): P;
  canEver(principal: P, ask: Ask, options: SearchOptions): Answer;
  canAssume(role: PrincipalFacts, question: TrustQuestion, options: SearchOptions): Answer;
  delta(before: P, after: P, watched: readonly Question[], options: SearchOptions): Delta;
};

export const reasoner: Reasoner<Principal> = {
  compile: (facts, cache) => compilePrincipal(facts, { cache }),
  canEver: (principal, ask, options) => canEver(principal, ask, options),
  canAssume: (role, question, options) => {
    switch (question.who) {
      case 'anyone':
        return canAssume(role, { kind: 'anyone' }, options);
      case 'service-for-another-account':
        return canAssume(role, { kind: 'service', service: question.service, forAnotherAccount: true }, options);
    }
  },
  delta,
};
