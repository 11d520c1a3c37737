import { compileCondition, compileResource, type CompiledCondition, type CompiledPattern } from '../compile-policy.ts';
import { domainOf } from '../domains/domain-of.ts';
import { matches } from '../glob/glob.ts';
import { boundGlob } from '../match/bound-glob.ts';
import { matchesCondition } from '../match/match-statement.ts';
import type { RequestView } from '../match/request-view.ts';
import { resourceAccount } from '../match/resource-account.ts';
import { opposite, type Width } from '../match/width.ts';
import { parseOperator } from '../policy/parse-conditions.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import type { Question } from '../types.ts';
import { resourceLiteral, type Literal, type LiteralOptions } from './literal.ts';

/** A question made ready. It reads like a statement; `${…}` in it is text. */
export type CompiledQuestion = {
  question: Question;
  /** Lower-case patterns. */
  actions: readonly string[];
  resources: readonly CompiledPattern[];
  except: readonly CompiledPattern[];
  conditions: readonly CompiledCondition[];
  /** Twelve digits each, of whatever account. */
  accounts: readonly string[];
};

export type CompileQuestion = { ok: true; compiled: CompiledQuestion } | { ok: false; detail: string };

const pattern = (text: string): CompiledPattern => compileResource(text, false);

export const compileQuestion = (question: Question): CompileQuestion => {
  const conditions: CompiledCondition[] = [];
  for (const [operatorText, keys] of Object.entries(question.condition ?? {})) {
    const operator = parseOperator(operatorText);
    if (operator === undefined) return { ok: false, detail: `${operatorText} is not a condition operator.` };
    for (const [key, value] of Object.entries(keys)) {
      conditions.push(compileCondition({ operator, key, values: typeof value === 'string' ? [value] : value }, false));
    }
  }
  const resources = question.resources.map(pattern);
  return {
    ok: true,
    compiled: {
      question,
      actions: question.actions.map((action) => action.trim().toLowerCase()),
      resources,
      except: (question.exceptResources ?? []).map(pattern),
      conditions,
      accounts: accountsIn(resources),
    },
  };
};

/** Accounts that resources show. */
export const accountsIn = (resources: readonly CompiledPattern[]): readonly string[] => [
  ...new Set(resources.flatMap(({ text }) => resourceAccount(text) ?? [])),
];

/** Conjunction: the request is one that the question asks about. `undefined`: no request is. */
export const questionLiterals = (
  { resources, except, conditions }: CompiledQuestion,
  options: LiteralOptions,
): readonly Literal[] | undefined => {
  const literals: Literal[] = [];
  for (const listed of [
    { negated: false, entries: resources },
    ...(except.length > 0 ? [{ negated: true, entries: except }] : []),
  ]) {
    const literal = resourceLiteral(listed, true, options);
    if (literal === 'never') return undefined;
    if (literal !== 'always') literals.push(literal);
  }
  for (const { criterion, key } of conditions) {
    if (criterion === undefined) continue;
    const cardinality = options.cardinality(key);
    const reading = { side: options.width, holds: true, ...(cardinality === undefined ? {} : { cardinality }) };
    literals.push({ key, domain: domainOf(criterion, reading) });
  }
  return literals;
};

/** Whether a concrete request is one that the question asks about. */
export const questionMatches = (compiled: CompiledQuestion, request: RequestView, width: Width): boolean => {
  const listed = (patterns: readonly CompiledPattern[], patternWidth: Width): boolean =>
    patterns.some((entry) => {
      const glob = boundGlob(entry, request.lookup, patternWidth);
      return glob !== undefined && matches(glob, request.resource);
    });
  return (
    compiled.actions.some((action) => matchesWildcard(action, request.action)) &&
    listed(compiled.resources, width) &&
    !(compiled.except.length > 0 && listed(compiled.except, opposite(width))) &&
    compiled.conditions.every((condition) => matchesCondition(condition, request, width))
  );
};
