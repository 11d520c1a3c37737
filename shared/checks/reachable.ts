import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { parseDocument } from '../reasoning/policy/parse-policy.ts';

/**
 * False only when it is certain that nobody can become the principal: a role whose trust policy allows nothing at all.
 * An unread or unreadable trust policy proves nothing. Disuse is no proof either.
 */
export const isReachable = (principal: PrincipalFacts): boolean => {
  if (principal.kind !== 'role' || principal.trustPolicy.state !== 'known') return true;
  const trust = principal.trustPolicy.value;
  const before = lettingIn.get(trust);
  if (before !== undefined) return before;
  const parsed = parseDocument(trust, 'trust');
  const reachable = !parsed.ok || parsed.policy.statements.some((statement) => statement.effect === 'Allow');
  lettingIn.set(trust, reachable);
  return reachable;
};

const lettingIn = new WeakMap<PolicyDocument, boolean>();
