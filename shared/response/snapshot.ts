import type { Known } from '../facts/known.ts';
import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { PolicyOnRecord, Snapshot } from './plan.ts';

/** Unknown parts give no snapshot: what is not known can neither be compared nor restored. */
export type SnapshotRead = { known: true; snapshot: Snapshot } | { known: false; why: string };

const unreadOf = (facts: PrincipalFacts): string | undefined => {
  const parts: readonly (readonly [string, Known<unknown>])[] = [
    ['inline policies', facts.inlinePolicies],
    ['attached policies', facts.attachedPolicies],
    ['groups', facts.groups],
    ['permissions boundary', facts.permissionsBoundary],
  ];
  for (const [what, fact] of parts) {
    if (fact.state === 'unknown') return `${what} of ${facts.arn}: ${fact.why}`;
  }
  const boundary = facts.permissionsBoundary;
  if (boundary.state === 'known' && boundary.value.unread !== undefined) {
    return `permissions boundary of ${facts.arn}: ${boundary.value.unread}`;
  }
  return undefined;
};

const listed = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);

const hashes = (documents: readonly PolicyDocument[]): Readonly<Record<string, string>> =>
  Object.fromEntries(documents.map((document) => [document.name, sha256(documentText(document))]));

const boundaryOf = (facts: PrincipalFacts): Snapshot['boundary'] => {
  if (facts.permissionsBoundary.state !== 'known') return undefined;
  const boundary = facts.permissionsBoundary.value;
  const { arn, name, versionId } = boundary;
  return {
    arn: arn ?? name,
    ...(versionId === undefined ? {} : { versionId }),
    sha256: sha256(documentText(boundary)),
  };
};

/** What a plan is made on and what an undo restores, from one fresh read. */
export const snapshotOf = (facts: PrincipalFacts): SnapshotRead => {
  const why = unreadOf(facts);
  if (why !== undefined) return { known: false, why };
  const boundary = boundaryOf(facts);
  const credentials = listed(facts.serviceCredentials);
  return {
    known: true,
    snapshot: {
      uniqueId: facts.uniqueId,
      arn: facts.arn,
      ...(facts.createdAt === undefined ? {} : { createdAt: facts.createdAt }),
      ...(boundary === undefined ? {} : { boundary }),
      inline: hashes(listed(facts.inlinePolicies)),
      attached: listed(facts.attachedPolicies)
        .map(({ arn, name }) => arn ?? name)
        .toSorted(),
      groups: listed(facts.groups)
        .map(({ name }) => name)
        .toSorted(),
      keys: Object.fromEntries(listed(facts.accessKeys).map(({ id, status }) => [id, status])),
      ...(credentials.length === 0
        ? {}
        : { credentials: Object.fromEntries(credentials.map(({ id, status }) => [id, status])) }),
    },
  };
};

/** The snapshot with another boundary, or with none. */
export const withBoundaryOnRecord = (snapshot: Snapshot, policy: PolicyOnRecord | undefined): Snapshot => {
  const { boundary: _before, ...rest } = snapshot;
  if (policy === undefined) return rest;
  const { arn, versionId, document } = policy;
  return { ...rest, boundary: { arn, versionId, sha256: sha256(document) } };
};

/** The stored text whose hash is `snapshotHash`. */
export const snapshotText = (snapshot: Snapshot): string => canonicalJson(snapshot);
export const snapshotHashOf = (snapshot: Snapshot): string => sha256(snapshotText(snapshot));

const parts = [
  'uniqueId',
  'arn',
  'createdAt',
  'boundary',
  'inline',
  'attached',
  'groups',
  'keys',
  'credentials',
] as const;
export type SnapshotPart = (typeof parts)[number];

/** Which parts differ, field by field; empty when they are equal. */
export const differencesOf = (a: Snapshot, b: Snapshot): readonly SnapshotPart[] =>
  parts.filter((part) => canonicalJson(a[part] ?? null) !== canonicalJson(b[part] ?? null));

/** One part in words a person can act on: `attached: arn:… was added`. */
export const describeDifference = (before: Snapshot, after: Snapshot, part: SnapshotPart): string => {
  const entries = (value: Snapshot[SnapshotPart]): ReadonlyMap<string, string> => {
    if (value === undefined) return new Map();
    if (typeof value === 'string') return new Map([[value, '']]);
    if (Array.isArray(value)) return new Map(value.map((each: string) => [each, '']));
    return new Map(Object.entries(value));
  };
  const old = entries(before[part]);
  const now = entries(after[part]);
  const added = [...now.keys()].filter((key) => !old.has(key)).map((key) => `${key} was added`);
  const removed = [...old.keys()].filter((key) => !now.has(key)).map((key) => `${key} was removed`);
  const changed = [...now].flatMap(([key, value]) =>
    old.has(key) && old.get(key) !== value ? [`${key} is now ${value}`] : [],
  );
  return `${part}: ${[...added, ...removed, ...changed].join(', ')}`;
};
