import fc from 'fast-check';
import { diffGuardrails } from './diff-guardrails.ts';
import { neighbours } from './testing/any-guardrail.ts';
import { whatHappens, type Defaults } from './testing/what-happens.ts';

/** One default a field: an answer that leaves it out means the same before and after. */
const anyDefaults: fc.Arbitrary<Defaults> = fc.record({
  inputEnabled: fc.boolean(),
  outputEnabled: fc.boolean(),
  enabled: fc.boolean(),
  inputStrength: fc.constantFrom('NONE', 'LOW', 'MEDIUM', 'HIGH'),
  outputStrength: fc.constantFrom('NONE', 'LOW', 'MEDIUM', 'HIGH'),
  inputAction: fc.constantFrom('NONE', 'BLOCK'),
  outputAction: fc.constantFrom('NONE', 'BLOCK'),
  action: fc.constantFrom('NONE', 'BLOCK'),
  inputModalities: fc.constantFrom(['TEXT'], ['IMAGE'], ['TEXT', 'IMAGE']),
  outputModalities: fc.constantFrom(['TEXT'], ['IMAGE'], ['TEXT', 'IMAGE']),
  threshold: fc.constantFrom(0, 0.5, 0.9),
  tierName: fc.constantFrom('CLASSIC', 'STANDARD'),
  'general counts': fc.boolean(),
});

const lessIn = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): readonly string[] =>
  [...a].filter(([what, outcome]) => outcome > (b.get(what) ?? 0)).map(([what]) => what);

describe('the verdict of the diff beside what a guardrail does', () => {
  it.each([
    ['every field is said', false],
    ['fields are left out, whatever AWS takes for them', true],
  ])('promises no loss that happens, and no gain, where %s', (_, absent) => {
    fc.assert(
      fc.property(neighbours({ absent, unknown: false }, 2), anyDefaults, ([before, after], defaults) => {
        const { verdict } = diffGuardrails(before!, after!);
        const [was, is] = [whatHappens(before!, defaults), whatHappens(after!, defaults)];
        const lost = lessIn(was, is);
        const won = lessIn(is, was);
        if (verdict === 'same' || verdict === 'stronger') expect(lost).toEqual([]);
        if (verdict === 'same' || verdict === 'weaker') expect(won).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
