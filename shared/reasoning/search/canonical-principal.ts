import { absent } from '../../facts/known.ts';
import { compilePolicy } from '../compile-policy.ts';
import { noLayer, noLevels } from '../compile-principal.ts';
import { keptOf } from '../kept.ts';
import type { Principal } from '../principal.ts';
import { partitionOf } from './templates.ts';

/**
 * Somebody of the same kind, account and partition who is allowed everything, for requests that show no more of a
 * principal than that. `asker`: equal for principals that share one.
 */
export type Canonical = { asker: string; everything: Principal };

let latest: Canonical | undefined;

export const canonicalPrincipal = (principal: Principal): Canonical => {
  const kept = keptOf(principal);
  if (kept.canonical !== undefined) return kept.canonical;
  const { kind, accountId, resourcePolicies } = principal;
  const asker = `${kind} ${accountId} ${partitionOf(principal)} ${resourcePolicies.scope}`;
  // A sweep asks about one principal of an account after the other.
  const canonical = latest?.asker === asker ? latest : { asker, everything: allowedEverything(principal) };
  latest = canonical;
  kept.canonical = canonical;
  return canonical;
};

const allowedEverything = ({ kind, accountId, principalArn, arn, resourcePolicies }: Principal): Principal => ({
  arn,
  kind,
  accountId,
  principalArn,
  tags: absent,
  organisation: absent,
  inManagementAccount: { state: 'known', value: false },
  identity: { present: true, policies: [everyAction], holes: [] },
  boundary: noLayer,
  session: noLayer,
  scps: noLevels,
  rcps: noLevels,
  resourcePolicies: { byArn: new Map(), scope: resourcePolicies.scope, holes: [] },
  given: [],
});

const everyAction = compilePolicy(
  {
    version: '2012-10-17',
    statements: [
      {
        index: 0,
        effect: 'Allow',
        actions: { negated: false, entries: ['*'] },
        resources: { negated: false, entries: ['*'] },
        conditions: [],
      },
    ],
  },
  { layer: 'identity', name: 'everything' },
);
