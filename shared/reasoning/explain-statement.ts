import type { CompiledCondition, CompiledPattern, CompiledStatement } from './compile-policy.ts';
import { matches } from './glob/glob.ts';
import { boundGlob } from './match/bound-glob.ts';
import { matchesCondition } from './match/match-statement.ts';
import type { RequestView } from './match/request-view.ts';

const MOST_NAMED = 3;

/** Why a statement about the action does not match a request: every part that fails, as clauses for a person. */
export const whyNoMatch = (statement: CompiledStatement, request: RequestView): readonly string[] => [
  ...resourceReason(statement, request),
  ...statement.conditions
    .filter((condition) => !matchesCondition(condition, request, 'documented'))
    .map((condition) => conditionReason(condition, request)),
];

const resourceReason = ({ resources }: CompiledStatement, request: RequestView): readonly string[] => {
  if (resources === undefined) return [];
  const globs = resources.entries.map((pattern) => boundGlob(pattern, request.lookup, 'documented'));
  const listed = globs.some((glob) => glob !== undefined && matches(glob, request.resource));
  const unfilled = resources.entries.find((_, at) => globs[at] === undefined);
  if (resources.negated) {
    if (listed) return [`the resource is ${request.resource}, which it leaves out`];
    return unfilled === undefined
      ? []
      : [`its NotResource ${unfilled.text} has a variable that the request does not hold`];
  }
  if (listed) return [];
  const named = listOf(resources.entries.map(({ text }) => text));
  return [
    unfilled === undefined
      ? `the resource is ${request.resource}, it names ${named}${oldVersion(resources.entries)}`
      : `the resource is ${request.resource}, it names ${named}, with a variable that the request does not hold`,
  ];
};

const conditionReason = (condition: CompiledCondition, request: RequestView): string => {
  const { name, operator, values } = condition;
  const value = request.valueOf(condition.key);
  const shown = value === undefined ? 'is absent' : `is ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`;
  const asked = `${operator.set === undefined ? '' : `${operator.set}:`}${operator.base}${operator.ifExists ? 'IfExists' : ''}`;
  return `${name} ${shown}, it asks for ${asked} ${listOf(values.map(({ text }) => text))}${oldVersion(values)}`;
};

/** A variable that was taken for text is seldom meant: only documents of version 2012-10-17 have variables. */
const oldVersion = (patterns: readonly CompiledPattern[]): string =>
  patterns.some(({ template }) => template.some((part) => part.kind === 'text' && spelledVariable.test(part.text)))
    ? '; Version is missing or old: policy variables need 2012-10-17'
    : '';

const spelledVariable = /\$\{[a-z0-9-]+:[^}]+\}/iu;

const listOf = (texts: readonly string[]): string => {
  const shown = texts.slice(0, MOST_NAMED).join(' or ');
  return texts.length > MOST_NAMED ? `${shown} or ${texts.length - MOST_NAMED} more` : shown;
};
