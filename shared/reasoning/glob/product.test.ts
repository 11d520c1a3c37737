import fc from 'fast-check';
import { compileGlob, globFromParts, literalGlob, type Glob, type GlobPart } from './glob.ts';
import { findText, inProduct, type Found, type Product } from './product.ts';

const globs = (...patterns: string[]): Glob[] => patterns.map((pattern) => compileGlob(pattern));
const find = (product: Product, states = 50_000, preferred?: readonly string[]): Found =>
  findText(product, { states }, preferred);
const textOf = (found: Found): string | undefined => (found.found === 'text' ? found.text : undefined);

const textsUpTo = (length: number, letters: string): string[] => {
  const texts: string[] = [''];
  for (let i = 0; texts[i] !== undefined && texts[i]!.length < length; i++) {
    for (const c of letters) texts.push(texts[i]! + c);
  }
  return texts;
};

const piece: fc.Arbitrary<GlobPart> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<GlobPart>({ literal: 'a' }, { literal: 'b' }, { literal: ':' }) },
  { weight: 3, arbitrary: fc.constantFrom<GlobPart>({ any: true }, { one: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<GlobPart>({ any: true, within: 'segment' }, { one: true, within: 'segment' }),
  },
);
const glob = fc
  .tuple(fc.array(piece, { maxLength: 5 }), fc.boolean())
  .map(([parts, ignoreCase]) => globFromParts(parts, { ignoreCase }));
const product: fc.Arbitrary<Product> = fc.record({
  all: fc.array(fc.array(glob, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  none: fc.array(glob, { maxLength: 3 }),
  nonEmpty: fc.boolean(),
});

describe('The product of globs', () => {
  it.each([
    [['a*'], ['ab*'], 'a'],
    [['a*', '*b'], [], 'ab'],
    [['a?'], ['ax'], 'aa'],
    [['abc'], ['a*'], undefined],
    [['a*'], ['*'], undefined],
    [['a*'], ['a*'], undefined],
    [['a*'], ['a', 'a?*'], undefined],
    [['a*', 'b*'], [], undefined],
    [['*'], ['', '?'], 'xx'],
    [['arn:aws:s3:::corp-*'], ['arn:aws:s3:::corp-data*', 'arn:aws:s3:::corp-'], 'arn:aws:s3:::corp-x'],
  ])('of %j without %j holds %j', (positive, negative, expected) => {
    expect(textOf(find({ all: globs(...positive).map((g) => [g]), none: globs(...negative) }))).toBe(expected);
  });

  it('keeps two cases apart and folds where a pattern folds', () => {
    const blind = compileGlob('ab', { ignoreCase: true });
    const sensitive = globs('ab', 'AB', 'aB');
    expect(textOf(find({ all: [[blind]], none: sensitive }))).toBe('Ab');
    expect(find({ all: [[blind]], none: [...sensitive, ...globs('Ab')] }).found).toBe('none');
  });

  it('reads literal wildcards as characters', () => {
    expect(textOf(find({ all: [[literalGlob('*')], globs('?')], none: [] }))).toBe('*');
    expect(find({ all: [[literalGlob('*')]], none: globs('?') }).found).toBe('none');
  });

  it('agrees with matching by definition on all texts up to length 6 over three letters', () => {
    // Capital A and B stand for the other case, c for every character that no pattern names.
    const texts = textsUpTo(6, 'ab:');
    const cased = textsUpTo(4, 'abABc:');
    fc.assert(
      fc.property(product, (given) => {
        const found = find(given);
        expect(found.found).not.toBe('budget');
        const shortest = [texts, cased].flatMap((list) => list.find((text) => inProduct(given, text)) ?? []);
        const length = Math.min(...shortest.map((text) => text.length));
        if (found.found === 'text') {
          expect(inProduct(given, found.text)).toBe(true);
          if (found.text.length <= 4) expect(length).toBe(found.text.length);
          else expect(length).toBeGreaterThanOrEqual(found.text.length);
        } else {
          expect(shortest).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of patterns for what it says, and repeats itself to the letter', () => {
    fc.assert(
      fc.property(product, (given) => {
        const again = find(given);
        expect(find(given)).toEqual(again);
        const turned: Product = {
          ...given,
          all: given.all.map((alternatives) => alternatives.toReversed()).toReversed(),
          none: given.none.toReversed(),
        };
        expect(textOf(find(turned))).toBe(textOf(again));
      }),
    );
  });

  it('gives the first preferred text that fits, without spending a state', () => {
    const budget = { states: 0 };
    const found = findText({ all: [globs('us-*')], none: globs('us-east-1') }, budget, [
      'eu-west-1',
      'us-east-1',
      'us-west-2',
    ]);
    expect(textOf(found)).toBe('us-west-2');
    expect(budget.states).toBe(0);
  });

  it('says when the budget is spent, and spends the same each time', () => {
    const hard: Product = { all: [globs('*a????????????????')], none: globs('*b*', '*a??????????????*') };
    expect(find(hard, 50).found).toBe('budget');
    const spent = [1, 2].map(() => {
      const budget = { states: 50_000 };
      findText({ all: [globs('*a*b*c')], none: globs('*c?c') }, budget);
      return budget.states;
    });
    expect(spent[0]).toBe(spent[1]);
    expect(spent[0]).toBeLessThan(50_000);
  });

  it('stays inside the budget on hostile patterns', () => {
    expect(textOf(find({ all: [globs('*?'.repeat(6000))], none: globs('') }))).toHaveLength(6000);
    const wide = `*${'a'.repeat(3000)}${'?'.repeat(3000)}`;
    expect(find({ all: [globs(wide), globs('*b*')], none: globs('*c') }, 5000).found).toBe('budget');
    const letters = Array.from({ length: 2000 }, (_, i) => `*${String.fromCodePoint(0x4e00 + i)}?*`);
    expect(find({ all: [globs('?????*')], none: globs(...letters) }, 5000).found).toMatch(/text|budget/);
  });

  it('never joins two halves into another character', () => {
    const halves = globFromParts([{ literal: '\ud83d' }, { any: true }, { literal: '\ude00' }]);
    const found = find({ all: [[halves]], none: [] });
    expect(textOf(found)).toHaveLength(3);
    expect(inProduct({ all: [[halves]], none: [] }, textOf(found) ?? '')).toBe(true);
  });
});
