import { absent, known, type Known } from '../../../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../../../facts/principal-facts.ts';

/** The principal with one of its policy documents alone; limits (boundary, organisation) stay as they are. */
export const eachGrantAlone = (principal: PrincipalFacts): readonly PrincipalFacts[] => [
  ...listOf(principal.inlinePolicies).map((document) => alone(principal, { inlinePolicies: known([document]) })),
  ...listOf(principal.attachedPolicies).map((document) => alone(principal, { attachedPolicies: known([document]) })),
  ...listOf(principal.groups).flatMap((group) => [
    ...listOf(group.inlinePolicies).map((document) =>
      alone(principal, {
        groups: known([{ ...group, inlinePolicies: known([document]), attachedPolicies: none }]),
      }),
    ),
    ...listOf(group.attachedPolicies).map((document) =>
      alone(principal, {
        groups: known([{ ...group, inlinePolicies: none, attachedPolicies: known([document]) }]),
      }),
    ),
  ]),
];

const none: Known<readonly PolicyDocument[]> = known([]);

const alone = (principal: PrincipalFacts, grant: Partial<PrincipalFacts>): PrincipalFacts => ({
  ...principal,
  inlinePolicies: none,
  attachedPolicies: none,
  groups: principal.kind === 'user' ? known([]) : absent,
  ...grant,
});

const listOf = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);
