import type { CarriedDocument, Change } from '../../change/change.ts';
import { absent, known, type Known } from '../../facts/known.ts';
import { documentText } from '../../facts/policy-document.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * The principal as the event left it, where that differs from what is read now: a grant that was withdrawn at once was in force for
 * a while all the same. Undefined: the event left nothing that is not read now, or carries nothing to tell.
 */
export const grantedMeanwhile = async (
  ports: Pick<Ports, 'boundaries'>,
  facts: PrincipalFacts,
  change: Change,
): Promise<PrincipalFacts | undefined> => {
  let then = facts;
  for (const document of change.documents) then = withDocument(then, document, change);
  then = await withAttachment(ports, then, change);
  then = withoutBoundary(then, change);
  return then === facts ? undefined : then;
};

const withDocument = (facts: PrincipalFacts, document: CarriedDocument, change: Change): PrincipalFacts => {
  switch (document.role) {
    case 'identity-policy': {
      if (document.name === undefined) return facts;
      const carried: PolicyDocument = { name: `inline:${document.name}`, text: document.text };
      const group = change.touches.find((touched) => touched.kind === 'group');
      if (group !== undefined) return inGroups(facts, group.name, (list) => replaced(list, carried));
      return changedPart(facts, 'inlinePolicies', replaced(facts.inlinePolicies, carried));
    }
    case 'trust-policy': {
      const { trustPolicy } = facts;
      if (facts.kind !== 'role' || trustPolicy.state !== 'known') return facts;
      if (sameDocument(trustPolicy.value, document.text)) return facts;
      return { ...facts, trustPolicy: known({ name: trustPolicy.value.name, text: document.text }) };
    }
    case 'managed-policy': {
      const policy = change.touches.find((touched) => touched.kind === 'managed-policy');
      // A version that is not made the default is in force for nobody.
      if (policy === undefined || change.parameters['setAsDefault'] !== true) return facts;
      const edit = (list: Known<readonly PolicyDocument[]>) => edited(list, policy.arn, document.text);
      return everyGroup(changedPart(facts, 'attachedPolicies', edit(facts.attachedPolicies)), edit);
    }
    case 'resource-policy':
    case 'organisation-policy':
      return facts;
  }
};

/** An attachment names a policy and carries no text: the policy itself is read. */
const withAttachment = async (
  ports: Pick<Ports, 'boundaries'>,
  facts: PrincipalFacts,
  change: Change,
): Promise<PrincipalFacts> => {
  const arn = change.parameters['policyArn'];
  const isAttachment = change.eventName === 'AttachRolePolicy' || change.eventName === 'AttachUserPolicy';
  if (!isAttachment || typeof arn !== 'string' || facts.attachedPolicies.state !== 'known') return facts;
  if (facts.attachedPolicies.value.some((policy) => policy.arn === arn)) return facts;
  const read = await ports.boundaries.readPolicy(arn);
  if (read.found !== 'yes') return facts;
  const { document, versionId } = read.value;
  const attached: PolicyDocument = { name: arn, arn, versionId, text: document };
  return { ...facts, attachedPolicies: known([...facts.attachedPolicies.value, attached]) };
};

/** A boundary that was taken off and put back: in between there was none. */
const withoutBoundary = (facts: PrincipalFacts, change: Change): PrincipalFacts =>
  /^Delete(?:Role|User)PermissionsBoundary$/.test(change.eventName) && facts.permissionsBoundary.state === 'known'
    ? { ...facts, permissionsBoundary: absent }
    : facts;

type Policies = Known<readonly PolicyDocument[]>;

const changedPart = (
  facts: PrincipalFacts,
  part: 'inlinePolicies' | 'attachedPolicies',
  list: Policies,
): PrincipalFacts => (list === facts[part] ? facts : { ...facts, [part]: list });

const replaced = (list: Policies, carried: PolicyDocument): Policies => {
  if (list.state !== 'known') return list;
  const now = list.value.find(({ name }) => name === carried.name);
  if (now !== undefined && sameDocument(now, documentText(carried))) return list;
  return known([...list.value.filter(({ name }) => name !== carried.name), carried]);
};

const edited = (list: Policies, arn: string, text: string): Policies => {
  if (list.state !== 'known') return list;
  if (!list.value.some((policy) => policy.arn === arn && !sameDocument(policy, text))) return list;
  return known(list.value.map((policy) => (policy.arn === arn ? { name: policy.name, arn, text } : policy)));
};

const inGroups = (facts: PrincipalFacts, group: string, edit: (list: Policies) => Policies): PrincipalFacts =>
  editedGroups(facts, (each) =>
    each.name.toLowerCase() === group.toLowerCase() ? { ...each, inlinePolicies: edit(each.inlinePolicies) } : each,
  );

const everyGroup = (facts: PrincipalFacts, edit: (list: Policies) => Policies): PrincipalFacts =>
  editedGroups(facts, (each) => ({ ...each, attachedPolicies: edit(each.attachedPolicies) }));

const editedGroups = (facts: PrincipalFacts, edit: (group: GroupFacts) => GroupFacts): PrincipalFacts => {
  const { groups: before } = facts;
  if (before.state !== 'known') return facts;
  const groups = before.value.map(edit);
  const same = groups.every((after, position) => {
    const was = before.value[position];
    return after.inlinePolicies === was?.inlinePolicies && after.attachedPolicies === was.attachedPolicies;
  });
  return same ? facts : { ...facts, groups: known(groups) };
};

/** IAM may give the text back in another layout; what it says is compared. */
const sameDocument = (document: PolicyDocument, text: string): boolean => {
  const before = documentText(document);
  if (before === text) return true;
  try {
    return JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(text));
  } catch {
    return false;
  }
};
