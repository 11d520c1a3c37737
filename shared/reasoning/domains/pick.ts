import { constantsOfSet } from './constants.ts';
import { literalGlob } from '../glob/glob.ts';
import type { Budget, Domain, Lists, ScalarSet, Several, ValueSet } from './domain.ts';
import { isEmpty, type EmptinessDoubt } from './emptiness.ts';
import { scalarValue, type ScalarValue } from './scalar-value.ts';
import { intersectScalars, memberOfSet } from './scalar-set.ts';

export type Picked =
  | { absent: true }
  | { value: string }
  /** Possibly none. */
  | { values: readonly string[] }
  | { nothing: 'empty' | EmptinessDoubt };

export type Wishes = {
  /** Tried in this order before anything else: facts, constants of the policies, values from documentation. */
  texts?: readonly string[];
  /** False: a value is wanted where one is possible. */
  absentFirst?: boolean;
};

/** Values of the forms that documentation uses. */
const exampleOf = {
  ips: ['203.0.113.7', '2001:db8::1'],
  numbers: ['1'],
  instants: ['2030-01-01T00:00:00Z'],
  bools: ['false'],
  strings: ['example'],
  mixed: [],
} as const satisfies Record<ScalarSet['kind'], readonly string[]>;

/**
 * A value for the key that a person can read: absent, a wished text, a constant of the tests, a documentation value, or
 * the shortest text there is. Always a member of the domain. Same input, same value.
 */
export function pick(domain: Domain, wishes: Wishes, budget: Budget): Picked {
  if (domain.absent && wishes.absentFirst !== false) return { absent: true };
  const picked = pickValue(domain.values, wishes.texts ?? [], budget);
  if (!('nothing' in picked)) return picked;
  if (domain.absent) return { absent: true };
  if (domain.several !== undefined) {
    const several = pickSeveral(domain.several, wishes.texts ?? [], budget);
    if (!('nothing' in several)) return several;
  }
  if (domain.emptyList) return { values: [] };
  // One wanted value may be unknown and another impossible: the proof goes first.
  const emptiness = isEmpty(domain, budget);
  if (emptiness.empty === 'unknown') return { nothing: emptiness.why };
  return emptiness.empty ? { nothing: 'empty' } : picked;
}

function pickValue(values: ValueSet, wishes: readonly string[], budget: Budget): Picked {
  switch (values.kind) {
    case 'any':
      return { value: wishes[0] ?? exampleOf.strings[0] };
    case 'none':
      return { nothing: 'empty' };
    case 'lists':
      return pickList(values, wishes, budget);
    default: {
      const value = pickScalar(values, wishes, budget);
      return 'text' in value ? { value: value.text } : nothing(value);
    }
  }
}

function pickScalar(set: ScalarSet, wishes: readonly string[], budget: Budget): ScalarValue {
  const [constants, examples] = [constantsOfSet(set), exampleOf[set.kind]];
  // The ends of address ranges are no constants of a policy, so the address of documentation comes first.
  const candidates = set.kind === 'ips' ? [...examples, ...constants] : [...constants, ...examples];
  const liked = [...wishes, ...candidates].find((text) => text !== '' && memberOfSet(set, text));
  return liked === undefined ? scalarValue(set, budget, true) : { text: liked };
}

/** As few values as the greedy way finds: a value already chosen may serve another wish. */
function pickList({ every, some }: Lists, wishes: readonly string[], budget: Budget): Picked {
  const chosen: string[] = [];
  for (const wanted of some.length === 0 ? [every] : some) {
    if (chosen.some((text) => memberOfSet(wanted, text))) continue;
    const value = pickScalar(intersectScalars(every, wanted), wishes, budget);
    if (!('text' in value)) return nothing(value);
    chosen.push(value.text);
  }
  return { values: chosen };
}

/** Two values or more. Two different ones where there are two. */
function pickSeveral(several: Several, wishes: readonly string[], budget: Budget): Picked {
  const [wish = exampleOf.strings[0]] = wishes;
  if (several.kind === 'any') return { values: [wish, 'other'] };
  const picked = pickList(several, wishes, budget);
  if (!('values' in picked) || picked.values.length > 1) return picked;
  const [only = ''] = picked.values;
  const others = intersectScalars(several.every, { kind: 'strings', all: [], none: [literalGlob(only)] });
  const other = pickScalar(others, wishes, budget);
  return { values: [only, 'text' in other ? other.text : only] };
}

const nothing = (value: Exclude<ScalarValue, { text: string }>): Picked => ({
  nothing: 'none' in value ? 'empty' : value.unknown,
});
