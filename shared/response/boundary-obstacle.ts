import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { Outcome } from './outcome.ts';
import { ownPolicyPath } from './shield.ts';

type Statement = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const statementsOf = ({ text }: PolicyDocument): readonly Statement[] => {
  try {
    const policy: unknown = JSON.parse(text);
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
 * Why no new boundary can be set on this principal; undefined when one can. `NotPrincipal` with `Deny` denies every
 * principal that has a boundary (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
 */
export const boundaryObstacle = (facts: PrincipalFacts): { outcome: Outcome; detail: string } | undefined => {
  if (facts.permissionsBoundary.state === 'known') {
    const { arn, name } = facts.permissionsBoundary.value;
    const boundary = arn ?? name;
    return boundary.includes(`:policy${ownPolicyPath}`)
      ? {
          outcome: 'NEEDS_SCP',
          detail: `${facts.arn} is contained already, by ${boundary}, and a question is open beside it. Undo that containment and contain all findings in one plan, or add the Deny beside it.`,
        }
      : {
          outcome: 'NEEDS_SCP',
          detail: `${facts.arn} has the boundary ${boundary}, which stays with its owner: Ringfence neither replaces nor edits it.`,
        };
  }
  const levels = facts.serviceControlPolicies.state === 'known' ? facts.serviceControlPolicies.value.flat() : [];
  const pinning = levels.find((policy) => statementsOf(policy).some(pinsBoundary));
  if (pinning !== undefined) {
    return {
      outcome: 'BOUNDARY_PINNED',
      detail: `The service control policy ${pinning.name} decides by iam:PermissionsBoundary which boundary may be set.`,
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
