import type { Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { Given } from './types.ts';

/** What may be declared, in the order in which it is told. */
const declarations: readonly Given[] = [
  { about: 'inline policies', value: 'out of scope', source: 'declared' },
  { about: 'attached policies', value: 'out of scope', source: 'declared' },
  { about: 'groups', value: 'out of scope', source: 'declared' },
  { about: 'permissions boundary', value: 'out of scope', source: 'declared' },
  { about: 'session policy', value: 'out of scope: the answer is the ceiling of any session', source: 'declared' },
  { about: 'service control policies', value: 'out of scope', source: 'declared' },
  { about: 'resource control policies', value: 'out of scope', source: 'declared' },
  { about: 'resource policies', value: 'out of scope: through identity policies', source: 'declared' },
  { about: 'management account', value: 'out of scope: taken for a member account', source: 'declared' },
  { about: 'organisation', value: 'out of scope', source: 'declared' },
];

/** By which of them are declared: all principals of one input have one list. */
const made = new Map<number, readonly Given[]>();

/** The layers that whoever gave the facts declared out of scope, in a fixed order. */
export const givenOf = (facts: PrincipalFacts, session: Known<PolicyDocument>): readonly Given[] => {
  const bits =
    declared(facts.inlinePolicies, 0) |
    declared(facts.attachedPolicies, 1) |
    declared(facts.groups, 2) |
    declared(facts.permissionsBoundary, 3) |
    declared(session, 4) |
    declared(facts.serviceControlPolicies, 5) |
    declared(facts.resourceControlPolicies, 6) |
    declared(facts.resourcePolicies, 7) |
    declared(facts.inManagementAccount, 8) |
    declared(facts.organisation, 9);
  const before = made.get(bits);
  if (before !== undefined) return before;
  const given = declarations.filter((_, place) => ((bits >> place) & 1) === 1);
  made.set(bits, given);
  return given;
};

const declared = (fact: Known<unknown>, place: number): number =>
  fact.state === 'absent' && fact.declared === true ? 1 << place : 0;
