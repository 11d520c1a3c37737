import { readCase, readLine } from '../simulated-case.ts';
import { decide } from '../decide.ts';
import { naiveDecision, type NaiveCase, type NaiveRequest, type NaiveValue } from '../testing/naive-batch.ts';
import { NOW } from '../testing/a-world.ts';
import { verdict } from '../verdict.ts';
import { generateCase, type OracleCase } from './generate-cases.ts';
import { random, type Random } from './random.ts';
import { keys as vocabulary } from './vocabulary.ts';

/** More by hand: `BRUTE_FORCE_CASES=50000 npm run jest -- shared/reasoning/oracle/brute-force`. */
const cases = Number(process.env['BRUTE_FORCE_CASES'] ?? 2000);
const FROM = 100_000;
/** Contexts of one case: all there are, or this many of them. */
const MOST_CONTEXTS = 40;

/** Absent, each word of the policies that has no wildcard, the words of requests, a fresh one; lists of one and two. */
const valuesOf = (name: string, type: string, words: readonly string[]): readonly (NaiveValue | undefined)[] => {
  const known = vocabulary.find((key) => key.name === name)?.values ?? [];
  const texts = type === 'text' || type === 'list' ? [...new Set([...known, ...words, 'fresh'])] : known;
  if (type !== 'list') return [undefined, ...texts];
  const some = texts.slice(0, 7);
  return [undefined, ...some.map((text) => [text]), ...some.flatMap((a, at) => some.slice(at + 1).map((b) => [a, b]))];
};

const contextsOf = (one: OracleCase, chance: Random): readonly NaiveRequest[] => {
  const text = JSON.stringify(one);
  const read = vocabulary.filter(({ name }) => text.toLowerCase().includes(name.toLowerCase()));
  const words = ['red', 'blue', 'alice', 'RED', 'ALICE'].filter((word) => text.includes(word));
  const axes = read.map(({ name, type }) => ({ name, values: valuesOf(name, type, words) }));
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  const build = (
    pick: (values: readonly (NaiveValue | undefined)[], at: number) => NaiveValue | undefined,
  ): NaiveRequest =>
    Object.fromEntries(
      axes.flatMap(({ name, values }, at) => {
        const value = pick(values, at);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  if (size > MOST_CONTEXTS) {
    return Array.from({ length: MOST_CONTEXTS }, () => build((values) => values[chance.upTo(values.length - 1)]));
  }
  return Array.from({ length: size }, (_, index) => {
    let left = index;
    return build((values) => {
      const value = values[left % values.length];
      left = Math.floor(left / values.length);
      return value;
    });
  });
};

type Problem = { seed: number; what: string; context?: unknown };

/** What the evaluator and the reasoner do not agree on. */
const problemsOf = (seed: number): readonly Problem[] => {
  const one = generateCase(seed);
  const naive = one as unknown as NaiveCase;
  const { principal, request } = readCase(readLine(JSON.stringify({ id: 'c', ...one })));
  const found = verdict(principal, request.action, request.resource, { model: 'formal', now: NOW });
  const problems: Problem[] = [];
  for (const context of contextsOf(one, random(seed))) {
    const expected = naiveDecision(naive, context);
    const full = { 'aws:PrincipalArn': principal.principalArn, ...context };
    const decided = decide(principal, { ...request, context: full }, { derive: false }).decision === 'Allowed';
    if (decided !== expected) problems.push({ seed, what: `decided ${decided}`, context });
    if (found.verdict === 'denied' && expected) problems.push({ seed, what: 'denied, yet allowed', context });
    if (found.verdict === 'allowed' && !expected) problems.push({ seed, what: 'allowed, yet refused', context });
  }
  if (found.verdict !== 'denied' && found.witness !== undefined) {
    const { context } = found.witness.request;
    if (!naiveDecision(naive, context)) problems.push({ seed, what: 'no witness', context });
  }
  if (found.verdict === 'conditional') {
    if (!found.proven) problems.push({ seed, what: `not proven: ${found.why.detail}` });
    else if (naiveDecision(naive, found.denied.context))
      problems.push({ seed, what: 'not refused', context: found.denied });
  }
  return problems;
};

describe('generated cases of all operators and layers, held against every context of few values', () => {
  it(
    'have the decision of a plain evaluator, a verdict that no context contradicts, and both ends of a conditional',
    () => {
      const problems = Array.from({ length: cases }, (_, at) => problemsOf(FROM + at)).flat();
      expect(problems.filter(({ what }) => !what.startsWith('not proven')).slice(0, 5)).toEqual([]);
      // Variables inside patterns, or without case, may stay without proof: rarely, and by name.
      expect(problems.filter(({ what }) => what.startsWith('not proven')).length).toBeLessThanOrEqual(cases / 1000);
    },
    60_000 + cases * 60,
  );

  it('meet each verdict often enough to say something', () => {
    const words = Array.from({ length: 300 }, (_, at) => {
      const { principal, request } = readCase(readLine(JSON.stringify({ id: 'c', ...generateCase(FROM + at) })));
      return verdict(principal, request.action, request.resource, { model: 'formal', now: NOW }).verdict;
    });
    for (const word of ['allowed', 'conditional', 'denied']) {
      expect(words.filter((one) => one === word).length).toBeGreaterThan(40);
    }
  });
});
