/**
 * A set of ordered values as sorted cuts: the first cut opens a range, the second closes it, and so on. A cut of a
 * discrete type (milliseconds, addresses) is the value right after it; a dense type (decimals) says on which side of a
 * value it stands. Sets are canonical: equal sets have equal cuts, and the empty set has none.
 */
export type RangeSet<Cut> = readonly Cut[];

/** Negative, zero, positive. */
export type Order<Cut> = (a: Cut, b: Cut) => number;

export function intersectRanges<Cut>(a: RangeSet<Cut>, b: RangeSet<Cut>, order: Order<Cut>): RangeSet<Cut> {
  return sweep(a, b, order, (inA, inB) => inA && inB);
}

export function uniteRanges<Cut>(a: RangeSet<Cut>, b: RangeSet<Cut>, order: Order<Cut>): RangeSet<Cut> {
  return sweep(a, b, order, (inA, inB) => inA || inB);
}

/** What is in `universe` and not in `set`. */
export function subtractRanges<Cut>(universe: RangeSet<Cut>, set: RangeSet<Cut>, order: Order<Cut>): RangeSet<Cut> {
  return sweep(universe, set, order, (inUniverse, inSet) => inUniverse && !inSet);
}

function sweep<Cut>(
  a: RangeSet<Cut>,
  b: RangeSet<Cut>,
  order: Order<Cut>,
  keep: (inA: boolean, inB: boolean) => boolean,
): RangeSet<Cut> {
  const cuts: Cut[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined && right === undefined) return cuts;
    const side = left === undefined ? 1 : right === undefined ? -1 : order(left, right);
    const at = side <= 0 ? left : right;
    if (side <= 0) i++;
    if (side >= 0) j++;
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== inside && at !== undefined) {
      cuts.push(at);
      inside = now;
    }
  }
}

/** @param before the cut just before the value (for a discrete type the value itself) */
export function inRanges<Cut>(set: RangeSet<Cut>, before: Cut, order: Order<Cut>): boolean {
  let passed = 0;
  while (passed < set.length) {
    const cut = set[passed];
    if (cut === undefined || order(cut, before) > 0) break;
    passed++;
  }
  return passed % 2 === 1;
}

/** The ranges as pairs of cuts, in order. */
export function rangesOf<Cut>(set: RangeSet<Cut>): { open: Cut; close: Cut }[] {
  const ranges: { open: Cut; close: Cut }[] = [];
  for (let i = 0; i + 1 < set.length; i += 2) {
    const open = set[i];
    const close = set[i + 1];
    if (open !== undefined && close !== undefined) ranges.push({ open, close });
  }
  return ranges;
}

/** No subtraction: two infinite cuts have no difference. */
const byLess = <Cut extends number | bigint>(a: Cut, b: Cut): number => (a < b ? -1 : a > b ? 1 : 0);

export const numberOrder: Order<number> = byLess;
export const bigintOrder: Order<bigint> = byLess;
