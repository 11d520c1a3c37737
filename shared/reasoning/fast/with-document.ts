import { known, type Known } from '../../facts/known.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';

type Policies = Known<readonly PolicyDocument[]>;

/** The facts with another document in place of each managed policy of its ARN; the same facts where there is none. */
export const withDocument = (
  facts: PrincipalFacts,
  document: PolicyDocument,
  inGroup: (group: GroupFacts) => GroupFacts,
): PrincipalFacts => {
  const attachedPolicies = replaced(facts.attachedPolicies, document);
  const groups = withGroups(facts.groups, inGroup);
  const { permissionsBoundary: boundary } = facts;
  const permissionsBoundary =
    boundary.state === 'known' && boundary.value.arn === document.arn ? known(document) : boundary;
  return { ...facts, attachedPolicies, groups, permissionsBoundary };
};

export const groupWithDocument = (group: GroupFacts, document: PolicyDocument): GroupFacts => {
  const attachedPolicies = replaced(group.attachedPolicies, document);
  return attachedPolicies === group.attachedPolicies ? group : { ...group, attachedPolicies };
};

export const withGroups = (
  groups: PrincipalFacts['groups'],
  each: (group: GroupFacts) => GroupFacts,
): PrincipalFacts['groups'] => (groups.state === 'known' ? known(groups.value.map(each)) : groups);

const replaced = (list: Policies, document: PolicyDocument): Policies =>
  list.state === 'known' && list.value.some(({ arn }) => arn === document.arn)
    ? known(list.value.map((each) => (each.arn === document.arn ? document : each)))
    : list;
