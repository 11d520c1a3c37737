import { scpsApply } from './action-world.ts';
import { rcpCoverage } from './catalogue/rcp-coverage.ts';
import type { CompiledPolicy, CompiledStatement } from './compile-policy.ts';
import { compilePrincipal } from './compile-principal.ts';
import { whyNoMatch } from './explain-statement.ts';
import { statementTexts, type QuotedStatement } from './explain-quote.ts';
import { known, type Known } from '../facts/known.ts';
import type { GroupFacts, PrincipalFacts } from '../facts/principal-facts.ts';
import { coversResource } from './match/covers-resource.ts';
import { matchesAction } from './match/match-action.ts';
import { allowNames, denyNames, type NamedAs } from './match/match-principal.ts';
import { matchesStatement } from './match/match-statement.ts';
import { requestView, type RequestView } from './match/request-view.ts';
import type { PolicyLayer, Principal } from './principal.ts';
import type { AccessRequest, Layer } from './types.ts';

/**
 * What a layer says about one request. `silent`: it was read and no statement of it matches. `absent`: there is none.
 * `not-read`: it may be there and the facts do not hold it. `not-asked`: it is there and does not count for this request.
 */
export type LayerState = 'allows' | 'denies' | 'silent' | 'absent' | 'not-read' | 'not-asked';

export type LayerExplanation = {
  layer: Layer;
  /** Organisation levels, 0 is the root. */
  level?: number;
  /** The group, or the resource whose policy it is. */
  name?: string;
  state: LayerState;
  /** One clause for a person. */
  why: string;
  /** How an Allow of a resource policy names the principal, the strongest way. */
  names?: NamedAs;
  /** The statements that decide: every matching Deny, or else every matching Allow. */
  decidedBy: readonly QuotedStatement[];
  /** Statements about the action that do not match the request, and every reason. */
  passed: readonly { statement: QuotedStatement; because: readonly string[] }[];
};

type Slot = Pick<LayerExplanation, 'layer' | 'level' | 'name'>;
type Input = {
  facts: PrincipalFacts;
  principal: Principal;
  view: RequestView;
  action: string;
  quote: ReturnType<typeof statementTexts>;
};

/** What each layer says about one request, the organisation first. Layers that are not there or were not read are listed too. */
export const explainLayers = (
  facts: PrincipalFacts,
  principal: Principal,
  request: AccessRequest,
): readonly LayerExplanation[] => {
  const input = { facts, principal, view: requestView(request), action: request.action, quote: statementTexts(facts) };
  return [
    ...organisation(input, 'scp'),
    ...organisation(input, 'rcp'),
    single(input, { layer: 'boundary' }, facts.permissionsBoundary, principal.boundary),
    single(input, { layer: 'session' }, undefined, principal.session),
    ...identity(input),
    ...resourcePolicies(input),
  ];
};

const bare = (slot: Slot, state: LayerState, why: string): LayerExplanation => ({
  ...slot,
  state,
  why,
  decidedBy: [],
  passed: [],
});

/** `undefined`: the fact is known. */
const unheld = (slot: Slot, fact: Known<unknown>): LayerExplanation | undefined => {
  switch (fact.state) {
    case 'known':
      return undefined;
    case 'absent':
      return fact.declared === true
        ? bare(slot, 'not-read', 'declared out of scope: the input does not hold it')
        : bare(slot, 'absent', 'there is none');
    case 'unknown':
      return bare(slot, 'not-read', fact.why);
  }
};

const organisation = (input: Input, layer: 'scp' | 'rcp'): readonly LayerExplanation[] => {
  const { facts, principal, view } = input;
  const fact = layer === 'scp' ? facts.serviceControlPolicies : facts.resourceControlPolicies;
  const missing = unheld({ layer }, fact);
  if (missing !== undefined) return [missing];
  const { levels } = layer === 'scp' ? principal.scps : principal.rcps;
  if (levels.length === 0) return [bare({ layer }, 'absent', 'there is none')];
  const spared = layer === 'scp' ? whyScpsSpare(principal) : whyRcpsSpare(principal, view.action);
  if (spared !== undefined) return [bare({ layer }, 'not-asked', spared)];
  return levels.map((level, at) => {
    const said = looked(input, { layer, level: at }, level);
    // The policy that allows everything cannot be detached from a level of resource control policies.
    return layer === 'rcp' && said.state === 'silent'
      ? { ...said, state: 'allows', why: 'none of its statements denies it' }
      : said;
  });
};

const whyScpsSpare = (principal: Principal): string | undefined =>
  scpsApply(principal, 'documented')
    ? undefined
    : 'service control policies bind neither the management account nor service-linked roles';

const whyRcpsSpare = ({ kind, inManagementAccount }: Principal, action: string): string | undefined => {
  if (kind === 'service-linked-role' || (inManagementAccount.state === 'known' && inManagementAccount.value)) {
    return 'resource control policies bind neither resources of the management account nor service-linked roles';
  }
  const service = action.slice(0, action.indexOf(':'));
  return rcpCoverage(service) === 'not-covered' ? `resource control policies do not cover ${service}` : undefined;
};

const single = (input: Input, slot: Slot, fact: Known<unknown> | undefined, layer: PolicyLayer): LayerExplanation => {
  const missing = fact === undefined ? undefined : unheld(slot, fact);
  if (missing !== undefined) return missing;
  if (layer.present) return looked(input, slot, layer);
  return slot.layer === 'session'
    ? bare(slot, 'not-read', 'each session has its own or none: the answer is the ceiling of any session')
    : bare(slot, 'absent', 'there is none');
};

const identity = (input: Input): readonly LayerExplanation[] => {
  const { facts, principal } = input;
  const { policies, holes } = principal.identity;
  const shared = facts.groups.state === 'known' ? facts.groups.value.map((group) => groupAlone(facts, group)) : [];
  const ofGroups = new Set(shared.flatMap(({ layer }) => layer.holes.map(({ detail }) => detail)));
  const own = {
    present: true,
    policies: policies.filter(({ source }) => source.layer === 'identity'),
    holes: holes.filter(({ detail }) => !ofGroups.has(detail)),
  };
  const declared = [
    unheld({ layer: 'identity' }, facts.inlinePolicies),
    unheld({ layer: 'identity' }, facts.attachedPolicies),
  ];
  const [inline, attached] = declared;
  const ownLayer =
    inline?.state === 'not-read' && attached?.state === 'not-read' ? inline : looked(input, { layer: 'identity' }, own);
  const groups = facts.groups;
  if (groups.state !== 'known') {
    const missing = unheld({ layer: 'group' }, groups);
    return missing === undefined || (groups.state === 'absent' && facts.kind === 'role')
      ? [ownLayer]
      : [ownLayer, missing];
  }
  return [ownLayer, ...shared.map(({ name, layer }) => looked(input, { layer: 'group', name }, layer))];
};

/** What one group gives, and what of it was not read: a hole does not say whose it is. */
const groupAlone = (facts: PrincipalFacts, group: GroupFacts): { name: string; layer: PolicyLayer } => ({
  name: group.name,
  layer: compilePrincipal({
    ...facts,
    inlinePolicies: known([]),
    attachedPolicies: known([]),
    groups: known([group]),
  }).identity,
});

const resourcePolicies = (input: Input): readonly LayerExplanation[] => {
  const { facts, principal, view } = input;
  const { byArn } = principal.resourcePolicies;
  const missing = unheld({ layer: 'resource' }, facts.resourcePolicies);
  if (missing !== undefined) return [missing];
  const speaking = [...byArn].filter(([arn]) => coversResource(arn, view.resource));
  if (speaking.length === 0)
    return [bare({ layer: 'resource' }, 'absent', `the facts hold no policy of ${view.resource}`)];
  return speaking.map(([name, layer]) => {
    const slot = { layer: layer.policies[0]?.source.layer === 'trust' ? 'trust' : 'resource', name } as const;
    const said = looked(input, slot, layer);
    const names = said.state === 'allows' ? namedIn(input, said, layer) : undefined;
    return names === undefined ? said : { ...said, names, why: namings[names] };
  });
};

const strongest: readonly NamedAs[] = ['direct', 'role', 'account'];

const namings: Readonly<Record<NamedAs, string>> = {
  direct: 'it names the principal or everybody: inside of one account no other policy has to allow',
  role: 'it names the role: inside of one account identity policies need not allow, the boundary still limits',
  account: 'it names the account: the policies of the principal decide',
};

const namedIn = (
  { principal }: Input,
  { decidedBy }: LayerExplanation,
  { policies }: PolicyLayer,
): NamedAs | undefined => {
  const deciding = statementsOf(policies).filter(
    ({ effect, ref }) => effect === 'Allow' && decidedBy.some(({ index }) => index === ref.index),
  );
  const forms = deciding.map((statement) => allowNames(statement, principal, 'documented'));
  return strongest.find((form) => forms.includes(form));
};

/** Looks at every statement of a layer that is about the action. */
const looked = (input: Input, slot: Slot, layer: PolicyLayer): LayerExplanation => {
  const { view, action, quote } = input;
  const about = statementsOf(layer.policies).filter(({ actions }) => matchesAction(actions, view.action, 'documented'));
  const reasons = about.map((statement) => ({ statement, because: whyNot(input, slot, statement) }));
  const matching = reasons.filter(({ because }) => because.length === 0).map(({ statement }) => statement);
  const quoted = (effect: 'Allow' | 'Deny') => matching.filter((s) => s.effect === effect).map(({ ref }) => quote(ref));
  const passed = reasons
    .filter(({ because }) => because.length > 0)
    .map(({ statement, because }) => ({ statement: quote(statement.ref), because }));
  const [denies, allows] = [quoted('Deny'), quoted('Allow')];
  const [hole] = layer.holes;
  const said = (state: LayerState, why: string, decidedBy: readonly QuotedStatement[]): LayerExplanation => ({
    ...slot,
    state,
    why,
    decidedBy,
    passed,
  });
  if (denies.length > 0) return said('denies', 'a Deny that matches wins over every Allow of every layer', denies);
  if (hole !== undefined) return said('not-read', hole.detail, allows);
  if (allows.length > 0) return said('allows', 'an Allow of it matches, and no Deny', allows);
  if (about.length === 0) return said('silent', `it has no statement about ${action}`, []);
  return said('silent', `no statement of it about ${action} matches the request`, []);
};

const statementsOf = (policies: readonly CompiledPolicy[]): readonly CompiledStatement[] =>
  policies.flatMap(({ statements }) => statements);

const whyNot = ({ principal, view }: Input, { layer }: Slot, statement: CompiledStatement): readonly string[] => {
  const reasons = matchesStatement(statement, view, 'documented') ? [] : whyNoMatch(statement, view);
  if (layer !== 'resource' && layer !== 'trust') return reasons;
  const named =
    statement.effect === 'Allow'
      ? allowNames(statement, principal, 'documented') !== undefined
      : denyNames(statement, principal, 'documented');
  return named ? reasons : ['it names other principals', ...reasons];
};
