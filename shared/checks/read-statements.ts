import type { Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { parseDocument } from '../reasoning/policy/parse-policy.ts';
import type { Statement } from '../reasoning/policy/policy.ts';

/**
 * The statements of a principal's own policies (inline, attached, of its groups), and of its boundary where asked for.
 * Used to learn what the owner named (a model, a guardrail), never to decide what is allowed: the reasoner does that.
 * Documents that cannot be read add nothing here; they make the reasoner's answers unknown.
 */
export const readStatements = (
  principal: PrincipalFacts,
  { boundary = false }: { boundary?: boolean } = {},
): readonly Statement[] => {
  const groups = listOf(principal.groups).flatMap((group) => [
    ...listOf(group.inlinePolicies),
    ...listOf(group.attachedPolicies),
  ]);
  const own = [...listOf(principal.inlinePolicies), ...listOf(principal.attachedPolicies), ...groups];
  const limits =
    boundary && principal.permissionsBoundary.state === 'known' ? [principal.permissionsBoundary.value] : [];
  return [...own, ...limits].flatMap(statementsOf);
};

export const statementsOf = (document: PolicyDocument): readonly Statement[] => {
  const parsed = parseDocument(document, 'principal');
  return parsed.ok ? parsed.policy.statements : [];
};

const listOf = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);
