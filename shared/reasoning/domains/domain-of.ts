import type { Criterion } from './criterion.ts';
import type { Side } from './dispute.ts';
import type { Domain, TypedSet } from './domain.ts';
import { complementOf, everyText } from './scalar-set.ts';

export type TestReading = {
  /** Which reading of the open rules; always of the test itself, also when its negation is asked for. */
  side: Side;
  /** False: the values for which the test does not hold. */
  holds: boolean;
  /** How many values the key can have. `one`: the set qualifiers are then plain. Else one, several or an empty list. */
  cardinality?: 'one' | 'many';
};

/** The values of a key for which a test holds, or does not. Exact: `holds` true and false share nothing and miss nothing. */
export function domainOf(criterion: Criterion, { side, holds, cardinality }: TestReading): Domain {
  if (criterion.about === 'presence') return presence(criterion, side, holds, cardinality);
  const absent = criterion.whenAbsent === holds;
  const set = holds ? criterion.sets[side] : outside(criterion.sets[side]);
  const { set: qualifier } = criterion.operator;
  if (cardinality === 'one') return { absent, emptyList: false, values: set };
  if (qualifier === undefined) {
    const emptyList = plainOnList(criterion, 0, side) === holds;
    const domain: Domain = { absent, emptyList, values: set };
    return plainOnList(criterion, 2, side) === holds ? { ...domain, several: { kind: 'any' } } : domain;
  }
  // Not "all are" is "one is not"; not "one is" is "none is".
  return (qualifier === 'ForAllValues') === holds
    ? { absent, emptyList: true, values: { kind: 'lists', every: set, some: [] } }
    : { absent, emptyList: false, values: { kind: 'lists', every: everyText(set.kind), some: [set] } };
}

function outside(set: TypedSet): TypedSet {
  const complement = complementOf(set);
  // A test says one thing about a value, so its set has a complement.
  if (complement === undefined) throw new TypeError('A criterion set must say one thing.');
  return complement;
}

function presence(
  criterion: Extract<Criterion, { about: 'presence' }>,
  side: Side,
  holds: boolean,
  cardinality: TestReading['cardinality'],
): Domain {
  const whenPresent = criterion.whenPresent === holds;
  return {
    absent: criterion.whenAbsent === holds,
    emptyList: cardinality !== 'one' && emptyListHolds(criterion, side) === holds,
    values: whenPresent ? { kind: 'any' } : { kind: 'none' },
  };
}

/**
 * `Null` over a list without values. Documented: the key "exists and its value is not null", so an empty list is as good
 * as absent (AWS: "IAM JSON policy elements: Condition operators", Null).
 */
export function emptyListHolds(criterion: Extract<Criterion, { about: 'presence' }>, side: Side): boolean {
  const { whenAbsent, whenPresent } = criterion;
  if (side === 'documented') return whenAbsent;
  return side === 'wide' ? whenAbsent || whenPresent : whenAbsent && whenPresent;
}

/**
 * A plain operator over a list that does not hold exactly one value. AWS defines nothing there. Likelier: an empty list is
 * as good as absent, several values match nothing.
 */
export function plainOnList({ whenAbsent }: Criterion, length: number, side: Side): boolean {
  if (side !== 'documented') return side === 'wide';
  return length === 0 && whenAbsent;
}
