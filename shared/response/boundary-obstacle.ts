import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';

type Statement = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const statementsOf = (document: PolicyDocument): readonly Statement[] => {
  try {
    const policy: unknown = JSON.parse(documentText(document));
    return isRecord(policy) ? [policy['Statement']].flat().filter((statement) => isRecord(statement)) : [];
  } catch {
    // A policy that cannot be read makes the question's answer unknown; nothing is planned then.
    return [];
  }
};

const deniesAllBut = (statement: Statement): boolean => statement['Effect'] === 'Deny' && 'NotPrincipal' in statement;

const pinsBoundary = (statement: Statement): boolean => {
  const condition = statement['Condition'];
  if (!isRecord(condition)) return false;
  return Object.values(condition).some(
    (keys) => isRecord(keys) && Object.keys(keys).some((key) => key.toLowerCase() === 'iam:permissionsboundary'),
  );
};

/**
 * Why no new boundary can be set on a principal that has none; undefined when one can. `NotPrincipal` with `Deny` denies
 * every principal that has a boundary (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
 */
export const boundaryObstacle = (
  facts: PrincipalFacts,
): { outcome: 'BOUNDARY_PINNED' | 'NEEDS_SCP'; detail: string } | undefined => {
  const pinning = pinningPolicy(facts);
  if (pinning !== undefined) {
    return {
      outcome: 'BOUNDARY_PINNED',
      detail: `The service control policy ${pinning} decides by iam:PermissionsBoundary which boundary may be set.`,
    };
  }
  const policies = facts.resourcePolicies.state === 'known' ? Object.entries(facts.resourcePolicies.value) : [];
  const excluding = policies.find(([, policy]) => statementsOf(policy).some(deniesAllBut));
  return excluding === undefined
    ? undefined
    : {
        outcome: 'NEEDS_SCP',
        detail: `The policy of ${excluding[0]} combines NotPrincipal with Deny: it would deny ${facts.name} as soon as it has a boundary.`,
      };
};

/** The service control policy that says which boundary a principal must have, by name; undefined where none does. */
export const pinningPolicy = (facts: PrincipalFacts): string | undefined => {
  const levels = facts.serviceControlPolicies.state === 'known' ? facts.serviceControlPolicies.value.flat() : [];
  return levels.find((policy) => statementsOf(policy).some(pinsBoundary))?.name;
};
