import type { Budget, Domain, Lists, ScalarSet, ValueSet } from './domain.ts';
import { isEmpty } from './emptiness.ts';
import { intersect, severalOf } from './intersect.ts';
import { complementOf, everyText, factorsOf } from './scalar-set.ts';

export type Covering = boolean | 'unknown';

/**
 * Whether every value of `narrow` is in `wide`. `true` and `false` are proofs; what would need a search is `unknown`.
 */
export function covers(wide: Domain, narrow: Domain, budget: Budget): Covering {
  if ((narrow.absent && !wide.absent) || (narrow.emptyList && !wide.emptyList)) return false;
  return every([valuesCover, severalCover], (covering) => covering(wide, narrow, budget));
}

function severalCover(wide: Domain, narrow: Domain, budget: Budget): Covering {
  if (narrow.several === undefined) return true;
  const several = severalOf(wide);
  if (several === undefined) return nothingIn(narrow.several, budget);
  if (several.kind === 'any') return true;
  return narrow.several.kind === 'any' ? 'unknown' : listsCover(several, narrow.several, budget);
}

function valuesCover({ values: wide }: Domain, { values: narrow }: Domain, budget: Budget): Covering {
  if (wide.kind === 'any' || narrow.kind === 'none') return true;
  if (wide.kind === 'none') return nothingIn(narrow, budget);
  if (narrow.kind === 'any') return 'unknown';
  if (wide.kind === 'lists') return listsCover(wide, narrow, budget);
  // Single values and several are told apart in `wide`, not in `narrow`.
  return narrow.kind === 'lists' ? 'unknown' : scalarCovers(wide, narrow, budget);
}

/** Each thing that `wide` says is contradicted nowhere in `narrow`. */
function scalarCovers(wide: ScalarSet, narrow: ScalarSet, budget: Budget): Covering {
  return every(factorsOf(wide), (factor) => {
    const outside = complementOf(factor);
    return outside === undefined ? 'unknown' : disjoint(narrow, outside, budget);
  });
}

/** A single value is a list of one; so it is in `every` and in each of `some`. */
function listsCover(wide: Lists, narrow: ScalarSet | Lists, budget: Budget): Covering {
  if (narrow.kind !== 'lists') {
    return every([wide.every, ...wide.some], (set) => scalarCovers(set, narrow, budget));
  }
  // Some value outside `every`; then, for each of `some`, no value inside.
  const outsiders = every(factorsOf(wide.every), (factor) => {
    const outside = complementOf(factor);
    if (outside === undefined) return 'unknown';
    return disjoint(narrow, { kind: 'lists', every: everyText(outside.kind), some: [outside] }, budget);
  });
  if (outsiders !== true) return outsiders;
  return every(wide.some, (set) => {
    const [factor, ...more] = factorsOf(set);
    if (factor === undefined) return true;
    const outside = more.length === 0 ? complementOf(factor) : undefined;
    return outside === undefined ? 'unknown' : disjoint(narrow, { kind: 'lists', every: outside, some: [] }, budget);
  });
}

/** False at once when one is false; unknown when one is unknown and none is false. */
function every<T>(items: readonly T[], test: (item: T) => Covering): Covering {
  let result: Covering = true;
  for (const item of items) {
    const one = test(item);
    if (one === false) return false;
    if (one === 'unknown') result = one;
  }
  return result;
}

const disjoint = (a: ValueSet, b: ValueSet, budget: Budget): Covering =>
  nothingIn(intersect(only(a), only(b)).values, budget);

function nothingIn(values: ValueSet, budget: Budget): Covering {
  const { empty } = isEmpty(only(values), budget);
  return empty === 'unknown' ? 'unknown' : empty;
}

const only = (values: ValueSet): Domain => ({ absent: false, emptyList: false, values });
