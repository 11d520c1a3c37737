import { outOfScope, type Known } from '../facts/known.ts';
import type { GroupFacts, PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { unitedFrom } from './fast/layer-bits.ts';
import { givenOf } from './given-of.ts';
import type { PolicyUse } from './policy/parse-policy.ts';
import { compileDocument, newPolicyCache, type PolicyCache } from './policy-cache.ts';
import type { Hole, LevelsLayer, PolicyLayer, Principal, PrincipalKind, ResourcePolicies } from './principal.ts';
import type { Layer, PolicySource } from './types.ts';

export type { PolicyCache };

export type CompileExtras = {
  /** Shared between principals: a managed policy is read once for an account, a group compiled once. */
  cache?: PolicyCache;
  /** A session policy, where a session is looked at and not its role. Default: declared out of scope. */
  sessionPolicy?: Known<PolicyDocument>;
};

/**
 * Compiles the facts about one principal into what `decide`, `canEver` and the rest work on. Never throws on policy
 * text: a document that cannot be read becomes a hole in its layer, and answers that depend on it are unknown.
 * Layers that the input declared out of scope are listed in `given` of every answer.
 */
export const compilePrincipal = (facts: PrincipalFacts, extras: CompileExtras = {}): Principal => {
  const { cache = newPolicyCache() } = extras;
  const read: Read = (document, source, use) => compileDocument(cache, document, source, use);
  const session = extras.sessionPolicy ?? outOfScope;
  const principal: Principal = {
    arn: facts.arn,
    kind: kindOf(facts),
    accountId: facts.accountId,
    principalArn: facts.arn,
    uniqueId: facts.uniqueId,
    tags: facts.tags,
    organisation: facts.organisation,
    inManagementAccount: facts.inManagementAccount,
    identity: identityLayer(facts, read, cache),
    boundary: single(facts.permissionsBoundary, 'boundary', read),
    session: single(session, 'session', read),
    scps: levels(facts.serviceControlPolicies, 'scp', read),
    rcps: levels(facts.resourceControlPolicies, 'rcp', read),
    resourcePolicies: resourcePolicies(facts.resourcePolicies, read),
    given: givenOf(facts, session),
  };
  if (facts.kind === 'user') principal.userName = facts.name;
  return principal;
};

const kindOf = (facts: PrincipalFacts): PrincipalKind =>
  facts.kind === 'role' && facts.path.startsWith('/aws-service-role/') ? 'service-linked-role' : facts.kind;

type Read = (document: PolicyDocument, source: PolicySource, use: PolicyUse) => CompiledPolicy | Hole;

const missing = (what: string, why: string): Hole => ({ code: 'missing-facts', detail: `${what}: ${why}` });

const isHole = (read: CompiledPolicy | Hole): read is Hole => 'code' in read;

/** A layer as it is filled. */
class LayerBuilder {
  #policies: CompiledPolicy[] | undefined;
  #holes: Hole[] | undefined;

  add(read: CompiledPolicy | Hole): void {
    if (isHole(read)) (this.#holes ??= []).push(read);
    // An empty list that grows is given room for many.
    else if (this.#policies === undefined) this.#policies = [read];
    else this.#policies.push(read);
  }

  addLayer({ policies, holes }: PolicyLayer): void {
    for (const policy of policies) this.add(policy);
    for (const hole of holes) this.add(hole);
  }

  get layer(): PolicyLayer {
    return { present: true, policies: this.#policies ?? noPolicies, holes: this.#holes ?? noHoles };
  }
}

const noHoles: readonly Hole[] = [];
const noPolicies: readonly CompiledPolicy[] = [];

const layerOf = (reads: readonly (CompiledPolicy | Hole)[]): PolicyLayer => {
  const builder = new LayerBuilder();
  for (const read of reads) builder.add(read);
  return builder.layer;
};

export const noLayer: PolicyLayer = { present: false, policies: [], holes: [] };
export const noLevels: LevelsLayer = { present: false, levels: [], holes: [] };

const sourceOf = (layer: Layer, document: PolicyDocument, level?: number): PolicySource => {
  const name = document.arn ?? document.name;
  return level === undefined ? { layer, name } : { layer, name, level };
};

/** Adds each document of a fact, or the hole that it is. */
const addDocuments = (
  builder: LayerBuilder,
  fact: Known<readonly PolicyDocument[]>,
  what: string,
  sourceFor: (document: PolicyDocument) => PolicySource,
  read: Read,
): void => {
  switch (fact.state) {
    case 'known':
      for (const document of fact.value) builder.add(read(document, sourceFor(document), 'principal'));
      return;
    case 'absent':
      return;
    case 'unknown':
      builder.add(missing(what, fact.why));
  }
};

const identitySource = (document: PolicyDocument): PolicySource => sourceOf('identity', document);

const identityLayer = (facts: PrincipalFacts, read: Read, cache: PolicyCache): PolicyLayer => {
  const builder = new LayerBuilder();
  addDocuments(builder, facts.inlinePolicies, 'Inline policies were not read', identitySource, read);
  addDocuments(builder, facts.attachedPolicies, 'Attached policies were not read', identitySource, read);
  const { groups } = facts;
  if (groups.state === 'unknown') builder.add(missing('Groups were not read', groups.why));
  if (groups.state !== 'known' || groups.value.length === 0) return builder.layer;
  const shared = groups.value.map((group) => groupLayer(group, read, cache));
  const whole = new LayerBuilder();
  const own = builder.layer;
  whole.addLayer(own);
  for (const layer of shared) whole.addLayer(layer);
  return unitedFrom(whole.layer, own, shared);
};

/** Compiled once for all members. */
const groupLayer = (group: GroupFacts, read: Read, cache: PolicyCache): PolicyLayer => {
  const before = cache.get(group);
  if (before !== undefined && 'group' in before) return before.group;
  const builder = new LayerBuilder();
  const { name } = group;
  const source = (document: PolicyDocument): PolicySource => ({
    layer: 'group',
    name: `${name}/${document.arn ?? document.name}`,
  });
  addDocuments(builder, group.inlinePolicies, `Inline policies of group ${name} were not read`, source, read);
  addDocuments(builder, group.attachedPolicies, `Attached policies of group ${name} were not read`, source, read);
  const { layer } = builder;
  cache.set(group, { group: layer });
  return layer;
};

const single = (fact: Known<PolicyDocument>, layer: 'boundary' | 'session', read: Read): PolicyLayer => {
  switch (fact.state) {
    case 'known':
      return layerOf([read(fact.value, sourceOf(layer, fact.value), 'principal')]);
    case 'absent':
      return noLayer;
    case 'unknown':
      return layerOf([missing(`The ${layer} policy was not read`, fact.why)]);
  }
};

const levels = (fact: Known<readonly (readonly PolicyDocument[])[]>, layer: 'scp' | 'rcp', read: Read): LevelsLayer => {
  const use = layer === 'scp' ? 'principal' : 'rcp';
  switch (fact.state) {
    case 'known':
      return {
        present: fact.value.length > 0,
        levels: fact.value.map((documents, level) =>
          layerOf(documents.map((document) => read(document, sourceOf(layer, document, level), use))),
        ),
        holes: [],
      };
    case 'absent':
      return noLevels;
    case 'unknown': {
      const name = layer === 'scp' ? 'Service control policies' : 'Resource control policies';
      return { present: true, levels: [], holes: [missing(`${name} were not read`, fact.why)] };
    }
  }
};

const resourcePolicies = (fact: Known<Readonly<Record<string, PolicyDocument>>>, read: Read): ResourcePolicies => {
  switch (fact.state) {
    case 'known': {
      const byArn = new Map(
        Object.entries(fact.value).map(([arn, document]) => {
          const layer = isRole(arn) ? 'trust' : 'resource';
          return [arn, layerOf([read(document, { layer, name: arn }, layer === 'trust' ? 'trust' : 'any')])] as const;
        }),
      );
      return { byArn, scope: 'known', holes: [] };
    }
    case 'absent':
      return { byArn: new Map(), scope: fact.declared === true ? 'declared' : 'none', holes: [] };
    case 'unknown':
      return {
        byArn: new Map(),
        scope: 'unknown',
        holes: [missing('Resource policies were not read', fact.why)],
      };
  }
};

const isRole = (arn: string): boolean => arn.split(':')[2] === 'iam' && arn.split(':')[5]?.startsWith('role/') === true;
