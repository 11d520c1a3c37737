import { simulate } from '../simulate.ts';
import { allow, aPrincipal, deny, NOW } from '../testing/a-world.ts';
import { askAction } from './ask-action.ts';
import { startAsking } from './asking.ts';
import { BudgetSpent } from './effort.ts';
import { compileQuestion } from './question.ts';

type Condition = Record<string, Record<string, string | readonly string[]>>;

const action = 's3:GetObject';
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const keys = (count: number, value: (n: number) => string | readonly string[]) =>
  Object.fromEntries(upTo(count).map((n) => [`k:v${n}`, value(n)]));
const next =
  (count: number) =>
  (n: number): string =>
    `\${k:v${(n + 1) % count}}`;

/** Each of `count` keys compared with the next one, the last with the first. */
const ring = (operator: string, count: number): Condition => ({ [operator]: keys(count, next(count)) });

/** More keys than values, and a Deny wherever two keys hold one value. */
const pigeons = (count: number) => {
  const holes = upTo(count - 1).map((hole) => `h${hole}`);
  const pairs = upTo(count).flatMap((a) => upTo(a).map((b) => [a, b] as const));
  return [
    allow(action, '*', { StringEquals: keys(count, () => holes) }),
    ...holes.flatMap((hole) =>
      pairs.map(([a, b]) => deny(action, '*', { StringEquals: { [`k:v${a}`]: hole, [`k:v${b}`]: hole } })),
    ),
  ];
};

const simulated = (...Statement: readonly object[]): unknown => {
  const line = {
    id: 'hostile',
    principal: 'arn:aws:iam::111122223333:role/app',
    identityPolicies: [{ Version: '2012-10-17', Statement }],
    request: { action, resource: 'arn:aws:s3:::bucket/key', context: {} },
  };
  return JSON.parse(simulate(JSON.stringify(line), 1, NOW).line);
};

describe('a search that was written to last', () => {
  it.each([5, 8, 12, 20])('finds a request through a ring of %i variables that all differ', (count) => {
    expect(simulated(allow(action, '*', ring('StringNotEquals', count)))).toMatchObject({
      verdict: 'conditional',
      witness: { context: {} },
    });
  });

  it.each([5, 8, 12])('proves that %i variables that all equal the next one leave no pair that differs', (count) => {
    const twoAlike = deny(action, '*', { StringEquals: { 'k:v0': '${k:v1}' } });
    expect(simulated(allow(action, '*', ring('StringEquals', count)), twoAlike)).toMatchObject({ verdict: 'denied' });
  });

  it('proves small cases of more keys than values, and says of large ones that it did not', () => {
    expect(simulated(...pigeons(4))).toMatchObject({ verdict: 'denied' });
    const large = simulated(...pigeons(10));
    expect(large).toMatchObject({ verdict: 'conditional' });
    expect(large).not.toHaveProperty('witness');
  });

  it.each([8, 12, 16])('stops after as much work whatever %i keys make of a branch', (count) => {
    const read = compileQuestion({ actions: [action], resources: ['arn:aws:s3:::bucket/key'] });
    if (!read.ok) throw new Error(read.detail);
    const asking = startAsking(aPrincipal(pigeons(count)), read.compiled, { model: 'formal', now: NOW });
    expect(() => askAction(asking, action)).toThrow(BudgetSpent);
    // The branches alone would be twenty thousand.
    expect(asking.effort.branches).toBeLessThan(2_000);
  });
});
