import fc from 'fast-check';
import { mayMeet } from './glob-meet.ts';
import { compileGlob, globFromParts, matches, type GlobPart } from './glob.ts';

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
