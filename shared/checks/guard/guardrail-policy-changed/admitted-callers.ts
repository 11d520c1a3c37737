import { parsePolicy } from '../../../reasoning/policy/parse-policy.ts';
import { matchesWildcard } from '../../../reasoning/policy/wildcard.ts';
import type { Statement } from '../../../reasoning/policy/policy.ts';

const apply = 'bedrock:applyguardrail';

/**
 * Whom a resource policy admits to bedrock:ApplyGuardrail, as it names them. Conditions are part of the name: another condition
 * admits others. `undefined`: it cannot be read.
 */
export const admittedCallers = (text: string | undefined): readonly string[] | undefined => {
  if (text === undefined) return [];
  const parsed = parsePolicy(text, 'resource');
  if (!parsed.ok) return undefined;
  const admitting = parsed.policy.statements.filter(
    (statement) => statement.effect === 'Allow' && reachesApply(statement),
  );
  return [...new Set(admitting.flatMap(namesOf))].sort();
};

const reachesApply = ({ actions }: Statement): boolean =>
  actions.entries.some((pattern) => matchesWildcard(pattern, apply)) !== actions.negated;

const namesOf = ({ principals, conditions }: Statement): readonly string[] => {
  if (principals === undefined) return [];
  const under =
    conditions.length === 0
      ? ''
      : ` where ${conditions.map(({ operator, key, values }) => `${key} ${operator.base} ${values.join(' or ')}`).join(' and ')}`;
  const names = principals.entries.map((entry) => (entry.type === 'any' ? 'everybody' : entry.value));
  return principals.negated ? [`everybody but ${names.join(', ')}${under}`] : names.map((name) => `${name}${under}`);
};

/** Who gained it and who lost it. `undefined`: one of the two cannot be read. */
export const callersChanged = (
  before: string | undefined,
  after: string | undefined,
): { gained: readonly string[]; lost: readonly string[] } | undefined => {
  const was = admittedCallers(before);
  const is = admittedCallers(after);
  if (was === undefined || is === undefined) return undefined;
  return { gained: is.filter((who) => !was.includes(who)), lost: was.filter((who) => !is.includes(who)) };
};
