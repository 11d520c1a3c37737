import { all, domainFor, empty, picked } from '../testing/a-domain.ts';
import { constantsOf } from './constants.ts';
import { covers } from './covers.ts';
import { criterion } from './criterion.ts';
import { anything, automatonBudget, impossible, onlyAbsent, present, type Domain } from './domain.ts';
import { sides, type Side } from './dispute.ts';
import { isEmpty } from './emptiness.ts';
import { pick } from './pick.ts';

describe('What is left of a key', () => {
  it.each<[string, Domain, unknown]>([
    ['equal and not equal', all(domainFor('StringEquals', ['a']), domainFor('StringNotEquals', ['a'])), true],
    ['absent after a negated test', all(domainFor('StringNotEquals', ['a']), onlyAbsent), false],
    [
      'IfExists denied: present and other',
      all(domainFor('StringEquals', ['a'], { ifExists: true, holds: false })),
      false,
    ],
    [
      'IfExists denied and absent',
      all(domainFor('StringEquals', ['a'], { ifExists: true, holds: false }), onlyAbsent),
      true,
    ],
    ['between 5 and 6', all(domainFor('NumericGreaterThan', ['5']), domainFor('NumericLessThan', ['6'])), false],
    [
      'above 5 and not above 5',
      all(domainFor('NumericGreaterThan', ['5']), domainFor('NumericLessThanEquals', ['5'])),
      true,
    ],
    [
      'one millisecond',
      all(domainFor('DateGreaterThan', ['2020-01-01']), domainFor('DateLessThan', ['2020-01-01T00:00:00.002Z'])),
      false,
    ],
    [
      'between two milliseconds',
      all(domainFor('DateGreaterThan', ['2020-01-01']), domainFor('DateLessThan', ['2020-01-01T00:00:00.001Z'])),
      true,
    ],
    [
      'outside a block that it is inside',
      all(domainFor('IpAddress', ['10.1.0.0/16']), domainFor('NotIpAddress', ['10.0.0.0/8'])),
      true,
    ],
    ['in both versions at once', all(domainFor('IpAddress', ['10.0.0.0/8']), domainFor('IpAddress', ['::/0'])), true],
    ['both truth values', all(domainFor('Bool', ['true']), domainFor('Bool', ['false'])), true],
    [
      'role ARNs of two accounts',
      all(domainFor('ArnLike', ['arn:aws:iam::111122223333:*']), domainFor('ArnLike', ['arn:aws:iam::444455556666:*'])),
      true,
    ],
    [
      'ARN and text operators',
      all(domainFor('ArnLike', ['arn:aws:iam::*:role/x*']), domainFor('StringNotLike', ['*x*'])),
      true,
    ],
    ['text and truth value', all(domainFor('StringEquals', ['yes']), domainFor('Bool', ['true'])), true],
    ['text and number that agree', all(domainFor('StringEquals', ['5']), domainFor('NumericLessThan', ['10'])), false],
    ['text and number that do not', all(domainFor('StringEquals', ['50']), domainFor('NumericLessThan', ['10'])), true],
    ['pattern and number', all(domainFor('StringLike', ['*z*']), domainFor('NumericLessThan', ['10'])), 'unknown'],
    ['nothing', impossible, true],
    ['present and absent', all(present, onlyAbsent), true],
    ['Null true and false', all(domainFor('Null', ['true']), domainFor('Null', ['false'])), true],
  ])('%s: empty is %j', (_name, one, expected) => {
    expect(empty(one)).toBe(expected);
  });

  it('reads a plain operator over several values as each reading does', () => {
    const listed = domainFor('StringEquals', ['a'], { set: 'ForAnyValue' });
    const plain = (side: Side): Domain => domainFor('StringEquals', ['b'], { side });
    expect(sides.map((side) => empty(all(listed, plain(side))))).toEqual([true, false, true]);
    expect(picked(all(listed, plain('wide')))).toEqual({ values: ['a', 'example'] });
    const refused = (side: Side): Domain => domainFor('StringNotEquals', ['b'], { side, holds: false });
    expect(sides.map((side) => empty(all(listed, refused(side))))).toEqual([false, true, false]);
    expect(
      empty(all(domainFor('StringEquals', ['a'], { set: 'ForAnyValue', cardinality: 'one' }), plain('wide'))),
    ).toBe(true);
    expect(picked(all(listed, domainFor('StringLike', ['a*'])))).toEqual({ value: 'a' });
  });

  it('takes two different values for a list of several, and the same one twice where there is but one', () => {
    const several = domainFor('StringEquals', ['q'], { side: 'wide', holds: true });
    const every = (...values: string[]): Domain => domainFor('StringEquals', values, { set: 'ForAllValues' });
    const noneSingle = domainFor('StringNotEquals', ['q'], { side: 'wide' });
    const left = all(several, noneSingle, present);
    expect(picked(left)).toEqual({ values: ['example', 'other'] });
    expect(picked(all(left, every('a', 'b')))).toEqual({ values: ['a', 'b'] });
    expect(picked(all(left, every('a')))).toEqual({ values: ['a', 'a'] });
  });

  it('says budget when the automaton states are spent', () => {
    const hard = all(
      domainFor('StringLike', ['*q????????????']),
      domainFor('StringNotLike', ['*q??????????*', '*x*', '*a*']),
    );
    const budget = automatonBudget(20);
    expect(isEmpty(hard, budget)).toEqual({ empty: 'unknown', why: 'budget' });
    expect(budget.states).toBeLessThanOrEqual(0);
    expect(pick(hard, {}, automatonBudget(5))).toEqual({ nothing: 'budget' });
    expect(covers(domainFor('StringNotLike', ['*b']), hard, automatonBudget(3))).toBe('unknown');
  });

  it('keeps equal tests once', () => {
    const twice = all(...Array.from({ length: 50 }, () => domainFor('StringNotLike', ['a*', 'b'])));
    expect(twice.values).toMatchObject({ none: { length: 2 } });
  });

  it('tells its constants', () => {
    const one = all(domainFor('StringLike', ['eu-*', 'us-east-1']), domainFor('StringNotEquals', ['eu-west-3']));
    expect(constantsOf(one)).toEqual(['eu-example', 'eu-', 'us-east-1', 'eu-west-3']);
    expect(constantsOf(criterion({ base: 'NumericLessThan', ifExists: false }, ['5.0']))).toEqual(['5']);
    expect(constantsOf(domainFor('IpAddress', ['10.0.0.0/8', '::1']))).toEqual(['10.0.0.1', '::1']);
    expect(constantsOf(anything)).toEqual([]);
  });
});
