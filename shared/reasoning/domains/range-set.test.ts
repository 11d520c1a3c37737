import fc from 'fast-check';
import { inRanges, intersectRanges, numberOrder, rangesOf, subtractRanges, uniteRanges } from './range-set.ts';

const universe = [0, 20];
const points = Array.from({ length: 20 }, (_, i) => i);
const set = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }).map((cuts) => {
  const sorted = cuts.toSorted(numberOrder);
  return sorted.length % 2 === 0 ? sorted : sorted.slice(1);
});
const has = (ranges: readonly number[], point: number): boolean => inRanges(ranges, point, numberOrder);

describe('A set of ranges', () => {
  it('meets, joins and takes away point by point', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [both, either, onlyA] = [
          intersectRanges(a, b, numberOrder),
          uniteRanges(a, b, numberOrder),
          subtractRanges(a, b, numberOrder),
        ];
        for (const point of points) {
          expect(has(both, point)).toBe(has(a, point) && has(b, point));
          expect(has(either, point)).toBe(has(a, point) || has(b, point));
          expect(has(onlyA, point)).toBe(has(a, point) && !has(b, point));
        }
      }),
    );
  });

  it('is canonical: a set taken away twice is the set, and no two ranges touch', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(subtractRanges(universe, subtractRanges(universe, a, numberOrder), numberOrder)).toEqual(a);
        const joined = uniteRanges(a, b, numberOrder);
        expect(new Set(joined).size).toBe(joined.length);
      }),
    );
  });

  it('lists its ranges in order', () => {
    expect(rangesOf([1, 3, 7, 8])).toEqual([
      { open: 1, close: 3 },
      { open: 7, close: 8 },
    ]);
  });
});
