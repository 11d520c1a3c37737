import type { CompiledCondition } from '../compile-policy.ts';
import { criterion } from '../domains/criterion.ts';
import { domainOf } from '../domains/domain-of.ts';
import { negatedOperators, stringOperators, type BaseOperator } from '../policy/policy.ts';
import type { Binding, Literal, LiteralOptions } from './literal.ts';

/** Under these a text always matches itself, wildcards in it included. */
const reflexive: ReadonlySet<BaseOperator> = new Set(stringOperators);

/**
 * `StringEquals: {key: ['${key}', …]}`: a key compared with itself is a test of whether it is there. `undefined`: the
 * condition is no such test.
 */
export const ownVariableLiteral = (
  condition: CompiledCondition,
  holds: boolean,
  { width, cardinality: cardinalityOf }: LiteralOptions,
): Literal | undefined => {
  if (!isOwnVariableTest(condition)) return undefined;
  const { key, operator } = condition;
  const negated = negatedOperators.has(operator.base);
  const cardinality = cardinalityOf(key);
  const domain = domainOf(criterion({ ...operator, base: negated ? 'StringNotLike' : 'StringLike' }, ['*']), {
    side: width,
    holds,
    ...(cardinality === undefined ? {} : { cardinality }),
  });
  // The variable has no value where the key has none: then the narrow reading of a negated operator is false.
  const missing = ownVariables(condition).some(({ fallback }) => fallback === undefined);
  return { key, domain: negated && missing && width === 'narrow' ? { ...domain, absent: !holds } : domain };
};

/**
 * Whether one value of the condition is its own key. Then no other value can matter; save that beside a default of its own
 * another variable may be without value, and in the narrow reading that counts under a negated operator.
 */
export const isOwnVariableTest = (condition: CompiledCondition): boolean => {
  const { key, operator, variables } = condition;
  if (operator.set !== undefined || !reflexive.has(operator.base) || !variables.includes(key)) return false;
  const own = ownVariables(condition);
  if (own.length === 0) return false;
  const alone = variables.length === 1 && own.length === readers(condition);
  return alone || !negatedOperators.has(operator.base) || own.some(({ fallback }) => fallback === undefined);
};

/** Values that are the condition's own key and nothing else. */
const ownVariables = ({ key, values }: CompiledCondition) =>
  values.flatMap(({ template: [only, ...more] }) =>
    only?.kind === 'variable' && more.length === 0 && only.key.toLowerCase() === key ? [only] : [],
  );

const readers = ({ values }: CompiledCondition): number =>
  values.filter(({ variables }) => variables.length > 0).length;

/** Whether the free variables of a condition stand only in such a test: then leaving them free leaves nothing out. */
export const isExactWithFree = (condition: CompiledCondition, binding: Binding): boolean =>
  isOwnVariableTest(condition) || !condition.variables.some((key) => binding(key) === 'free');
