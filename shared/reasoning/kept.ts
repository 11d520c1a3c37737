import type { FastAccess } from './fast/fast-access.ts';
import type { Layers } from './layers-of.ts';
import type { KeyFact } from './principal-context.ts';
import type { Hole, Principal } from './principal.ts';
import type { Canonical } from './search/canonical-principal.ts';
import type { SharedByAnswers } from './search/ask-question.ts';
import type { Reading } from './types.ts';

/** What is worked out about one principal, each when it is first asked for. */
export class Kept {
  access: FastAccess | undefined = undefined;
  readonly layers: Record<Reading, Layers | undefined> = {
    documented: undefined,
    granting: undefined,
    denying: undefined,
  };
  facts: ReadonlyMap<string, KeyFact> | undefined = undefined;
  ordinaryFacts: ReadonlyMap<string, KeyFact> | undefined = undefined;
  hole: { first: Hole | undefined } | undefined = undefined;
  /** No Allow that counts for it reads a condition key. */
  keyless: boolean | undefined = undefined;
  canonical: Canonical | undefined = undefined;
  readonly answers: Record<'realistic' | 'formal', SharedByAnswers | undefined> = {
    realistic: undefined,
    formal: undefined,
  };
}

const kept = new WeakMap<Principal, Kept>();

/** Whoever is asked about is mostly asked about again. */
let latest: { principal: Principal; kept: Kept } | undefined;

/**
 * What is kept with a principal: one weak entry for everything, as the garbage collector pays for each. A copy with other
 * members is another principal.
 */
export const keptOf = (principal: Principal): Kept => {
  if (latest?.principal === principal) return latest.kept;
  const found = kept.get(principal) ?? new Kept();
  kept.set(principal, found);
  latest = { principal, kept: found };
  return found;
};
