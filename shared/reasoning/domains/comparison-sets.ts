import { after, allDecimals, before, decimalOrder, readDecimal, type Decimal, type DecimalCut } from './decimal.ts';
import type { TypedSet } from './domain.ts';
import { allInstants, readInstant } from './instant.ts';
import { intersectRanges, numberOrder, subtractRanges, uniteRanges, type Order, type RangeSet } from './range-set.ts';
import { negatedSets, unanimous, type SidedSet } from './sided-set.ts';

export type Comparison = 'Equals' | 'NotEquals' | 'LessThan' | 'LessThanEquals' | 'GreaterThan' | 'GreaterThanEquals';

/** What a comparison needs to know of a type of values. */
type Line<Value, Cut> = {
  read: (text: string) => Value | undefined;
  before: (value: Value) => Cut;
  after: (value: Value) => Cut;
  lowest: Cut;
  highest: Cut;
  universe: RangeSet<Cut>;
  order: Order<Cut>;
  set: (ranges: RangeSet<Cut>, unreadable: boolean) => TypedSet;
};

const decimals: Line<Decimal, DecimalCut> = {
  read: readDecimal,
  before,
  after,
  lowest: 'lowest',
  highest: 'highest',
  universe: allDecimals,
  order: decimalOrder,
  set: (ranges, unreadable) => ({ kind: 'numbers', ranges, unreadable }),
};

const instants: Line<number, number> = {
  read: readInstant,
  before: (instant) => instant,
  after: (instant) => instant + 1,
  lowest: -Infinity,
  highest: Infinity,
  universe: allInstants,
  order: numberOrder,
  set: (ranges, unreadable) => ({ kind: 'instants', ranges, unreadable }),
};

type Values = readonly (string | undefined)[];

/** Numeric operators. @param values policy texts; `undefined` is a value with a wildcard, which is no number */
export const decimalSets = (comparison: Comparison, values: Values): SidedSet => compare(decimals, comparison, values);

/** Date operators, over whole milliseconds. @param values as above */
export const instantSets = (comparison: Comparison, values: Values): SidedSet => compare(instants, comparison, values);

function compare<Value, Cut>(line: Line<Value, Cut>, comparison: Comparison, values: Values): SidedSet {
  let ranges: RangeSet<Cut> = [];
  let allRead = true;
  for (const text of values) {
    const value = text === undefined ? undefined : line.read(text);
    if (value === undefined) allRead = false;
    else ranges = uniteRanges(ranges, rangeOf(line, comparison, value), line.order);
  }
  ranges = intersectRanges(ranges, line.universe, line.order);
  if (comparison !== 'NotEquals') return unanimous(line.set(ranges, false));
  const others = subtractRanges(line.universe, ranges, line.order);
  return negatedSets(line.set(others, true), line.set(allRead ? others : [], false));
}

/** The values for which one comparison holds; for `NotEquals`, those that are equal. */
function rangeOf<Value, Cut>(line: Line<Value, Cut>, comparison: Comparison, value: Value): RangeSet<Cut> {
  switch (comparison) {
    case 'Equals':
    case 'NotEquals':
      return [line.before(value), line.after(value)];
    case 'LessThan':
      return [line.lowest, line.before(value)];
    case 'LessThanEquals':
      return [line.lowest, line.after(value)];
    case 'GreaterThan':
      return [line.after(value), line.highest];
    case 'GreaterThanEquals':
      return [line.before(value), line.highest];
  }
}
