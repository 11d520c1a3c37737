import { criterion } from '../domains/criterion.ts';
import { domainOf, type TestReading } from '../domains/domain-of.ts';
import { anything, automatonBudget, type Domain } from '../domains/domain.ts';
import { isEmpty } from '../domains/emptiness.ts';
import { intersect } from '../domains/intersect.ts';
import { pick, type Picked } from '../domains/pick.ts';
import type { BaseOperator, Operator } from '../policy/policy.ts';

/** What one test of a condition leaves of a key, and short words for asking it. */
export const domainFor = (
  base: BaseOperator,
  values: string[],
  how: Partial<TestReading> & Partial<Operator> = {},
): Domain => {
  const { side = 'documented', holds: held = true, cardinality, ...rest } = how;
  return domainOf(criterion({ base, ifExists: false, ...rest }, values), {
    side,
    holds: held,
    ...(cardinality === undefined ? {} : { cardinality }),
  });
};
export const all = (...domains: Domain[]): Domain => domains.reduce(intersect, anything);
export const empty = (one: Domain): unknown => isEmpty(one, automatonBudget()).empty;
export const picked = (one: Domain, texts: readonly string[] = []): Picked =>
  pick(one, { texts, absentFirst: false }, automatonBudget());
