import { actionWorld, type ActionWorld, type AllowLayer, type ResourceWorld } from './action-world.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { coversResource } from './match/covers-resource.ts';
import { matchesStatement } from './match/match-statement.ts';
import { requestView, type RequestView } from './match/request-view.ts';
import { isCrossAccount, needsResourcePolicy } from './match/resource-account.ts';
import { widthFor } from './match/width.ts';
import { principalFacts } from './principal-context.ts';
import type { Hole, Principal } from './principal.ts';
import type { AccessRequest, Decision, Gap, Reading, StatementRef } from './types.ts';

export type DecideOptions = {
  /** Adds facts of the principal to the context where the context does not say them. Default true. */
  derive?: boolean;
  /** Which reading of disputed rules applies. Default `documented`. */
  reading?: Reading;
};

/** Thrown by `decide` when a layer is unknown: a decision needs every layer known or absent. */
export class Undecidable extends Error {
  override readonly name = 'Undecidable';
}

/**
 * Decides one concrete request as IAM does (AWS: "Policy evaluation logic"): an explicit Deny of any layer wins; then
 * every level of the organisation must allow, and identity policies under boundary and session policy, or a resource
 * policy that grants by itself.
 * @throws Undecidable when a layer of the principal is unknown or unreadable; the message says which.
 */
export const decide = (principal: Principal, request: AccessRequest, options: DecideOptions = {}): Decision => {
  const hole = holesOf(principal)[0];
  if (hole !== undefined) throw new Undecidable(hole.detail);
  return decideAsRead(principal, request, options);
};

/** As `decide`, over what was read: holes count as nothing. For re-checks inside this folder. */
export const decideAsRead = (principal: Principal, request: AccessRequest, options: DecideOptions = {}): Decision => {
  const asked = options.derive === false ? request : withFacts(principal, request);
  const view = requestView(asked);
  return decideInWorld(actionWorld(principal, view.action, options.reading ?? 'documented'), view);
};

export const holesOf = (principal: Principal): readonly Hole[] => [
  ...[principal.identity, principal.boundary, principal.session].flatMap(({ holes }) => holes),
  ...[principal.scps, principal.rcps].flatMap(({ levels, holes }) => [...holes, ...levels.flatMap((l) => l.holes)]),
  ...principal.resourcePolicies.holes,
  ...[...principal.resourcePolicies.byArn.values()].flatMap(({ holes }) => holes),
  ...(principal.scps.present && principal.inManagementAccount.state === 'unknown'
    ? [{ code: 'missing-facts' as const, detail: principal.inManagementAccount.why }]
    : []),
];

const withFacts = (principal: Principal, request: AccessRequest): AccessRequest => {
  const said = new Set(Object.keys(request.context).map((key) => key.toLowerCase()));
  const context = { ...request.context };
  for (const [key, fact] of principalFacts(principal)) {
    if ('value' in fact && !said.has(key)) context[fact.name] = fact.value;
  }
  return { ...request, context };
};

const decideInWorld = (world: ActionWorld, request: RequestView): Decision => {
  const matching = matcher(world, request);
  const resourcePolicies = world.resourcePolicies.filter(({ arn }) => coversResource(arn, request.resource));
  const denies = [...world.denies, ...resourcePolicies.flatMap((policy) => policy.denies)].filter(matching);
  if (denies.length > 0) return { decision: 'ExplicitlyDenied', by: denies.map(({ ref }) => ref) };
  const ways = waysToAllow(world, request, resourcePolicies, matching);
  const allowed = ways.find(({ missing }) => missing.length === 0);
  if (allowed !== undefined) return { decision: 'Allowed', by: allowed.by };
  // The way that lacks least says best what to do about it.
  const nearest = ways.reduce((best, way) => (way.missing.length < best.missing.length ? way : best));
  return { decision: 'ImplicitlyDenied', missing: nearest.missing };
};

type Matching = (statement: CompiledStatement) => boolean;

const matcher =
  (world: ActionWorld, request: RequestView): Matching =>
  (statement) =>
    matchesStatement(statement, request, widthFor(statement.effect, world.reading));

type Way = { by: readonly StatementRef[]; missing: readonly Gap[] };

/** The ways in which a request may be allowed, the ordinary one first. */
const waysToAllow = (
  world: ActionWorld,
  request: RequestView,
  policies: readonly ResourceWorld[],
  matching: Matching,
): readonly [Way, ...Way[]] => {
  const { principal } = world;
  const levels = world.levels.map((layer) => ask(layer, matching));
  const ceiling = world.ceiling.map((layer) => ask(layer, matching));
  const identity = world.identity === undefined ? nothingToAsk : ask(world.identity, matching);
  const grants = policies.flatMap(({ allows }) => allows.filter(({ statement }) => matching(statement)));
  const anyGrant = grants[0];
  const cross = isCrossAccount(principal, request.resource);
  const needed =
    (cross || needsResourcePolicy(request.action, request.resource)) && principal.resourcePolicies.scope !== 'declared';
  const resourceGap: Gap = policies[0]?.gap ?? { layer: 'resource' };
  const resource: Way =
    anyGrant !== undefined
      ? { by: [anyGrant.statement.ref], missing: [] }
      : { by: [], missing: needed ? [resourceGap] : [] };
  const ordinary = join([...levels, identity, ...ceiling, ...(needed ? [resource] : [])]);
  if (cross) return [ordinary];
  const direct = grants.find(({ namedAs }) => namedAs === 'direct');
  const role = grants.find(({ namedAs }) => namedAs === 'role');
  return [
    ordinary,
    ...(direct === undefined ? [] : [join([...levels, grantedBy(direct.statement)])]),
    ...(role === undefined ? [] : [join([...levels, grantedBy(role.statement), ...ceiling])]),
  ];
};

const nothingToAsk: Way = { by: [], missing: [] };

const ask = (layer: AllowLayer, matching: Matching): Way => {
  const allow = layer.allows.find(matching);
  return allow === undefined ? { by: [], missing: [layer.gap] } : { by: [allow.ref], missing: [] };
};

const grantedBy = (statement: CompiledStatement): Way => ({ by: [statement.ref], missing: [] });

const join = (ways: readonly Way[]): Way => ({
  by: ways.flatMap(({ by }) => by),
  missing: ways.flatMap(({ missing }) => missing),
});
