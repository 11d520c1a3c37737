import fc from 'fast-check';
import { catalogueActions } from '../catalogue/action-catalogue.ts';
import { bitsAt } from './action-bits.ts';
import { SharedSets } from './shared-sets.ts';

const place = fc.nat({ max: catalogueActions().length - 1 });

describe('sets that are kept once', () => {
  it('give back what was put in, and one number for equal sets', () => {
    fc.assert(
      fc.property(fc.array(fc.array(place, { maxLength: 3 }), { maxLength: 60 }), (all) => {
        const sets = new SharedSets();
        const numbers = all.map((places) => sets.numberOf(bitsAt(places)));
        const texts = all.map((places) => bitsAt(places).join());
        numbers.forEach((number, at) => expect(sets.at(number).join()).toBe(texts[at]));
        expect(sets.size).toBe(new Set(texts).size);
      }),
    );
  });

  it('stay what they are when there are thousands', () => {
    const sets = new SharedSets();
    const numbers = catalogueActions().flatMap(({ index }) =>
      [bitsAt([index]), bitsAt([index, 0])].map((bits) => sets.numberOf(bits)),
    );
    expect(new Set(numbers).size).toBe(sets.size);
    expect(sets.size).toBe(2 * catalogueActions().length - 1);
    expect([...sets.at(numbers[4000] ?? -1)]).toEqual([...bitsAt([2000])]);
  });

  it('are refused by a number that none has', () => {
    expect(() => new SharedSets().at(0)).toThrow(RangeError);
  });
});
