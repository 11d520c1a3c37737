import type { CompiledCondition, CompiledPattern, CompiledStatement } from '../compile-policy.ts';
import { holds } from '../domains/evaluate.ts';
import { matches } from '../glob/glob.ts';
import type { Listed } from '../policy/policy.ts';
import { bindCondition, missingVariable } from './bind-condition.ts';
import { matchesAction } from './match-action.ts';
import type { RequestView } from './request-view.ts';
import { boundGlob } from './bound-glob.ts';
import { opposite, type Width } from './width.ts';

/** Action, resource and condition of a statement against one request. Who it names is judged by match-principal.ts. */
export const matchesStatement = (statement: CompiledStatement, request: RequestView, width: Width): boolean =>
  matchesAction(statement.actions, request.action, width) && matchesBeyondAction(statement, request, width);

/** The same where the action is known to match. */
export const matchesBeyondAction = (statement: CompiledStatement, request: RequestView, width: Width): boolean => {
  if (statement.plain) return true;
  const { resources } = statement;
  if (resources !== undefined && !matchesResource(resources, request, width)) return false;
  for (const condition of statement.conditions) if (!matchesCondition(condition, request, width)) return false;
  return true;
};

const matchesResource = (resources: Listed<CompiledPattern>, request: RequestView, width: Width): boolean => {
  const patternWidth = resources.negated ? opposite(width) : width;
  let listed = false;
  for (const pattern of resources.entries) {
    const glob = boundGlob(pattern, request.lookup, patternWidth);
    if (glob !== undefined) listed ||= matches(glob, request.resource);
    // A missing variable leaves the element without match. In NotResource only the wide reading takes it as "not listed".
    else if (resources.negated && width !== 'wide') return false;
  }
  return listed !== resources.negated;
};

/** One condition test against one request. */
export const matchesCondition = (condition: CompiledCondition, request: RequestView, width: Width): boolean => {
  const { criterion, missing } = bindCondition(condition, request.lookup, width);
  const value = request.valueOf(condition.key);
  const rule = missing ? missingVariable(width) : undefined;
  if (rule !== undefined) return value === undefined ? rule.whenAbsent : rule.whenPresent;
  return holds(criterion, value, width);
};
