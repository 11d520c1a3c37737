import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { compilePrincipal, type PolicyCache } from '../reasoning/compile-principal.ts';
import type { Principal } from '../reasoning/principal.ts';

const made = new WeakMap<PolicyCache, WeakMap<PrincipalFacts, Principal>>();

/** The same facts are judged by themselves and as a part of their account: with one cache they are compiled once. */
export const compileOnce = (facts: PrincipalFacts, cache: PolicyCache): Principal => {
  const ofCache = made.get(cache) ?? new WeakMap<PrincipalFacts, Principal>();
  made.set(cache, ofCache);
  const before = ofCache.get(facts);
  if (before !== undefined) return before;
  const compiled = compilePrincipal(facts, { cache });
  ofCache.set(facts, compiled);
  return compiled;
};
