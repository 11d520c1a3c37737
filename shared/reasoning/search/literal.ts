import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { domainOf } from '../domains/domain-of.ts';
import { impossible, type Domain } from '../domains/domain.ts';
import type { Glob, GlobPart } from '../glob/glob.ts';
import { bindCondition, missingVariable } from '../match/bind-condition.ts';
import { boundGlob } from '../match/bound-glob.ts';
import { resourceGlob } from '../match/resource-glob.ts';
import { ownVariableLiteral } from './own-variable.ts';
import { variableLiteral } from './variable-literal.ts';
import { opposite, type Width } from '../match/width.ts';
import type { Listed } from '../policy/policy.ts';
import type { Template } from '../policy/template.ts';

/** The request's resource as a variable of the search; no condition key begins with a blank. */
export const RESOURCE = ' resource';

/** What one variable of the search has to satisfy: a condition key in lower case, or the resource. */
export type Literal = { key: string; domain: Domain };

/**
 * What is assumed about policy variables. `free`: any value or none; literals then hold at least the requests that some
 * value would let through, so an empty search is still a proof.
 */
export type Binding = (key: string) => { value: string | undefined } | 'free';

export type LiteralOptions = {
  width: Width;
  binding: Binding;
  cardinality: (key: string) => 'one' | 'many' | undefined;
  /** The resource, where only one is asked about: a pattern with a variable is then a test of the variable's key. */
  exactResource?: string;
};

/** Conjunction: the statement matches exactly when all hold. `undefined`: it never matches. */
export const matchLiterals = (
  statement: CompiledStatement,
  options: LiteralOptions,
): readonly Literal[] | undefined => {
  if (statement.plain) return [];
  const literals: Literal[] = [];
  if (statement.resources !== undefined) {
    const literal = resourceLiteral(statement.resources, true, options);
    if (literal === 'never') return undefined;
    if (literal !== 'always') literals.push(literal);
  }
  for (const condition of statement.conditions) {
    const literal = conditionLiteral(condition, true, options);
    if (literal !== 'always') literals.push(literal);
  }
  return literals;
};

/** Disjunction: the statement does not match exactly when one holds. `undefined`: it never matches. */
export const missLiterals = (statement: CompiledStatement, options: LiteralOptions): readonly Literal[] | undefined => {
  if (statement.plain) return [];
  const literals: Literal[] = [];
  if (statement.resources !== undefined) {
    const literal = resourceLiteral(statement.resources, false, options);
    if (literal === 'always') return undefined;
    if (literal !== 'never') literals.push(literal);
  }
  for (const condition of statement.conditions) {
    const literal = conditionLiteral(condition, false, options);
    if (literal === 'always') return undefined;
    literals.push(literal);
  }
  return literals;
};

const everything = (glob: Glob): boolean => glob.prefixOnly === '';

const text = (all: readonly (readonly Glob[])[], none: readonly Glob[]): Domain => ({
  absent: false,
  emptyList: false,
  values: { kind: 'strings', all, none },
});

/** A list of patterns as one literal: listed is "one of these", not listed is "none of these". */
export const resourceLiteral = (
  resources: Listed<CompiledPattern>,
  holds: boolean,
  options: LiteralOptions,
): Literal | 'always' | 'never' => {
  const onVariable = variableLiteral(resources, holds, options);
  if (onVariable !== undefined) return onVariable;
  const patternWidth = resources.negated ? opposite(options.width) : options.width;
  const wantsListed = resources.negated !== holds;
  const globs: Glob[] = [];
  for (const pattern of resources.entries) {
    const { template, variables } = pattern;
    if (variables.some((key) => options.binding(key) === 'free')) {
      // A wildcard in place of the variable is a superset of what it can match; for "not listed" it says nothing.
      if (wantsListed) globs.push(resourceGlob(withWildcards(template, options.binding), 'wide'));
      continue;
    }
    const glob = boundGlob(pattern, lookupOf(options.binding), patternWidth);
    if (glob !== undefined) globs.push(glob);
    else if (resources.negated && options.width !== 'wide') return holds ? 'never' : 'always';
  }
  if (wantsListed) {
    if (globs.some(everything)) return 'always';
    return globs.length === 0 ? 'never' : { key: RESOURCE, domain: text([globs], []) };
  }
  if (globs.some(everything)) return 'never';
  return globs.length === 0 ? 'always' : { key: RESOURCE, domain: text([], globs) };
};

const lookupOf =
  (binding: Binding) =>
  (key: string): string | undefined => {
    const bound = binding(key);
    return bound === 'free' ? undefined : bound.value;
  };

const withWildcards = (template: Template, binding: Binding): readonly GlobPart[] =>
  template.map((part): GlobPart => {
    switch (part.kind) {
      case 'text':
        return { literal: part.text };
      case 'any':
        return { any: true };
      case 'one':
        return { one: true };
      case 'variable': {
        const bound = binding(part.key.toLowerCase());
        const value = bound === 'free' ? undefined : (bound.value ?? part.fallback);
        return value === undefined ? { any: true } : { literal: value };
      }
    }
  });

const conditionLiteral = (
  condition: CompiledCondition,
  holds: boolean,
  options: LiteralOptions,
): Literal | 'always' => {
  if (condition.variables.some((key) => options.binding(key) === 'free')) {
    return ownVariableLiteral(condition, holds, options) ?? 'always';
  }
  const { criterion, missing } = bindCondition(condition, lookupOf(options.binding), options.width);
  const rule = missing ? missingVariable(options.width) : undefined;
  if (rule !== undefined) return { key: condition.key, domain: ruleDomain(rule, holds) };
  const cardinality = options.cardinality(condition.key);
  const reading = { side: options.width, holds, ...(cardinality === undefined ? {} : { cardinality }) };
  return { key: condition.key, domain: domainOf(criterion, reading) };
};

const ruleDomain = (rule: { whenAbsent: boolean; whenPresent: boolean }, holds: boolean): Domain => {
  const whenPresent = rule.whenPresent === holds;
  return {
    ...impossible,
    absent: rule.whenAbsent === holds,
    emptyList: whenPresent,
    values: whenPresent ? { kind: 'any' } : { kind: 'none' },
  };
};
