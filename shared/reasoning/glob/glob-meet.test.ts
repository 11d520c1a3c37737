import fc from 'fast-check';
import { mayMeet } from './glob-meet.ts';
import { compileGlob, globFromParts, matches, type Glob, type GlobPart } from './glob.ts';

const part = fc.constantFrom<GlobPart>(
  { literal: 'a' },
  { literal: 'b' },
  { literal: ':' },
  { any: true },
  { one: true },
  { any: true, within: 'segment' },
  { one: true, within: 'segment' },
);
const glob = fc.array(part, { maxLength: 6 }).map((parts) => globFromParts(parts));

/** Every text of up to six of the three characters that matter. */
const texts: readonly string[] = (() => {
  const all: string[] = [''];
  for (const text of all) if (text.length < 6) all.push(...['a', 'b', ':'].map((character) => text + character));
  return all;
})();

/** A star stops at colons. */
const inFields = (text: string): Glob =>
  globFromParts(
    text
      .split('*')
      .flatMap((literal, at): readonly GlobPart[] => [
        ...(at === 0 ? [] : [{ any: true, within: 'segment' } as const]),
        ...(literal === '' ? [] : [{ literal }]),
      ]),
  );
const guardrails = inFields('arn:aws:bedrock:*:*:guardrail/*');

/** Every text of five to seven fields, each of no character or one. */
const arns: readonly string[] = [5, 6, 7].flatMap((count) =>
  Array.from({ length: 3 ** count }, (_, n) =>
    Array.from({ length: count }, (__, at) => ['', 'a', 'b'][Math.floor(n / 3 ** at) % 3]).join(':'),
  ),
);

describe('two patterns that surely share no text', () => {
  it('share none', () => {
    let apart = 0;
    fc.assert(
      fc.property(glob, glob, (a, b) => {
        if (mayMeet(a, b)) return;
        apart += 1;
        expect(texts.filter((text) => matches(a, text) && matches(b, text))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(apart).toBeGreaterThan(300);
  });

  it('share none where they have fields as an ARN has', () => {
    const field = fc.constantFrom<readonly GlobPart[]>(
      [],
      [{ literal: 'a' }],
      [{ literal: 'b' }],
      [{ any: true, within: 'segment' }],
      [{ one: true, within: 'segment' }],
      [{ any: true }],
      [{ literal: 'a' }, { any: true }],
      [{ literal: 'A' }],
    );
    const colon: GlobPart = { literal: ':' };
    const arn = fc
      .tuple(fc.array(field, { minLength: 5, maxLength: 7 }), fc.boolean())
      .map(([fields, ignoreCase]) =>
        globFromParts(fields.flatMap((parts) => [...parts, colon]).slice(0, -1), { ignoreCase }),
      );
    let apart = 0;
    fc.assert(
      fc.property(arn, arn, (a, b) => {
        if (mayMeet(a, b)) return;
        apart += 1;
        expect(arns.filter((text) => matches(a, text) && matches(b, text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(apart).toBeGreaterThan(80);
  });

  it.each([
    ['another beginning of the sixth field', inFields('arn:aws:bedrock:*:*:agent/*'), guardrails, false],
    ['a wildcard in the sixth field', inFields('arn:aws:bedrock:*:*:*/x'), guardrails, true],
    ['nothing in the sixth field', inFields('arn:aws:bedrock:us-east-1:111122223333:'), guardrails, false],
    ['a star that runs over colons', compileGlob('arn:aws:*:*:*:agent/*'), guardrails, true],
    ['too few fields', inFields('arn:aws:*'), guardrails, true],
  ])('are told apart by fields: %s', (_name, left, right, meet) => {
    expect(mayMeet(left, right)).toBe(meet);
    expect(mayMeet(right, left)).toBe(meet);
  });

  it.each([
    ['arn:aws:bedrock:us-east-1:111122223333:app-1/*', 'an application of some other kind'],
    ['arn:aws:bedrock:us-east-1:111122223333:app-1', 'the same without a wildcard'],
  ])('are known without a search where segments differ: %s', (pattern) => {
    const form = globFromParts([
      { literal: 'arn:aws:bedrock:' },
      { one: true, within: 'segment' },
      { any: true, within: 'segment' },
      { literal: ':111122223333:guardrail/' },
      { any: true },
    ]);
    expect(mayMeet(form, compileGlob(pattern))).toBe(false);
    expect(mayMeet(compileGlob(pattern), form)).toBe(false);
    expect(mayMeet(form, compileGlob('arn:aws:bedrock:*:*:guardrail/*'))).toBe(true);
  });
});
