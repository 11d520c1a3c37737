import { allow, aPrincipal, deny, NOW, type Statement } from '../testing/a-world.ts';
import { compileCondition } from '../compile-policy.ts';
import { parseOperator } from '../policy/parse-conditions.ts';
import { verdict } from '../verdict.ts';
import { isOwnVariableTest } from './own-variable.ts';

const formal = { model: 'formal', now: NOW } as const;
const answerTo = (...statements: Statement[]) =>
  verdict(aPrincipal(statements), 's3:GetObject', 'arn:aws:s3:::b/red', formal);
const allowIf = (operator: string, key: string, ...values: string[]) =>
  allow('*', '*', { [operator]: { [key]: values } });
const denyIf = (operator: string, key: string, ...values: string[]) =>
  deny('*', '*', { [operator]: { [key]: values } });
const all = allow('*');

describe('A key that is compared with itself', () => {
  it.each<[string, Statement[], string]>([
    ['equal to itself, or absent', [allowIf('StringEqualsIfExists', 'k:a', '${k:a}')], 'allowed'],
    ['equal to itself', [allowIf('StringEquals', 'k:a', 'x', '${k:a}')], 'conditional'],
    ['denied when like itself or absent', [all, denyIf('StringLikeIfExists', 'k:a', "${k:a, 'd'}", 'x')], 'denied'],
    [
      'without case, beside another variable',
      [all, denyIf('StringEqualsIgnoreCaseIfExists', 'k:a', '${k:a}', '${k:b}')],
      'denied',
    ],
    [
      'not equal to itself is absent',
      [allowIf('StringNotEquals', 'k:a', '${k:a}'), denyIf('Null', 'k:a', 'true')],
      'denied',
    ],
    [
      'a default counts where the key is absent only',
      [allowIf('StringNotEquals', 'k:a', "${k:a, 'd'}")],
      'conditional',
    ],
  ])('%s', (_name, statements, word) => {
    const found = answerTo(...statements);
    expect(found.verdict).toBe(word);
    if (found.verdict === 'conditional') expect(found.proven).toBe(true);
  });
});

describe('Keys that are compared with each other', () => {
  it.each<[string, Statement[], string]>([
    [
      'equal and not equal',
      [allowIf('StringEquals', 'k:a', '${k:b}'), denyIf('StringEquals', 'k:b', '${k:a}')],
      'denied',
    ],
    [
      'a word that the other cannot be',
      [
        allow('*', '*', {
          StringEquals: { 'k:a': '${k:b}' },
          StringLike: { 'k:b': 'r*' },
          StringNotLike: { 'k:a': 'r*' },
        }),
      ],
      'denied',
    ],
    [
      'every value of a list equal to the other, and one that it cannot be',
      [
        allow('*', '*', {
          'ForAllValues:StringEquals': { 'k:l': '${k:b}' },
          'ForAnyValue:StringEquals': { 'k:l': 'x' },
        }),
        denyIf('StringEquals', 'k:b', 'x'),
      ],
      'denied',
    ],
    [
      'the default, where the other is absent',
      [
        allow('*', '*', {
          StringEquals: { 'k:a': "${k:b, 'x'}" },
          StringNotEquals: { 'k:a': 'x' },
          Null: { 'k:b': 'true' },
        }),
      ],
      'denied',
    ],
    [
      'like the other as a whole',
      [allow('*', '*', { StringLike: { 'k:a': '${k:b}' }, StringNotLike: { 'k:a': '${k:b}' } })],
      'denied',
    ],
    [
      'an ARN that is none equals nothing',
      [allow('*', '*', { ArnEquals: { 'k:a': '${k:b}' }, StringNotLike: { 'k:b': '*:*:*:*:*:*' } })],
      'denied',
    ],
    [
      'equal without case, to a word that the key is not',
      [
        allow('*', '*', { StringEqualsIgnoreCase: { 'k:a': '${k:b}' }, StringLike: { 'k:b': 'RED' } }),
        denyIf('StringEqualsIgnoreCase', 'k:a', 'red'),
      ],
      'denied',
    ],
    ['equal without case', [allowIf('StringEqualsIgnoreCase', 'k:a', '${k:b}')], 'conditional'],
    [
      'three keys that all differ, out of two words',
      [
        allow('*', '*', { StringEquals: { 'k:a': ['x', 'y'], 'k:b': ['x', 'y'], 'k:c': ['x', 'y'] } }),
        ...(
          [
            ['k:a', 'k:b'],
            ['k:b', 'k:c'],
            ['k:a', 'k:c'],
          ] as const
        ).map(([one, other]) => denyIf('StringEquals', one, `\${${other}}`)),
      ],
      'denied',
    ],
  ])('%s', (_name, statements, word) => {
    const found = answerTo(...statements);
    expect(found.verdict).toBe(word);
    if (found.verdict === 'conditional') expect(found.proven).toBe(true);
  });

  it.each<[string, Statement[]]>([
    [
      'the other inside a pattern',
      [allow('*', '*', { StringLike: { 'k:a': '*${k:b}*', 'k:b': 'q*' }, StringNotLike: { 'k:a': '*q*' } })],
    ],
    ['itself inside a longer text', [allowIf('StringEquals', 'k:a', 'x${k:a}')]],
  ])('are no proof where not every value can be tried: %s', (_name, statements) => {
    expect(answerTo(...statements)).toMatchObject({
      verdict: 'conditional',
      proven: false,
      why: { code: 'unsupported' },
    });
  });

  it('take two words of one kind where two keys that stand as variables have to differ', () => {
    const differ = { StringNotEquals: { 'k:a': '${k:b}' }, StringEquals: { 'k:c': '${k:a}' } };
    const there = { Null: { 'k:a': 'false', 'k:b': 'false' } };
    expect(answerTo(allow('*', '*', { ...differ, ...there }))).toMatchObject({ verdict: 'conditional', proven: true });
  });

  it('are no proof where one is read with letter case and compared without', () => {
    const found = answerTo(
      allow('*', '*', {
        StringEqualsIgnoreCase: { 'k:a': '${k:b}' },
        StringEquals: { 'k:a': 'Red' },
        StringNotEquals: { 'k:b': ['Red', 'RED', 'red'] },
      }),
    );
    // `reD` would do, and was not tried.
    expect(found).toMatchObject({ verdict: 'conditional', proven: false });
  });
});

describe('A condition that reads its own key', () => {
  it.each<[string, string, readonly string[], boolean]>([
    ['alone', 'StringNotEquals', ['${k:a}'], true],
    ['with a default, alone', 'StringNotEquals', ["${k:a, 'd'}", 'x'], true],
    ['beside another, under an operator that is not negated', 'StringEquals', ["${k:a, 'd'}", '${k:b}'], true],
    ['beside another, without a default', 'StringNotEquals', ['${k:a}', '${k:b}'], true],
    ['with a default beside another that may have no value', 'StringNotEquals', ["${k:a, 'd'}", '${k:b}'], false],
    ['inside a longer text', 'StringEquals', ['x${k:a}'], false],
    ['under an operator that does not match every text with itself', 'ArnEquals', ['${k:a}'], false],
    ['as a list', 'ForAllValues:StringEquals', ['${k:a}'], false],
  ])('is a test of whether the key is there: %s', (_name, operatorText, values, is) => {
    const operator = parseOperator(operatorText);
    if (operator === undefined) throw new Error(operatorText);
    expect(isOwnVariableTest(compileCondition({ operator, key: 'k:a', values }, true))).toBe(is);
  });
});

describe('A plain operator on a key that is also read as a list', () => {
  it.each<[string, Statement[], string]>([
    [
      'the list that satisfies the one is no single value for the other',
      [allow('*', '*', { NumericEquals: { 'k:n': '300' }, 'ForAnyValue:NumericGreaterThanEquals': { 'k:n': '3600' } })],
      'denied',
    ],
    [
      'every value is true, and the value is false',
      [allow('*', '*', { 'ForAllValues:Bool': { 'k:n': 'true' }, Bool: { 'k:n': 'false' } })],
      'denied',
    ],
    [
      'both hold for one value',
      [allow('*', '*', { 'ForAnyValue:StringLike': { 'k:n': 'a*' }, StringEquals: { 'k:n': 'ab' } })],
      'conditional',
    ],
  ])('%s', (_name, statements, word) => {
    const found = answerTo(...statements);
    expect(found.verdict).toBe(word);
    if (found.verdict === 'conditional') expect(found.proven).toBe(true);
  });
});
