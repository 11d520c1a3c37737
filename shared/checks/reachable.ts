import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { parseDocument } from '../reasoning/policy/parse-policy.ts';

/**
 * False only when it is certain that nobody can become the principal: a role whose trust policy allows nothing at all.
 * An unread or unreadable trust policy proves nothing. Disuse is no proof either.
 */
export const isReachable = (principal: PrincipalFacts): boolean => {
  if (principal.kind !== 'role' || principal.trustPolicy.state !== 'known') return true;
  const parsed = parseDocument(principal.trustPolicy.value, 'trust');
  return !parsed.ok || parsed.policy.statements.some((statement) => statement.effect === 'Allow');
};
