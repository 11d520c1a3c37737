import fc from 'fast-check';
import { compileGlob, globFromParts, literalGlob, matches, type GlobPart } from './glob.ts';
import { sampleOf } from './sample.ts';

/** Straight from the definition, exponential, short inputs only. */
const naive = (parts: readonly GlobPart[], text: readonly string[]): boolean => {
  const [part, ...rest] = parts;
  if (part === undefined) return text.length === 0;
  if ('literal' in part) {
    const characters = Array.from(part.literal);
    return characters.every((c, i) => text[i] === c) && naive(rest, text.slice(characters.length));
  }
  const segment = part.within === 'segment';
  const [head, ...tail] = text;
  const taken = head !== undefined && !(segment && head === ':');
  if ('one' in part) return taken && naive(rest, tail);
  return naive(rest, text) || (taken && naive(parts, tail));
};

const part: fc.Arbitrary<GlobPart> = fc.oneof(
  fc.stringMatching(/^[ab:]{1,2}$/).map((literal): GlobPart => ({ literal })),
  fc.constantFrom<GlobPart>({ any: true }, { one: true }),
  fc.constantFrom<GlobPart>({ any: true, within: 'segment' }, { one: true, within: 'segment' }),
);

describe('A glob', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything at all', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['abc*', 'abc', true],
    ['abc*', 'abd', false],
    ['*abc', 'xabcabc', true],
    ['a*b*c', 'a1b2b3c', true],
    ['a*b*c', 'acb', false],
    ['bedrock:Invoke*', 'bedrock:InvokeModel', true],
    ['arn:aws:bedrock:*:*:foundation-model/*', 'arn:aws:bedrock:us-east-1::foundation-model/m', true],
    ['a.c', 'abc', false],
    ['[a-z]+', 'abc', false],
    ['**??', 'ab', true],
    ['**??', 'a', false],
  ])('%j on %j is %j', (pattern, text, expected) => {
    expect(matches(compileGlob(pattern), text)).toBe(expected);
  });

  it('compares with letter case unless asked otherwise, and then folds A to Z alone', () => {
    expect(matches(compileGlob('Ab*'), 'abc')).toBe(false);
    expect(matches(compileGlob('Ab*', { ignoreCase: true }), 'aBC')).toBe(true);
    expect(matches(compileGlob('É', { ignoreCase: true }), 'é')).toBe(false);
    expect(matches(compileGlob('É', { folding: 'letters' }), 'é')).toBe(true);
    // `[` and `{` differ by the bit that tells capitals from small letters.
    expect(matches(compileGlob('[', { ignoreCase: true }), '{')).toBe(false);
    expect(matches(compileGlob('@`', { ignoreCase: true }), '`@')).toBe(false);
  });

  it('takes a literal part as it stands, wildcards included', () => {
    const glob = globFromParts([{ literal: 'a*' }, { any: true }, { literal: '?' }]);
    expect(matches(glob, 'a*zz?')).toBe(true);
    expect(matches(glob, 'abzz?')).toBe(false);
    expect(matches(literalGlob('*'), '*')).toBe(true);
    expect(matches(literalGlob('*'), 'x')).toBe(false);
  });

  it('counts one code point as one character, and a lone surrogate as one of its own', () => {
    expect(matches(compileGlob('?'), '\u{1f600}')).toBe(true);
    expect(matches(compileGlob('??'), '\u{1f600}')).toBe(false);
    expect(matches(compileGlob('?'), '\ud83d')).toBe(true);
    expect(matches(compileGlob('\ud83d*'), '\u{1f600}')).toBe(false);
    expect(matches(compileGlob('\ud83d*'), '\ud83dx')).toBe(true);
    expect(matches(compileGlob('*\ud83d*'), 'a\u{1f600}')).toBe(false);
    expect(matches(compileGlob('*\u{1f600}?*'), 'a\u{1f600}b\u{1f600}')).toBe(true);
    expect(matches(compileGlob('*\u{1f600}??*c'), 'a\u{1f600}b\u{1f600}c')).toBe(true);
    expect(matches(globFromParts([{ literal: '\ud83d' }, { literal: '\ude00' }]), '\u{1f600}')).toBe(true);
  });

  it('gives equal languages of plain spelling variants one key', () => {
    expect(compileGlob('a**?*').key).toBe(compileGlob('a?*').key);
    expect(compileGlob('1*', { ignoreCase: true }).key).toBe(compileGlob('1*').key);
    expect(literalGlob('*').key).not.toBe(compileGlob('*').key);
    expect(literalGlob('\\*').key).not.toBe(literalGlob('*').key);
    expect(compileGlob('a', { ignoreCase: true }).key).not.toBe(compileGlob('a').key);
    expect(literalGlob('\\ia').key).not.toBe(literalGlob('a', { ignoreCase: true }).key);
  });

  it('agrees with matching by definition on every text up to length 6 over a, b and a colon', () => {
    const texts: string[] = [''];
    for (let i = 0; texts[i] !== undefined && texts[i]!.length < 6; i++) {
      for (const c of 'ab:') texts.push(texts[i]! + c);
    }
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const glob = globFromParts(parts);
        for (const text of texts) {
          if (matches(glob, text) !== naive(parts, Array.from(text))) throw new Error(`${glob.key} on ${text}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('matches its own samples', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('', 'example'), (parts, filler) => {
        const glob = globFromParts(parts);
        expect(matches(glob, sampleOf(glob, filler))).toBe(true);
      }),
    );
  });

  it('stays fast on 6,000 times "*?" and on long texts', () => {
    const hostile = compileGlob('*?'.repeat(6000));
    expect(matches(hostile, 'a'.repeat(5999))).toBe(false);
    expect(matches(hostile, 'a'.repeat(6000))).toBe(true);
    expect(matches(compileGlob('*a'.repeat(6000)), 'a'.repeat(100_000) + 'b')).toBe(false);
    const tangled = globFromParts(
      Array.from({ length: 200 }, (): GlobPart[] => [
        { any: true },
        { literal: 'a' },
        { any: true, within: 'segment' },
        { literal: 'b' },
      ]).flat(),
    );
    expect(tangled.tangled).toBe(true);
    expect(matches(tangled, 'ab'.repeat(200))).toBe(true);
    expect(matches(tangled, 'ab'.repeat(199))).toBe(false);
  });
});
