import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import { compilePrincipal, type PolicyCache } from '../compile-principal.ts';
import { allActions, without, type ActionBits } from './action-bits.ts';
import type { ActionWords } from './action-words.ts';
import { withAccess } from './fast-access.ts';
import { SharedSets } from './shared-sets.ts';

/** What words say about every action of the catalogue for every principal of an account, by the principal's place. */
export type AccountAccess = {
  /** Principals. */
  count: number;
  /** Some request may be allowed; without the bit none is. */
  may: (place: number) => ActionBits;
  /** Every request is allowed. */
  sure: (place: number) => ActionBits;
  words: (place: number) => ActionWords;
  /** How many sets differ: principals that are allowed the same share theirs. */
  sets: number;
};

/**
 * Every action of the catalogue for every principal. Nothing is held of a principal but the numbers of its sets: what was
 * compiled for it is left as soon as its words are known.
 */
export const accountAccess = (
  principals: readonly PrincipalFacts[],
  { cache = new Map() }: { cache?: PolicyCache } = {},
): AccountAccess => {
  const sets = new SharedSets();
  const may = new Uint32Array(principals.length);
  const sure = new Uint32Array(principals.length);
  for (const [place, facts] of principals.entries()) {
    withAccess(compilePrincipal(facts, { cache }), (mayBits, sureBits) => {
      may[place] = sets.numberOf(mayBits.words);
      sure[place] = sets.numberOf(sureBits.words);
    });
  }
  const setAt = (numbers: Uint32Array, place: number): ActionBits => {
    const number = numbers[place];
    if (number === undefined) throw new RangeError(`there is no principal ${place}`);
    return sets.at(number);
  };
  return {
    count: principals.length,
    may: (place) => setAt(may, place),
    sure: (place) => setAt(sure, place),
    words: (place) => {
      const [some, every] = [setAt(may, place), setAt(sure, place)];
      return { denied: without(allActions, some), conditional: without(some, every), sure: every };
    },
    sets: sets.size,
  };
};
