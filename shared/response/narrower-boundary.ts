import { documentText } from '../facts/policy-document.ts';
import { absent, known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { catalogueAction } from '../reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { difference } from '../reasoning/delta.ts';
import { compileGlob } from '../reasoning/glob/glob.ts';
import { mayMeet } from '../reasoning/glob/glob-meet.ts';
import { parsePolicy } from '../reasoning/policy/parse-policy.ts';
import type { Policy, Statement } from '../reasoning/policy/policy.ts';
import { matchesWildcard } from '../reasoning/policy/wildcard.ts';
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

/** What only its boundary limits: what a policy of the organisation or of a resource stops today, it may let through tomorrow. */
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
  serviceControlPolicies: absent,
  resourceControlPolicies: absent,
  resourcePolicies: absent,
});

/**
 * No search can go over actions that the action list does not hold: those of other services, and those that AWS adds to the services
 * that it does hold. For these the statements themselves are compared.
 */
const isNarrowerElsewhere = (from: Policy, to: Policy): boolean => {
  if (from.version !== to.version) return false;
  const [present, other] = [from, to].map(({ statements }) => statements.filter(isAboutMore));
  const allows = (present ?? []).filter(({ effect }) => effect === 'Allow');
  const denies = (present ?? []).filter(({ effect }) => effect === 'Deny');
  const others = (other ?? []).filter(({ effect }) => effect === 'Allow');
  return (
    others.every((allow) => isCovered(allow, allows)) &&
    denies.every(
      (deny) => to.statements.some((each) => contentOf(each) === contentOf(deny)) || !others.some(isReachedBy(deny)),
    )
  );
};

/** It may match actions that are not in the list. */
const isAboutMore = ({ actions }: Statement): boolean => actions.negated || actions.entries.some(isUnlisted);

const isUnlisted = (pattern: string): boolean => catalogueAction(pattern) === undefined;

/** Whether a Deny may stop some action of an Allow that is not in the list. */
const isReachedBy =
  (deny: Statement) =>
  (allow: Statement): boolean =>
    deny.actions.negated ||
    allow.actions.negated ||
    deny.actions.entries.some((a) => allow.actions.entries.filter(isUnlisted).some((b) => meet(a, b)));

const meet = (a: string, b: string): boolean =>
  mayMeet(compileGlob(a, { ignoreCase: true }), compileGlob(b, { ignoreCase: true }));

const contentOf = ({ effect, actions, resources, conditions }: Statement): string =>
  canonicalJson({ effect, actions, resources: resources ?? null, conditions });

const conditionsOf = ({ resources, conditions }: Statement): string =>
  canonicalJson({ resources: resources ?? null, conditions });

const isCovered = (allow: Statement, allows: readonly Statement[]): boolean => {
  if (allows.some((wider) => contentOf(wider) === contentOf(allow))) return true;
  if (allow.actions.negated) return allows.some(isEverything);
  const wider = allows.filter(
    (each) => !each.actions.negated && (hasNoLimit(each) || conditionsOf(each) === conditionsOf(allow)),
  );
  const patterns = wider.flatMap(({ actions }) => actions.entries);
  return (
    allow.actions.entries
      .filter(isUnlisted)
      // A `*` stretches over whatever the narrower pattern stands for; a `?` would not.
      .every((pattern) => patterns.some((each) => !each.includes('?') && matchesWildcard(each, pattern)))
  );
};

const hasNoLimit = ({ resources, conditions }: Statement): boolean =>
  conditions.length === 0 && resources?.negated === false && resources.entries.includes('*');

const isEverything = (statement: Statement): boolean =>
  hasNoLimit(statement) && !statement.actions.negated && statement.actions.entries.includes('*');
