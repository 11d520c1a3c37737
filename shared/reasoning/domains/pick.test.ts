import { all, domainFor, empty, picked } from '../testing/a-domain.ts';
import { automatonBudget, present, type Domain } from './domain.ts';
import { exactly } from './exactly.ts';
import { pick, type Picked } from './pick.ts';
import { wellFormed } from './well-formed.ts';

describe('A value for a key', () => {
  it('takes one value for each "some value", and no more than it needs', () => {
    const some = (value: string, held = true): Domain =>
      domainFor('StringLike', [value], { set: 'ForAnyValue', holds: held });
    const every = (...values: string[]): Domain => domainFor('StringLike', values, { set: 'ForAllValues' });
    expect(picked(all(some('a*'), some('b*')))).toEqual({ values: ['aexample', 'bexample'] });
    expect(picked(all(some('ab'), some('a*')))).toEqual({ values: ['ab'] });
    expect(empty(all(some('a*'), every('b*')))).toBe(true);
    expect(empty(all(some('a*'), some('a*', false)))).toBe(true);
    expect(picked(all(every('b'), present))).toEqual({ values: ['b'] });
    expect(pick(every('b'), {}, automatonBudget())).toEqual({ absent: true });
    expect(
      pick(all(every('b'), every('c'), domainFor('Null', ['false'], { side: 'wide' })), {}, automatonBudget()),
    ).toEqual({ values: [] });
    expect(empty(all(every('b'), every('c'), domainFor('Null', ['false'])))).toBe(true);
  });

  it.each<[string, Domain, readonly string[], Picked]>([
    [
      'a wished fact',
      domainFor('StringLike', ['vpce-*']),
      ['vpc-1', 'vpce-0123456789abcdef0'],
      { value: 'vpce-0123456789abcdef0' },
    ],
    ['a constant', domainFor('StringEquals', ['eu-west-1']), ['us-east-1'], { value: 'eu-west-1' }],
    ['a filled pattern', domainFor('ArnLike', ['arn:aws:s3:::corp-*']), [], { value: 'arn:aws:s3:::corp-example' }],
    ['a fresh word', domainFor('StringNotEquals', ['eu-west-1']), [], { value: 'example' }],
    ['a documentation address', domainFor('NotIpAddress', ['10.0.0.0/8']), [], { value: '203.0.113.7' }],
    ['the first host of a block', domainFor('IpAddress', ['10.1.0.0/16']), [], { value: '10.1.0.1' }],
    [
      'a number between',
      all(domainFor('NumericGreaterThan', ['5']), domainFor('NumericLessThan', ['6'])),
      [],
      { value: '5.5' },
    ],
    ['a bound of a date', domainFor('DateGreaterThanEquals', ['2030-01-01']), [], { value: '2030-01-01T00:00:00Z' }],
    ['a date before', domainFor('DateLessThan', ['2019']), [], { value: '2018-12-31T23:59:59.999Z' }],
    ['the other truth value', domainFor('Bool', ['true'], { holds: false }), [], { value: 'false' }],
    [
      'the shortest text',
      all(domainFor('StringLike', ['*a*']), domainFor('StringNotLike', ['*example*', 'a'])),
      [],
      { value: 'xa' },
    ],
    ['a text over none', all(domainFor('StringNotLike', ['example'])), [], { value: 'x' }],
    ['anything', present, [], { value: 'example' }],
    ['the empty text if only that is left', domainFor('StringNotLike', ['?*']), [], { value: '' }],
  ])('is picked for a reader: %s', (_name, one, wishes, expected) => {
    expect(picked(one, wishes)).toEqual(expected);
  });

  it('prefers readable values of the type over texts that are none, and needs only well formed ones when told', () => {
    const notLess = domainFor('NumericLessThan', ['5'], { holds: false });
    expect(picked(notLess)).toEqual({ value: '5' });
    const never = all(notLess, domainFor('NumericGreaterThanEquals', ['5'], { holds: false }));
    expect(picked(never)).toEqual({ value: 'unreadable' });
    expect(empty(all(never, wellFormed('numbers', 'one')))).toBe(false);
    expect(empty(all(never, wellFormed('numbers', 'one'), present))).toBe(true);
    expect(
      empty(
        all(
          domainFor('ArnLike', ['arn:aws:*'], { side: 'narrow', holds: false }),
          wellFormed('arns', 'one'),
          exactly('x'),
        ),
      ),
    ).toBe(true);
    expect(picked(all(wellFormed('strings', 'many'), present))).toEqual({ values: ['example'] });
  });
});
