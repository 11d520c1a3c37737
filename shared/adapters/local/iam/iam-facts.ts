import { absent, known, type Known } from '../../../facts/known.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../../../facts/principal-facts.ts';
import { keyOfName, keyOfPrincipal, type IamStore, type StoredPolicy, type StoredPrincipal } from './iam-store.ts';

/** The default version of a managed policy, as facts carry it. */
export const defaultDocument = (policy: StoredPolicy): PolicyDocument | undefined =>
  policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId);

const whenKnown = <A, B>(fact: Known<A>, each: (value: A) => B): Known<B> =>
  fact.state === 'known' ? known(each(fact.value)) : fact;

const documentOf =
  (store: IamStore) =>
  (arn: string): PolicyDocument => {
    const policy = store.policies.read(arn);
    const document = policy === undefined ? undefined : defaultDocument(policy);
    return document ?? { name: arn, arn, unread: `IAM names ${arn} and does not show it yet` };
  };

const groupOf =
  (store: IamStore) =>
  (name: string): readonly GroupFacts[] => {
    const group = store.groups.read(keyOfName(name));
    if (group === undefined) return [];
    return [
      {
        name: group.name,
        arn: group.arn,
        inlinePolicies: group.inline,
        attachedPolicies: whenKnown(group.attached, (arns) => arns.map(documentOf(store))),
      },
    ];
  };

/** What a reader of IAM learns about one principal; each part may be of another moment when reads lag. */
export const factsOf = (store: IamStore, stored: StoredPrincipal): PrincipalFacts => ({
  ...stored.facts,
  attachedPolicies: whenKnown(stored.attached, (arns) => arns.map(documentOf(store))),
  permissionsBoundary: whenKnown(stored.boundary, documentOf(store)),
  groups: whenKnown(stored.groups, (names) => names.flatMap(groupOf(store))),
});

/** Takes facts apart: managed policies and groups are kept once and shared. */
export const loadFacts = (store: IamStore, principals: readonly PrincipalFacts[]): void => {
  const keep = (document: PolicyDocument): string => {
    const arn = document.arn ?? document.name;
    if (store.policies.leader(arn) === undefined) {
      const versionId = document.versionId ?? 'v1';
      store.policies.load(arn, {
        arn,
        description: '',
        versions: [{ ...document, versionId }],
        defaultVersionId: versionId,
        lastVersion: Number(versionId.slice(1)) || 1,
      });
    }
    return arn;
  };
  for (const facts of principals) {
    for (const group of facts.groups.state === 'known' ? facts.groups.value : []) {
      store.groups.load(keyOfName(group.name), {
        name: group.name,
        arn: group.arn,
        inline: group.inlinePolicies,
        attached: whenKnown(group.attachedPolicies, (all) => all.map(keep)),
      });
    }
    store.principals.load(keyOfPrincipal(facts), {
      facts: { ...facts, attachedPolicies: absent, permissionsBoundary: absent, groups: absent },
      attached: whenKnown(facts.attachedPolicies, (all) => all.map(keep)),
      boundary: whenKnown(facts.permissionsBoundary, keep),
      groups: whenKnown(facts.groups, (all) => all.map(({ name }) => name)),
    });
  }
};
