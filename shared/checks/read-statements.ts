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
  const own = ownStatements(principal);
  return boundary && principal.permissionsBoundary.state === 'known'
    ? [...own, ...statementsOf(principal.permissionsBoundary.value)]
    : own;
};

/** Several checks look at one principal after the other, so the latest is kept. */
let latest: { principal: PrincipalFacts; own: readonly Statement[] } | undefined;

const ownStatements = (principal: PrincipalFacts): readonly Statement[] => {
  if (latest?.principal === principal) return latest.own;
  const groups = listOf(principal.groups).flatMap((group) => [
    ...listOf(group.inlinePolicies),
    ...listOf(group.attachedPolicies),
  ]);
  const documents = [...listOf(principal.inlinePolicies), ...listOf(principal.attachedPolicies), ...groups];
  const own = documents.flatMap(statementsOf);
  latest = { principal, own };
  return own;
};

/** Policies that many principals have are read once. */
const shared = new WeakMap<PolicyDocument, readonly Statement[]>();

export const statementsOf = (document: PolicyDocument): readonly Statement[] => {
  const before = shared.get(document);
  if (before !== undefined) return before;
  const parsed = parseDocument(document, 'principal');
  const statements = parsed.ok ? parsed.policy.statements : [];
  if (document.arn !== undefined) shared.set(document, statements);
  return statements;
};

const listOf = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);
