import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { simulate } from '../simulate.ts';
import { NOW } from '../testing/a-world.ts';
import { baseOperators } from '../policy/policy.ts';
import disagreements from './disagreements.json' with { type: 'json' };
import { generateCase, type OracleCase } from './generate-cases.ts';

type Vector = { seed: number; hash: string; expected: string };
type Answer = { decision: string; verdict: string; witness?: { context: Record<string, unknown> } };

const [, ...lines] = readFileSync(new URL('./cases.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const vectors = lines.map((line) => JSON.parse(line) as Vector);
const answerTo = (oracleCase: object): Answer =>
  JSON.parse(simulate(JSON.stringify({ id: 'c', ...oracleCase }), 1, NOW).line) as Answer;
const hashOf = (oracleCase: OracleCase): string =>
  createHash('sha256').update(JSON.stringify(oracleCase)).digest('hex').slice(0, 12);

const cases = vectors.map(({ seed }) => generateCase(seed));
const answers = cases.map(answerTo);
const failing = (isWrong: (answer: Answer, at: number) => boolean): readonly number[] =>
  answers.flatMap((answer, at) => (isWrong(answer, at) ? [vectors[at]?.seed ?? -1] : []));

describe('cases that an independent evaluator answered too', () => {
  it('are at least three thousand, each decision a fifth of them or more', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(3000);
    for (const word of ['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied']) {
      expect(vectors.filter(({ expected }) => expected === word).length).toBeGreaterThan(vectors.length / 5);
    }
  });

  it('are still the cases that it saw', () => {
    expect(failing((_, at) => hashOf(cases[at] as OracleCase) !== vectors[at]?.hash)).toEqual([]);
  });

  it('are decided alike', () => {
    expect(failing(({ decision }, at) => decision !== vectors[at]?.expected)).toEqual([]);
  });

  it('are never called denied where the case itself is allowed, nor allowed where it is not', () => {
    expect(
      failing(({ decision, verdict }) => (decision === 'Allowed' ? verdict === 'denied' : verdict === 'allowed')),
    ).toEqual([]);
  });

  it('have a witness unless denied, and the witness is decided Allowed', () => {
    const isWrong = ({ verdict, witness }: Answer, at: number): boolean => {
      if (verdict === 'denied') return witness !== undefined;
      if (witness === undefined) return verdict === 'allowed';
      const shown = cases[at] as OracleCase;
      const again = answerTo({ ...shown, request: { ...shown.request, context: witness.context } });
      return again.decision !== 'Allowed' || again.verdict !== verdict;
    };
    expect(failing(isWrong)).toEqual([]);
  });

  it('use every kind of principal, every layer and every operator with its forms', () => {
    const text = JSON.stringify(cases);
    const words = ['boundary', 'sessionPolicy', 'scps', 'rcps', 'resourcePolicy', 'NotAction', 'NotResource'];
    const more = ['NotPrincipal', '2008-10-17', ':root"', 'assumed-role', 'ForAllValues:', 'ForAnyValue:', ", 'red'}"];
    // No key of these cases is binary: documentation.test.ts has BinaryEquals.
    const operators = baseOperators.filter((base) => base !== 'BinaryEquals');
    const forms = operators.flatMap((base) => (base === 'Null' ? [base] : [base, `${base}IfExists`]));
    expect([...words, ...more].filter((word) => !text.includes(word))).toEqual([]);
    expect(forms.filter((form) => !text.includes(`"${form}":`))).toEqual([]);
  });
});

describe('cases that the documentation and the evaluator answer differently', () => {
  const listed = disagreements.classes.flatMap(({ seeds, class: name }) => seeds.map((one) => ({ name, ...one })));
  it('are few', () => {
    expect(listed.length).toBeLessThan(vectors.length / 50);
  });

  it.each(listed)('$name: seed $seed is $ours', ({ seed, ours, oracle }) => {
    expect(answerTo(generateCase(seed)).decision).toBe(ours);
    expect(ours).not.toBe(oracle);
  });

  it.each(disagreements.classes)('$class (AWS: "$page"): the smallest case', ({ example }) => {
    expect(answerTo(example.case).decision).toBe(example.ours);
  });
});
