import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import type { CompiledStatement } from '../../../reasoning/compile-policy.ts';
import { hasAction, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import { bitsOf } from '../../../reasoning/fast/bits-of.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { Principal } from '../../../reasoning/principal.ts';

const made = new WeakMap<CompiledStatement, ActionBits>();

const bitsOfStatement = (statement: CompiledStatement): ActionBits => {
  const before = made.get(statement);
  if (before !== undefined) return before;
  const bits = bitsOf(statement.actions, 'wide');
  made.set(statement, bits);
  return bits;
};

/**
 * Which of some ARNs the principal's own Allows may mean for an action; what they surely do not mean is left out. An index
 * that keeps questions short, never an answer.
 */
export const mayName = (principal: Principal, action: string): ((arn: string) => boolean) => {
  const index = catalogueAction(action)?.index;
  const { identity } = principal;
  if (index === undefined || identity.holes.length > 0) return () => true;
  const patterns: string[] = [];
  for (const { statements } of identity.policies) {
    for (const statement of statements) {
      if (statement.effect !== 'Allow' || !hasAction(bitsOfStatement(statement), index)) continue;
      const { resources } = statement;
      if (resources === undefined || resources.negated) return () => true;
      for (const { text, variables } of resources.entries) {
        if (text === '*' || variables.length > 0) return () => true;
        patterns.push(text);
      }
    }
  }
  return (arn) => patterns.some((pattern) => matchesWildcard(pattern, arn));
};
