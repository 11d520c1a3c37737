import { outOfScope, type Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import { compilePolicy, type CompiledPolicy } from './compile-policy.ts';
import { parsePolicy, type PolicyUse } from './policy/parse-policy.ts';
import type { Hole, LevelsLayer, PolicyLayer, Principal, PrincipalKind, ResourcePolicies } from './principal.ts';
import type { Given, Layer, PolicySource } from './types.ts';

export type CompileExtras = {
  /** Parsed documents by their text, shared between principals: a managed policy is read once for an account. */
  cache?: PolicyCache;
  /** A session policy, where a session is looked at and not its role. Default: declared out of scope. */
  sessionPolicy?: Known<PolicyDocument>;
};

/** Made by the caller (`new Map()`), once a sweep; holds what was compiled, by text and place. */
export type PolicyCache = Map<string, Map<string, CompiledPolicy | Hole>>;

/**
 * Compiles the facts about one principal into what `decide`, `canEver` and the rest work on. Never throws on policy
 * text: a document that cannot be read becomes a hole in its layer, and answers that depend on it are unknown.
 * Layers that the input declared out of scope are listed in `given` of every answer.
 */
export const compilePrincipal = (facts: PrincipalFacts, extras: CompileExtras = {}): Principal => {
  const read = reader(extras.cache ?? new Map<string, Map<string, CompiledPolicy | Hole>>());
  const session = extras.sessionPolicy ?? outOfScope;
  const principal = {
    arn: facts.arn,
    kind: kindOf(facts),
    accountId: facts.accountId,
    principalArn: facts.arn,
    uniqueId: facts.uniqueId,
    ...(facts.kind === 'user' ? { userName: facts.name } : {}),
    tags: facts.tags,
    organisation: facts.organisation,
    inManagementAccount: facts.inManagementAccount,
    identity: identityLayer(facts, read),
    boundary: single(facts.permissionsBoundary, 'boundary', read),
    session: single(session, 'session', read),
    scps: levels(facts.serviceControlPolicies, 'scp', read),
    rcps: levels(facts.resourceControlPolicies, 'rcp', read),
    resourcePolicies: resourcePolicies(facts.resourcePolicies, read),
  };
  return { ...principal, given: givenOf(facts, session) };
};

const kindOf = (facts: PrincipalFacts): PrincipalKind =>
  facts.kind === 'role' && facts.path.startsWith('/aws-service-role/') ? 'service-linked-role' : facts.kind;

type Read = (document: PolicyDocument, source: PolicySource, use: PolicyUse) => CompiledPolicy | Hole;

const reader =
  (cache: PolicyCache): Read =>
  (document, source, use) => {
    // Whoever read the facts knows why it is not there; that its text is empty says less.
    if (document.unread !== undefined)
      return missing(`The ${source.layer} policy ${document.name} was not read`, document.unread);
    const places = cache.get(document.text) ?? new Map<string, CompiledPolicy | Hole>();
    const place = `${use} ${source.layer} ${source.level ?? ''} ${source.name}`;
    const compiled = places.get(place) ?? compileText(document, source, use);
    places.set(place, compiled);
    cache.set(document.text, places);
    return compiled;
  };

const compileText = (document: PolicyDocument, source: PolicySource, use: PolicyUse): CompiledPolicy | Hole => {
  const parsed = parsePolicy(document.text, use);
  if (parsed.ok) return compilePolicy(parsed.policy, source);
  const { error } = parsed;
  const place = error.at === '' ? '' : ` at ${error.at}`;
  return {
    code: 'unreadable-policy',
    detail: `The ${source.layer} policy ${document.name} cannot be read (${error.code}${place}): ${error.detail}`,
  };
};

const missing = (what: string, why: string): Hole => ({ code: 'missing-facts', detail: `${what}: ${why}` });

const isHole = (read: CompiledPolicy | Hole): read is Hole => 'code' in read;

const isCompiled = (read: CompiledPolicy | Hole): read is CompiledPolicy => !isHole(read);

const layerOf = (reads: readonly (CompiledPolicy | Hole)[]): PolicyLayer => ({
  present: true,
  policies: reads.filter((read) => isCompiled(read)),
  holes: reads.filter((read) => isHole(read)),
});

export const noLayer: PolicyLayer = { present: false, policies: [], holes: [] };
export const noLevels: LevelsLayer = { present: false, levels: [], holes: [] };

const sourceOf = (layer: Layer, document: PolicyDocument, level?: number): PolicySource => ({
  layer,
  name: document.arn ?? document.name,
  ...(level === undefined ? {} : { level }),
});

const listed = <T>(fact: Known<readonly T[]>, what: string, each: (item: T) => readonly (CompiledPolicy | Hole)[]) => {
  switch (fact.state) {
    case 'known':
      return fact.value.flatMap(each);
    case 'absent':
      return [];
    case 'unknown':
      return [missing(what, fact.why)];
  }
};

const identityLayer = (facts: PrincipalFacts, read: Read): PolicyLayer => {
  const own = (document: PolicyDocument) => [read(document, sourceOf('identity', document), 'principal')];
  return layerOf([
    ...listed(facts.inlinePolicies, 'Inline policies were not read', own),
    ...listed(facts.attachedPolicies, 'Attached policies were not read', own),
    ...listed(facts.groups, 'Groups were not read', (group) => {
      const named = (document: PolicyDocument) => [
        read(document, { layer: 'group', name: `${group.name}/${document.arn ?? document.name}` }, 'principal'),
      ];
      return [
        ...listed(group.inlinePolicies, `Inline policies of group ${group.name} were not read`, named),
        ...listed(group.attachedPolicies, `Attached policies of group ${group.name} were not read`, named),
      ];
    }),
  ]);
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
  switch (fact.state) {
    case 'known':
      return {
        present: fact.value.length > 0,
        levels: fact.value.map((documents, level) =>
          layerOf(documents.map((document) => read(document, sourceOf(layer, document, level), 'any'))),
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

const isDeclared = (fact: Known<unknown>): boolean => fact.state === 'absent' && fact.declared === true;

const givenOf = (facts: PrincipalFacts, session: Known<PolicyDocument>): readonly Given[] => {
  const given: Given[] = [];
  const declare = (fact: Known<unknown>, about: string, value: string): void => {
    if (isDeclared(fact)) given.push({ about, value, source: 'declared' });
  };
  declare(facts.inlinePolicies, 'inline policies', 'out of scope');
  declare(facts.attachedPolicies, 'attached policies', 'out of scope');
  declare(facts.groups, 'groups', 'out of scope');
  declare(facts.permissionsBoundary, 'permissions boundary', 'out of scope');
  declare(session, 'session policy', 'out of scope: the answer is the ceiling of any session');
  declare(facts.serviceControlPolicies, 'service control policies', 'out of scope');
  declare(facts.resourceControlPolicies, 'resource control policies', 'out of scope');
  declare(facts.resourcePolicies, 'resource policies', 'out of scope: through identity policies');
  declare(facts.inManagementAccount, 'management account', 'out of scope: taken for a member account');
  declare(facts.organisation, 'organisation', 'out of scope');
  return given;
};
