import fc from 'fast-check';
import { baseOperators, type BaseOperator, type Operator } from '../policy/policy.ts';
import { constantsOf } from './constants.ts';
import { covers } from './covers.ts';
import { criterion, type Criterion } from './criterion.ts';
import { sides } from './dispute.ts';
import { domainOf, type TestReading } from './domain-of.ts';
import { automatonBudget, type Domain } from './domain.ts';
import { isEmpty } from './emptiness.ts';
import { holds } from './evaluate.ts';
import { intersect } from './intersect.ts';
import { member, type KeyValue } from './member.ts';
import { pick, type Picked } from './pick.ts';

const texts: Record<string, string[]> = {
  String: ['a', 'A', 'b', 'ab', 'a*', '*b', '?', '*', 'É', 'true', '5'],
  Numeric: ['5', '5.0', '-3', '5.5', '0', '100', 'x'],
  Date: ['2020-01-01', '2020-01-01T00:00:00Z', '1577836800', '2030-06-01T12:00:00Z', '2019', 'x'],
  Bool: ['true', 'false', 'True', 'x'],
  BinaryEquals: ['YQ==', 'a'],
  Ip: ['203.0.113.0/24', '203.0.113.7', '10.0.0.0/8', '2001:db8::/32', '::1', 'x'],
  Arn: ['arn:aws:s3:::a*', 'arn:aws:s3:::?', 'arn:*:*:*:*:*', 'arn:aws:s3', 'arn:aws:iam::1:role/a', '*'],
  Null: ['true', 'false'],
};
const poolOf = (base: BaseOperator): string[] => {
  const family = Object.keys(texts).find((name) => base.replace('Not', '').startsWith(name));
  return texts[family ?? 'String'] ?? [];
};

const operator: fc.Arbitrary<Operator> = fc
  .record({
    base: fc.constantFrom(...baseOperators),
    ifExists: fc.boolean(),
    set: fc.constantFrom(undefined, undefined, 'ForAllValues' as const, 'ForAnyValue' as const),
  })
  .map(({ base, ifExists, set }) =>
    base === 'Null' ? { base, ifExists: false } : { base, ifExists, ...(set === undefined ? {} : { set }) },
  );
const criterionOf = (ofOperator: fc.Arbitrary<Operator>): fc.Arbitrary<Criterion> =>
  ofOperator.chain((op) =>
    fc
      .array(fc.constantFrom(...poolOf(op.base)), { minLength: 1, maxLength: 3 })
      .map((values) => criterion(op, values)),
  );
const anyCriterion = criterionOf(operator);
const plainCriterion = criterionOf(operator.filter((op) => op.set === undefined));

const single = fc.constantFrom(
  ...new Set(Object.values(texts).flat()),
  ...['', 'aab', 'x', 'arn:aws:s3:::a', 'arn:aws:s3:::ab:c', '203.0.113.9', '10.1.2.3', '2001:db8::9', '4.99', '101'],
  ...['2025-01-01T00:00:00.001Z', 'TRUE', 'é', '__proto__'],
);
const list = fc.array(single, { maxLength: 3 });
const value: fc.Arbitrary<KeyValue> = fc.oneof(fc.constant(undefined), single, list);
const scalarValue: fc.Arbitrary<KeyValue> = fc.oneof(fc.constant(undefined), single);
const reading: fc.Arbitrary<TestReading> = fc.record({ side: fc.constantFrom(...sides), holds: fc.boolean() });

const domain = (of: fc.Arbitrary<Criterion>): fc.Arbitrary<Domain> =>
  fc
    .array(fc.tuple(of, reading), { minLength: 1, maxLength: 4 })
    .map((tests) => tests.map(([test, how]) => domainOf(test, how)).reduce(intersect));

const asValue = (picked: Picked): KeyValue => {
  if ('nothing' in picked) throw new Error(picked.nothing);
  return 'absent' in picked ? undefined : 'value' in picked ? picked.value : picked.values;
};

describe('The domain of a condition test', () => {
  it('holds exactly the values for which the test holds, in every reading', () => {
    fc.assert(
      fc.property(anyCriterion, value, fc.constantFrom(...sides), (test, v, side) => {
        const expected = holds(test, v, side);
        expect(member(domainOf(test, { side, holds: true }), v)).toBe(expected);
        expect(member(domainOf(test, { side, holds: false }), v)).toBe(!expected);
      }),
      { numRuns: 1500 },
    );
  });

  it('reads a set qualifier as plain on a key of one value', () => {
    fc.assert(
      fc.property(anyCriterion, scalarValue, reading, (test, v, how) => {
        const one = domainOf(test, { ...how, cardinality: 'one' });
        expect(member(one, v)).toBe(member(domainOf(test, how), v));
        expect(one.emptyList || one.values.kind === 'lists').toBe(false);
      }),
    );
  });

  it('meets another domain value by value', () => {
    fc.assert(
      fc.property(domain(anyCriterion), domain(anyCriterion), value, (a, b, v) => {
        expect(member(intersect(a, b), v)).toBe(member(a, v) && member(b, v));
      }),
      { numRuns: 1500 },
    );
  });

  it('is called empty only without members, and not empty only with one that can be picked', () => {
    fc.assert(
      fc.property(domain(anyCriterion), value, fc.boolean(), (one, v, absentFirst) => {
        const { empty } = isEmpty(one, automatonBudget());
        if (member(one, v)) expect(empty).not.toBe(true);
        const picked = pick(one, { texts: ['wish', 'a', '10.1.2.3'], absentFirst }, automatonBudget());
        if ('nothing' in picked) expect(empty).toBe(picked.nothing === 'empty' ? true : 'unknown');
        else expect([empty, member(one, asValue(picked))]).toEqual([false, true]);
      }),
      { numRuns: 1500 },
    );
  });

  it('of tests of one type is always decided', () => {
    const families = [/^String/, /^Numeric/, /^Date/, /Ip/, /^Arn|^String/, /^Bool|^String/];
    for (const family of families) {
      const one = criterionOf(operator.filter((op) => family.test(op.base) && op.set === undefined));
      fc.assert(fc.property(domain(one), (d) => typeof isEmpty(d, automatonBudget()).empty === 'boolean'));
    }
  });

  it('covers another only if it has all its members', () => {
    fc.assert(
      fc.property(domain(anyCriterion), domain(anyCriterion), value, (wide, narrow, v) => {
        const covering = covers(wide, narrow, automatonBudget());
        if (covering === true && member(narrow, v)) expect(member(wide, v)).toBe(true);
        if (covering !== false) return;
        // A false is as good as a value outside: what `narrow` has and some test of `wide` has not.
        const common = intersect(wide, narrow);
        expect(covers(common, narrow, automatonBudget())).not.toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('covers itself, and what it is part of, for single values of one type', () => {
    fc.assert(
      fc.property(domain(plainCriterion), domain(plainCriterion), (a, b) => {
        fc.pre(a.values.kind !== 'mixed' && intersect(a, b).values.kind !== 'mixed');
        expect(covers(a, a, automatonBudget())).toBe(true);
        expect(covers(a, intersect(a, b), automatonBudget())).toBe(true);
      }),
    );
  });

  it('gives the same answers each time it is asked', () => {
    fc.assert(
      fc.property(domain(anyCriterion), (one) => {
        const run = (): unknown => [
          isEmpty(one, automatonBudget()),
          pick(one, {}, automatonBudget()),
          constantsOf(one),
        ];
        expect(run()).toEqual(run());
      }),
    );
  });
});
