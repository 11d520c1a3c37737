import fc from 'fast-check';
import { parseOperator } from '../policy/parse-conditions.ts';
import { criterion, type Criterion } from './criterion.ts';
import type { Dispute } from './dispute.ts';
import { evaluate, holds } from './evaluate.ts';
import type { KeyValue } from './member.ts';

const test = (operator: string, ...values: string[]): Criterion => {
  const parsed = parseOperator(operator);
  if (parsed === undefined) throw new Error(operator);
  return criterion(parsed, values);
};
const absent = undefined;

/** Operator, policy values, value of the request, expected. */
const settled: [string, string[], KeyValue, boolean][] = [
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', ['a'], 'A', false],
  ['StringEquals', ['a*'], 'ab', false],
  ['StringEquals', ['a*'], 'a*', true],
  ['StringEquals', ['a'], absent, false],
  ['StringEqualsIfExists', ['a'], absent, true],
  ['StringEqualsIfExists', ['a'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringNotEquals', ['a'], absent, true],
  ['StringNotEqualsIfExists', ['a'], absent, true],
  ['StringEqualsIgnoreCase', ['Alpha'], 'aLPHA', true],
  ['StringNotEqualsIgnoreCase', ['Alpha'], 'aLPHA', false],
  ['StringLike', ['eu-*', '?x'], 'eu-west-1', true],
  ['StringLike', ['EU-*'], 'eu-west-1', false],
  ['StringLike', ['*'], '', true],
  ['StringNotLike', ['eu-*'], 'eu-west-1', false],
  ['StringNotLike', ['eu-*'], absent, true],
  ['NumericEquals', ['5.0'], '5', true],
  ['NumericEquals', ['5'], 'five', false],
  ['NumericNotEquals', ['5', '6'], '7', true],
  ['NumericNotEquals', ['5', '6'], '6.00', false],
  ['NumericNotEquals', ['5'], absent, true],
  ['NumericLessThan', ['10'], '9.999', true],
  ['NumericLessThan', ['10'], '10', false],
  ['NumericLessThan', ['10'], 'x', false],
  ['NumericLessThan', ['1', '10'], '5', true],
  ['NumericLessThanEquals', ['10'], '10', true],
  ['NumericGreaterThan', ['10'], '10', false],
  ['NumericGreaterThan', ['x'], '10', false],
  ['NumericGreaterThanEquals', ['10'], '10.0', true],
  ['DateEquals', ['2020-01-01T00:00:00Z'], '1577836800', true],
  ['DateNotEquals', ['2020-01-01T00:00:00Z'], '2020-01-01', false],
  ['DateLessThan', ['2020-01-01T00:00:01Z'], '2020-01-01T00:00:00Z', true],
  ['DateLessThanEquals', ['2020-01-01T00:00:00Z'], '2020-01-01T00:00:00Z', true],
  ['DateGreaterThan', ['2020-01-01T00:00:00Z'], '2020-01-01T00:00:00.001Z', true],
  ['DateLessThan', ['2020-01-01', '2021-01-01'], '2020-06-01', true],
  ['DateGreaterThan', ['2020-01-01', '2021-01-01'], '2020-06-01', true],
  ['DateGreaterThan', ['bad'], '2020-01-01T00:00:00Z', false],
  ['DateGreaterThanEquals', ['2020-01-01T00:00:00Z'], '2019-12-31T23:59:59Z', false],
  ['Bool', ['true'], 'true', true],
  ['Bool', ['true'], 'false', false],
  ['Bool', ['false'], absent, false],
  ['BoolIfExists', ['false'], absent, true],
  ['Bool', ['yes'], 'yes', false],
  ['BinaryEquals', ['QmluYXJ5'], 'QmluYXJ5', true],
  ['BinaryEquals', ['QmluYXJ5'], 'qmluYXJ5', false],
  ['IpAddress', ['203.0.113.0/24', '2001:db8::/32'], '203.0.113.7', true],
  ['IpAddress', ['203.0.113.0/24', '2001:db8::/32'], '2001:db8::7', true],
  ['IpAddress', ['203.0.113.0/24'], '2001:db8::7', false],
  ['IpAddress', ['203.0.113.0/24'], 'somewhere', false],
  ['NotIpAddress', ['203.0.113.0/24', '2001:db8::/32'], '198.51.100.1', true],
  ['NotIpAddress', ['203.0.113.0/24'], '203.0.113.255', false],
  ['NotIpAddress', ['203.0.113.0/24'], absent, true],
  ['ArnLike', ['arn:aws:iam::*:role/*'], 'arn:aws:iam::111122223333:role/app', true],
  ['ArnEquals', ['arn:aws:iam::*:role/*'], 'arn:aws:iam::111122223333:role/app', true],
  ['ArnLike', ['arn:aws:iam::*:app'], 'arn:aws:iam::111122223333:role:app', false],
  ['ArnNotLike', ['arn:aws:iam::*:role/*'], 'arn:aws:iam::111122223333:user/app', true],
  ['ArnNotEquals', ['arn:aws:iam::*:role/*'], absent, true],
  ['ArnLikeIfExists', ['arn:aws:iam::*:role/*'], absent, true],
  ['Null', ['true'], absent, true],
  ['Null', ['true'], 'x', false],
  ['Null', ['false'], absent, false],
  ['Null', ['False'], ['x'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a', 'b'], [], true],
  ['ForAllValues:StringEquals', ['a', 'b'], absent, true],
  ['ForAllValues:StringEquals', ['a'], 'a', true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
  ['ForAnyValue:StringEquals', ['a'], ['c', 'a'], true],
  ['ForAnyValue:StringEquals', ['a'], [], false],
  ['ForAnyValue:StringEquals', ['a'], absent, false],
  ['ForAnyValue:StringEqualsIfExists', ['a'], absent, false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], absent, false],
  ['ForAnyValue:NumericGreaterThan', ['5'], ['1', '6'], true],
];

/** The same, with the three readings: documented, wide, narrow. */
const open: [Dispute, string, string[], KeyValue, boolean, boolean, boolean][] = [
  ['short-arn-pattern', 'ArnLike', ['arn:aws:sns:*'], 'arn:aws:sns:us-east-1:111122223333:t', false, true, false],
  ['short-arn-pattern', 'ArnNotLike', ['arn:aws:sns:*'], 'arn:aws:sns:us-east-1:111122223333:t', true, true, false],
  ['letter-case-beyond-ascii', 'StringEqualsIgnoreCase', ['ÉA'], 'éa', false, true, false],
  ['letter-case-beyond-ascii', 'StringNotEqualsIgnoreCase', ['ÉA'], 'éa', true, true, false],
  ['bool-letter-case', 'Bool', ['True'], 'true', true, true, false],
  ['unreadable-value', 'NumericNotEquals', ['5'], 'five', true, true, false],
  ['unreadable-value', 'NumericNotEquals', ['five'], '5', true, true, false],
  ['unreadable-value', 'DateNotEquals', ['2020-01-01'], 'soon', true, true, false],
  ['unreadable-value', 'NotIpAddress', ['203.0.113.0/24', '2001:db8::/32'], 'home', true, true, false],
  ['other-address-version', 'NotIpAddress', ['203.0.113.0/24'], '2001:db8::7', true, true, false],
  ['plain-operator-on-list', 'StringEquals', ['a'], ['a', 'b'], false, true, false],
  ['plain-operator-on-list', 'StringNotEquals', ['a'], ['b', 'c'], false, true, false],
  ['plain-operator-on-list', 'StringNotEquals', ['a'], [], true, true, false],
  ['empty-list', 'Null', ['true'], [], true, true, false],
  ['empty-list', 'Null', ['false'], [], false, true, false],
];

describe('A condition test', () => {
  it.each(settled)('%s %j on %j is %j', (operator, values, value, expected) => {
    expect(evaluate(test(operator, ...values), value)).toEqual({ disputed: false, result: expected });
  });

  it.each(open)('is open (%s) for %s %j on %j', (rule, operator, values, value, documented, wide, narrow) => {
    const evaluation = evaluate(test(operator, ...values), value);
    expect(evaluation).toMatchObject({ disputed: true, documented, wide, narrow });
    expect(evaluation.disputed && evaluation.rules).toContain(rule);
  });

  it('takes parts as they are: a substituted value keeps its stars as characters', () => {
    const like = parseOperator('StringLike')!;
    const home = criterion(like, [[{ literal: 'home/' }, { literal: 'a*' }, { literal: '/' }, { any: true }]]);
    expect(holds(home, 'home/a*/x', 'documented')).toBe(true);
    expect(holds(home, 'home/ab/x', 'documented')).toBe(false);
    expect(
      holds(criterion(parseOperator('NumericLessThan')!, [[{ literal: '1' }, { literal: '0' }]]), '9', 'wide'),
    ).toBe(true);
    expect(holds(criterion(parseOperator('NumericLessThan')!, [[{ any: true }]]), '9', 'wide')).toBe(false);
  });

  it('with no value holds for nothing, and negated for everything', () => {
    expect(holds(test('StringEquals'), 'a', 'wide')).toBe(false);
    expect(holds(test('StringNotEquals'), 'a', 'narrow')).toBe(true);
    expect(holds(test('NumericLessThan'), '1', 'wide')).toBe(false);
  });

  it('never reads narrower than narrow nor wider than wide', () => {
    const value = fc.constantFrom<KeyValue>(
      absent,
      [],
      ['a', '5'],
      'a',
      '5',
      'É',
      'é',
      'true',
      'arn:aws:s3:::x',
      '::1',
      '1.2.3.4',
    );
    const cases = [...settled, ...open.map((row) => row.slice(1))].map(([operator, values]) =>
      test(operator as string, ...(values as string[])),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cases), value, (one, v) => {
        const [documented, wide, narrow] = (['documented', 'wide', 'narrow'] as const).map((side) =>
          holds(one, v, side),
        );
        expect([wide || !documented, documented || !narrow]).toEqual([true, true]);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers hostile values without falling over', () => {
    for (const hostile of [
      '*?'.repeat(6000),
      '\ud83d',
      '__proto__',
      'constructor',
      '',
      '\u0000',
      '9'.repeat(100_000),
    ]) {
      for (const operator of [
        'StringLike',
        'ArnLike',
        'NumericEquals',
        'DateEquals',
        'IpAddress',
        'Bool',
        'BinaryEquals',
      ]) {
        expect(typeof holds(test(operator, hostile), hostile, 'documented')).toBe('boolean');
      }
    }
    expect(holds(test('StringEquals', '__proto__'), '__proto__', 'documented')).toBe(true);
  });
});
