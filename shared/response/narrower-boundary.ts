import { documentText } from '../facts/policy-document.ts';
import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { actionsOfService } from '../reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { difference } from '../reasoning/delta.ts';
import { parsePolicy } from '../reasoning/policy/parse-policy.ts';
import type { Policy, Statement } from '../reasoning/policy/policy.ts';
import { hasWildcard, matchesWildcard } from '../reasoning/policy/wildcard.ts';
import { canonicalJson } from './canonical-json.ts';
import { withBoundary } from './facts-asked-of.ts';
import type { PolicyOnRecord } from './plan.ts';

/**
 * Whether another boundary lets nothing through that the present one stops, whatever the principal's policies say, now and later.
 * False where that is not certain. A principal without a boundary can only lose by one (IAM User Guide, "Permissions boundaries for
 * IAM entities").
 */
export const isNarrowerBoundary = (facts: PrincipalFacts, other: PolicyOnRecord, now: string): boolean => {
  const present = facts.permissionsBoundary;
  // Declared so: whoever wrote the input did not look.
  if (present.state === 'absent') return !('declared' in present);
  if (present.state !== 'known' || present.value.unread !== undefined) return false;
  const from = parsePolicy(documentText(present.value), 'principal');
  const to = parsePolicy(other.document, 'principal');
  if (!from.ok || !to.ok || !isNarrowerElsewhere(from.policy, to.policy)) return false;
  const unlimited = withEveryPermission(facts);
  const found = difference(
    compilePrincipal(unlimited),
    compilePrincipal(withBoundary(unlimited, other)),
    { actions: ['*'], resources: ['*'] },
    { model: 'formal', now },
  );
  return 'same' in found;
};

/** What only its boundary limits. */
const withEveryPermission = (facts: PrincipalFacts): PrincipalFacts => ({
  ...facts,
  inlinePolicies: known([
    {
      name: 'inline:everything',
      text: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
    },
  ]),
  attachedPolicies: known([]),
  groups: known([]),
});

/**
 * The action list holds the services that AI work touches, and no search can go over actions that it does not hold: for those the
 * statements themselves are compared.
 */
const isNarrowerElsewhere = (from: Policy, to: Policy): boolean => {
  if (from.version !== to.version) return false;
  const [present, other] = [from, to].map(({ statements }) => statements.filter(isAboutMore));
  const allows = (present ?? []).filter(({ effect }) => effect === 'Allow');
  const denies = (present ?? []).filter(({ effect }) => effect === 'Deny');
  return (
    (other ?? []).every((allow) => allow.effect === 'Deny' || allows.some((wider) => covers(wider, allow))) &&
    denies.every((deny) => (other ?? []).some((each) => each.effect === 'Deny' && contentOf(each) === contentOf(deny)))
  );
};

/** It may match actions of services that are not in the list. */
const isAboutMore = ({ actions }: Statement): boolean =>
  actions.negated || actions.entries.some((pattern) => isOfUnlisted(pattern));

const isOfUnlisted = (pattern: string): boolean => {
  const service = pattern.split(':')[0] ?? '';
  return hasWildcard(service) || actionsOfService(service).length === 0;
};

const contentOf = ({ effect, actions, resources, conditions }: Statement): string =>
  canonicalJson({ effect, actions, resources: resources ?? null, conditions });

const conditionsOf = ({ resources, conditions }: Statement): string =>
  canonicalJson({ resources: resources ?? null, conditions });

const covers = (wider: Statement, allow: Statement): boolean => {
  if (contentOf(wider) === contentOf(allow)) return true;
  if (wider.actions.negated || allow.actions.negated) return isEverything(wider);
  return (
    (hasNoLimit(wider) || conditionsOf(wider) === conditionsOf(allow)) &&
    allow.actions.entries
      .filter(isOfUnlisted)
      // A `*` stretches over whatever the narrower pattern stands for; a `?` would not.
      .every((pattern) => wider.actions.entries.some((each) => !each.includes('?') && matchesWildcard(each, pattern)))
  );
};

const hasNoLimit = ({ resources, conditions }: Statement): boolean =>
  conditions.length === 0 && resources?.negated === false && resources.entries.includes('*');

const isEverything = (statement: Statement): boolean =>
  hasNoLimit(statement) && !statement.actions.negated && statement.actions.entries.includes('*');
