import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../../facts/principal-facts.ts';
import { compilePrincipal, type PolicyCache } from '../compile-principal.ts';
import type { Arn } from '../types.ts';
import { noActions, without, either, type ActionBits } from './action-bits.ts';
import { evaluateAccess, type FastAccess } from './fast-access.ts';
import { groupWithDocument, withDocument, withGroups } from './with-document.ts';

export type AccessChange =
  /** Made, or changed in anything of its own. */
  | { change: 'principal'; facts: PrincipalFacts }
  | { change: 'principal-gone'; arn: Arn }
  /** Another default version of a managed policy, for all who have it: attached, through a group, as boundary. */
  | { change: 'managed-policy'; document: PolicyDocument & { arn: Arn } }
  /** A group's policies. Who is a member is a fact of each user. */
  | { change: 'group'; group: GroupFacts };

/** A principal that words say something else of than before. */
export type ChangedAccess = {
  arn: Arn;
  /** `undefined`: it did not exist. */
  before: FastAccess | undefined;
  /** `undefined`: it exists no more. */
  after: FastAccess | undefined;
  /** Actions whose word is another one: the ones to ask about. */
  differs: ActionBits;
};

type Entry = { facts: PrincipalFacts; access: FastAccess };
type Reach = ReadonlyMap<string, ReadonlySet<Arn>>;

/**
 * What words say of each principal of an account, and who is reached by what: managed policy to those who have it, group to
 * its members. A change evaluates those that it reaches and nobody else. Never written to: a change gives another index.
 */
export class AccessIndex {
  readonly #entries: ReadonlyMap<Arn, Entry>;
  /** By ARN of a managed policy or of a group. */
  readonly #reach: Reach;

  private constructor(entries: ReadonlyMap<Arn, Entry>, reach: Reach) {
    this.#entries = entries;
    this.#reach = reach;
  }

  static of(principals: readonly PrincipalFacts[], cache: PolicyCache = new Map()): AccessIndex {
    const entries = new Map(principals.map((facts) => [facts.arn, evaluated(facts, cache)]));
    return new AccessIndex(entries, reachOf([...entries.values()]));
  }

  get principals(): readonly PrincipalFacts[] {
    return [...this.#entries.values()].map(({ facts }) => facts);
  }

  access(arn: Arn): FastAccess | undefined {
    return this.#entries.get(arn)?.access;
  }

  /** Those that a managed policy (attached, through a group, as boundary) or a group reaches. */
  reachedBy(arn: Arn): readonly Arn[] {
    return [...(this.#reach.get(arn) ?? [])];
  }

  withChange(
    change: AccessChange,
    cache: PolicyCache = new Map(),
  ): { index: AccessIndex; changed: readonly ChangedAccess[] } {
    const entries = new Map(this.#entries);
    const reach = new Map(this.#reach);
    const changed: ChangedAccess[] = [];
    for (const [arn, facts] of this.#edited(change)) {
      const before = entries.get(arn);
      const after = facts === undefined ? undefined : evaluated(facts, cache);
      if (after === undefined) entries.delete(arn);
      else entries.set(arn, after);
      moveReach(reach, arn, before?.facts, facts);
      const differs = difference(before?.access, after?.access);
      if (differs !== noActions || (before === undefined) !== (after === undefined))
        changed.push({ arn, before: before?.access, after: after?.access, differs });
    }
    return { index: new AccessIndex(entries, reach), changed };
  }

  /** The facts of everybody whom the change reaches, as they are after it. */
  #edited(change: AccessChange): readonly (readonly [Arn, PrincipalFacts | undefined])[] {
    switch (change.change) {
      case 'principal':
        return [[change.facts.arn, change.facts]];
      case 'principal-gone':
        return this.#entries.has(change.arn) ? [[change.arn, undefined]] : [];
      case 'managed-policy': {
        const { document } = change;
        // Members share a group, so that it is compiled once afterwards too.
        const groups = new Map<GroupFacts, GroupFacts>();
        const inGroup = (group: GroupFacts): GroupFacts => {
          const edited = groups.get(group) ?? groupWithDocument(group, document);
          groups.set(group, edited);
          return edited;
        };
        return this.#each(document.arn, (facts) => withDocument(facts, document, inGroup));
      }
      case 'group': {
        const { group } = change;
        const inGroup = (each: GroupFacts): GroupFacts => (each.arn === group.arn ? group : each);
        return this.#each(group.arn, (facts) => ({ ...facts, groups: withGroups(facts.groups, inGroup) }));
      }
    }
  }

  #each(reached: Arn, edit: (facts: PrincipalFacts) => PrincipalFacts): readonly (readonly [Arn, PrincipalFacts])[] {
    return this.reachedBy(reached).flatMap((arn) => {
      const entry = this.#entries.get(arn);
      return entry === undefined ? [] : [[arn, edit(entry.facts)] as const];
    });
  }
}

const evaluated = (facts: PrincipalFacts, cache: PolicyCache): Entry => ({
  facts,
  access: evaluateAccess(compilePrincipal(facts, { cache })),
});

/** Bits that one of them has and the other has not. */
const difference = (a: FastAccess | undefined, b: FastAccess | undefined): ActionBits =>
  either(apart(a?.may ?? noActions, b?.may ?? noActions), apart(a?.sure ?? noActions, b?.sure ?? noActions));

const apart = (a: ActionBits, b: ActionBits): ActionBits => {
  const bits = either(without(a, b), without(b, a));
  return bits.some((word) => word !== 0) ? bits : noActions;
};

const reachOf = (entries: readonly Entry[]): Reach => {
  const reach = new Map<string, Set<Arn>>();
  for (const { facts } of entries) {
    for (const key of reachersOf(facts)) {
      const reached = reach.get(key) ?? new Set<Arn>();
      reach.set(key, reached.add(facts.arn));
    }
  }
  return reach;
};

const moveReach = (
  reach: Map<string, ReadonlySet<Arn>>,
  arn: Arn,
  before: PrincipalFacts | undefined,
  after: PrincipalFacts | undefined,
): void => {
  const was = new Set(before === undefined ? [] : reachersOf(before));
  const is = new Set(after === undefined ? [] : reachersOf(after));
  for (const key of [...was].filter((each) => !is.has(each)))
    reach.set(key, new Set([...(reach.get(key) ?? [])].filter((each) => each !== arn)));
  for (const key of [...is].filter((each) => !was.has(each))) reach.set(key, new Set([...(reach.get(key) ?? []), arn]));
};

/** ARNs of all managed policies and groups that a principal's access depends on. */
const reachersOf = (facts: PrincipalFacts): readonly Arn[] => {
  const { attachedPolicies, groups, permissionsBoundary } = facts;
  const arnsIn = (list: PrincipalFacts['attachedPolicies']): readonly Arn[] =>
    list.state === 'known' ? list.value.flatMap(({ arn }) => arn ?? []) : [];
  return [
    ...arnsIn(attachedPolicies),
    ...(permissionsBoundary.state === 'known' ? [permissionsBoundary.value.arn ?? []].flat() : []),
    ...(groups.state === 'known'
      ? groups.value.flatMap((group) => [group.arn, ...arnsIn(group.attachedPolicies)])
      : []),
  ];
};
