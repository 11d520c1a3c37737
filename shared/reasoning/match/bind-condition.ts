import { wildcardOperators, type CompiledCondition } from '../compile-policy.ts';
import { criterion, type Criterion } from '../domains/criterion.ts';
import { negatedOperators } from '../policy/policy.ts';
import { instantiate, type Lookup } from './instantiate.ts';
import { opposite, type Width } from './width.ts';

/**
 * A condition with its policy variables filled in. `missing`: a variable without default is absent. The values that can
 * be filled in are in the criterion; what a missing one does to a negated operator is read both ways
 * (`missingVariable`).
 */
export type BoundCondition = { criterion: Criterion; missing: boolean };

export const bindCondition = (condition: CompiledCondition, lookup: Lookup, width: Width): BoundCondition => {
  if (condition.criterion !== undefined) return { criterion: condition.criterion, missing: false };
  const { base } = condition.operator;
  const patternWidth = negatedOperators.has(base) ? opposite(width) : width;
  // Where wildcards are characters, they are so in a value as well.
  const valueWidth = wildcardOperators.has(base) ? patternWidth : 'documented';
  const bound = condition.values.flatMap(({ template }) => {
    const parts = instantiate(template, lookup, valueWidth);
    return parts === undefined ? [] : [parts];
  });
  return {
    criterion: criterion(condition.operator, bound),
    missing: bound.length < condition.values.length && negatedOperators.has(base),
  };
};

/**
 * A negated operator with a missing variable. A variable without value equals nothing, so the test goes by the other
 * values: `undefined` here (AWS: "IAM policy elements: Variables and tags", section "Policy variables with no value").
 * Narrow: false, as the same page says that such a variable might make the whole statement invalid.
 */
export const missingVariable = (width: Width): { whenAbsent: boolean; whenPresent: boolean } | undefined =>
  width === 'narrow' ? { whenAbsent: false, whenPresent: false } : undefined;
