import fc from 'fast-check';
import { diffGuardrails } from './diff-guardrails.ts';
import { anyGuardrail, neighbours, type Spread } from './testing/any-guardrail.ts';
import { protectionSet } from './testing/protection-set.ts';
import { joinVerdicts, reverseVerdict, type DiffVerdict } from './verdict.ts';

/** `GUARDRAIL_PAIRS=1000000 npm run jest -- order-laws` for a longer run. */
const pairs = Number(process.env['GUARDRAIL_PAIRS'] ?? 10_000);
const some = Math.ceil(pairs / 4);
const everything: Spread = { absent: true, unknown: true };
const fullySaid: Spread = { absent: false, unknown: false };

const verdictOf = (before: Record<string, unknown>, after: Record<string, unknown>): DiffVerdict =>
  diffGuardrails(before, after).verdict;
type Pair = readonly [Record<string, unknown>, Record<string, unknown>];
/** Pairs of every kind: close by, far apart. */
const pairOf = (spread: Spread): fc.Arbitrary<Pair> => {
  const one = anyGuardrail(spread);
  return fc.oneof(
    { weight: 4, arbitrary: neighbours(spread, 2).map((made) => [made[0] ?? {}, made[1] ?? {}] as const) },
    { weight: 1, arbitrary: fc.tuple(one, one) },
  );
};

describe('the semantic diff of guardrails is a partial order', () => {
  it(`says of a diff and its reverse the opposite, change by change, over ${pairs} pairs`, () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(pairOf(everything), ([before, after]) => {
        const there = diffGuardrails(before, after);
        const back = diffGuardrails(after, before);
        const reversed = back.changes.map((change) => ({
          path: change.path,
          verdict: reverseVerdict(change.verdict),
          before: change.after,
          after: change.before,
        }));
        const forward = there.changes.map(({ sentence: _, ...change }) => change);
        // Compared as text: an assertion for each of so many pairs takes longer than the diffs.
        const said = [reverseVerdict(back.verdict), ...sorted(reversed)].join('\n');
        const wanted = [there.verdict, ...sorted(forward)].join('\n');
        if (said !== wanted) expect(said).toBe(wanted);
        seen[there.verdict] = (seen[there.verdict] ?? 0) + 1;
      }),
      { numRuns: pairs },
    );
    // A law over pairs that are never comparable would hold for nothing.
    for (const verdict of ['weaker', 'stronger', 'mixed', 'unranked', 'same']) {
      expect([verdict, (seen[verdict] ?? 0) > pairs / 100]).toEqual([verdict, true]);
    }
  });

  it('says same of a guardrail and itself, with no change at all', () => {
    fc.assert(
      fc.property(anyGuardrail(everything), (guardrail) => {
        expect(diffGuardrails(guardrail, structuredClone(guardrail))).toEqual({ verdict: 'same', changes: [] });
      }),
    );
  });

  it('composes: weaker after weaker is weaker, and same in between changes nothing', () => {
    let composed = 0;
    fc.assert(
      fc.property(neighbours(everything, 3), ([a = {}, b = {}, c = {}]) => {
        const first = verdictOf(a, b);
        const second = verdictOf(b, c);
        for (const way of ['weaker', 'stronger'] as const) {
          if ((first === way || first === 'same') && (second === way || second === 'same')) {
            if (first === way && second === way) composed += 1;
            const wanted = first === 'same' && second === 'same' ? 'same' : way;
            const verdict = verdictOf(a, c);
            if (verdict !== wanted) expect(verdict).toBe(wanted);
          }
        }
      }),
      { numRuns: some },
    );
    expect(composed).toBeGreaterThan(some / 200);
  });

  it(`agrees with the set of what is protected, where everything is said, over ${some} pairs`, () => {
    fc.assert(
      fc.property(pairOf(fullySaid), ([before, after]) => {
        const was = protectionSet(before);
        const is = protectionSet(after);
        const lost = [...was].some((fact) => !is.has(fact));
        const gained = [...is].some((fact) => !was.has(fact));
        const verdict = verdictOf(before, after);
        const expected = lost && gained ? ['mixed', 'unranked'] : [lost ? 'weaker' : gained ? 'stronger' : 'same'];
        if (!expected.includes(verdict)) expect(expected).toContain(verdict);
      }),
      { numRuns: some },
    );
  });

  it('lists every difference that the answers have, whatever its verdict', () => {
    fc.assert(
      fc.property(pairOf(everything), ([before, after]) => {
        const { changes } = diffGuardrails(before, after);
        const isListed = (path: string): boolean => changes.some((change) => change.path.startsWith(path));
        for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
          const plain = (value: unknown): string => JSON.stringify(withoutNothing(value));
          if (plain(before[name]) !== plain(after[name])) expect([name, isListed(name)]).toEqual([name, true]);
        }
      }),
    );
  });
});

describe('the verdict over several changes', () => {
  const verdicts: readonly DiffVerdict[] = ['same', 'weaker', 'stronger', 'unranked', 'mixed'];
  it.each([
    [[], 'same'],
    [['same', 'same'], 'same'],
    [['weaker', 'same', 'weaker'], 'weaker'],
    [['stronger', 'same'], 'stronger'],
    [['unranked'], 'unranked'],
    [['weaker', 'stronger'], 'mixed'],
    [['weaker', 'unranked'], 'mixed'],
    [['stronger', 'unranked'], 'mixed'],
  ] as const)('of %j is %s', (all, joined) => {
    expect(joinVerdicts(all)).toBe(joined);
  });

  it('does not depend on the order in which changes are looked at, nor on how they are grouped', () => {
    for (const a of verdicts)
      for (const b of verdicts)
        for (const c of verdicts) {
          expect(joinVerdicts([a, b])).toBe(joinVerdicts([b, a]));
          expect(joinVerdicts([joinVerdicts([a, b]), c])).toBe(joinVerdicts([a, joinVerdicts([b, c])]));
          expect(reverseVerdict(joinVerdicts([a, b]))).toBe(joinVerdicts([reverseVerdict(a), reverseVerdict(b)]));
        }
  });
});

const sorted = (changes: readonly { path: string }[]) => [...changes].map((change) => JSON.stringify(change)).sort();

/** Null, an absent member and an empty list are the same nothing; the order of a list says nothing. */
const withoutNothing = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.length === 0
      ? undefined
      : value
          .map(withoutNothing)
          .map((each) => JSON.stringify(each))
          .sort();
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const kept = Object.entries(value)
    .map(([name, inner]) => [name, withoutNothing(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};
