import type { Budget, Domain, Lists, ValueSet } from './domain.ts';
import { scalarValue } from './scalar-value.ts';
import { intersectScalars } from './scalar-set.ts';

/** `budget`: the automaton states are spent. `mixed-types`: the key is read as two types and no constant fits both. */
export type EmptinessDoubt = 'budget' | 'mixed-types';
export type Emptiness = { empty: true } | { empty: false } | { empty: 'unknown'; why: EmptinessDoubt };

/** Whether nothing is left for a key. `true` and `false` are proofs. */
export function isEmpty(domain: Domain, budget: Budget): Emptiness {
  if (domain.absent || domain.emptyList) return { empty: false };
  const values = emptinessOf(domain.values, budget);
  if (values.empty === false || domain.several === undefined) return values;
  // A value may stand twice, so lists of two are there where lists of one are.
  const several = emptinessOf(domain.several, budget);
  return several.empty === true ? values : several;
}

function emptinessOf(values: ValueSet, budget: Budget): Emptiness {
  switch (values.kind) {
    case 'any':
      return { empty: false };
    case 'none':
      return { empty: true };
    case 'lists':
      return emptinessOfLists(values, budget);
    default: {
      const value = scalarValue(values, budget, false);
      if ('unknown' in value) return { empty: 'unknown', why: value.unknown };
      return { empty: 'none' in value };
    }
  }
}

/** Every value that must be there needs a text of its own; without one, one value of `every` does. */
function emptinessOfLists({ every, some }: Lists, budget: Budget): Emptiness {
  let unknown: Emptiness | undefined;
  for (const wanted of some.length === 0 ? [every] : some) {
    const value = emptinessOf(some.length === 0 ? every : intersectScalars(every, wanted), budget);
    if (value.empty === true) return value;
    if (value.empty === 'unknown') unknown = value;
  }
  return unknown ?? { empty: false };
}
