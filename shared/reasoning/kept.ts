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

/** Whoever is asked about is mostly asked about again. */
let latest: { principal: Principal; kept: Kept } | undefined;

/**
 * What is kept with a principal. A copy with other members is another principal, and keeps nothing of the first.
 */
export const keptOf = (principal: Principal): Kept => {
  if (latest?.principal === principal) return latest.kept;
  const kept = Keeper.keptWith(principal) ?? Keeper.give(principal);
  latest = { principal, kept };
  return kept;
};

/** Makes nothing: what a class on top of it makes private is a member of the bearer. */
class Bearer extends null {
  constructor(bearer: object) {
    return bearer;
  }
}

/**
 * A private member of an object that was made elsewhere. A weak map would do the same and costs far more: to the collector of
 * young objects its values are alive, so every principal of an account would be moved to the old ones, with all that is
 * kept with it.
 */
class Keeper extends Bearer {
  readonly #kept = new Kept();

  static give(bearer: object): Kept {
    return new Keeper(bearer).#kept;
  }

  static keptWith(bearer: object): Kept | undefined {
    return #kept in bearer ? bearer.#kept : undefined;
  }
}
