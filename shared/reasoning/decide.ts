import { deniesTo, grantsTo } from './action-world.ts';
import type { CompiledStatement } from './compile-policy.ts';
import { denyingPolicies, layersOf, type IndexedLayer, type IndexedResource, type Layers } from './layers-of.ts';
import { coversResource } from './match/covers-resource.ts';
import { matchesBeyondAction } from './match/match-statement.ts';
import { requestView, type RequestView } from './match/request-view.ts';
import { isCrossAccount, needsResourcePolicy } from './match/resource-account.ts';
import { statementsAbout } from './match/statement-index.ts';
import { widthFor, type Width } from './match/width.ts';
import { ordinaryFacts } from './principal-context.ts';
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
  const hole = firstHole(principal);
  if (hole !== undefined) throw new Undecidable(hole.detail);
  return decideAsRead(principal, request, options);
};

/** As `decide`, over what was read: holes count as nothing. For re-checks inside this folder. */
export const decideAsRead = (principal: Principal, request: AccessRequest, options: DecideOptions = {}): Decision => {
  const view = requestView(request, options.derive === false ? undefined : ordinaryFacts(principal));
  return decideIn(layersOf(principal, options.reading ?? 'documented'), view);
};

const firstHoles = new WeakMap<Principal, { hole: Hole | undefined }>();

const firstHole = (principal: Principal): Hole | undefined => {
  const before = firstHoles.get(principal);
  if (before !== undefined) return before.hole;
  const [hole] = holesOf(principal);
  firstHoles.set(principal, { hole });
  return hole;
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

const decideIn = (layers: Layers, request: RequestView): Decision => {
  const speaking =
    layers.resources.length === 0
      ? layers.resources
      : layers.resources.filter(({ arn }) => coversResource(arn, request.resource));
  const denies = deniesOf(layers, speaking, request);
  if (denies.length > 0) return { decision: 'ExplicitlyDenied', by: denies };
  const ways = waysToAllow(layers, request, speaking);
  const [ordinary] = ways;
  const allowed = ways.find(({ missing }) => missing.length === 0);
  if (allowed !== undefined) return { decision: 'Allowed', by: allowed.by };
  // The way that lacks least says best what to do about it.
  const nearest = ways.reduce((best, way) => (way.missing.length < best.missing.length ? way : best), ordinary);
  return { decision: 'ImplicitlyDenied', missing: nearest.missing };
};

const nothing: readonly StatementRef[] = [];

/** Every Deny that matches, in layer order. */
const deniesOf = (
  layers: Layers,
  speaking: readonly IndexedResource[],
  request: RequestView,
): readonly StatementRef[] => {
  const { principal, reading } = layers;
  const width = widthFor('Deny', reading);
  let found: StatementRef[] | undefined;
  const add = (statements: readonly CompiledStatement[]): void => {
    for (const statement of statements) {
      if (matchesBeyondAction(statement, request, width)) (found ??= []).push(statement.ref);
    }
  };
  add(statementsAbout(denyingPolicies(layers, request.action), 'Deny', request.name, width));
  for (const resource of speaking) add(deniesTo(principal, resource, request.name, reading));
  return found ?? nothing;
};

type Way = { by: readonly StatementRef[]; missing: readonly Gap[] };

/** The ways in which a request may be allowed, the ordinary one first. */
const waysToAllow = (
  layers: Layers,
  request: RequestView,
  speaking: readonly IndexedResource[],
): readonly [Way, ...Way[]] => {
  const { principal, reading } = layers;
  const width = widthFor('Allow', reading);
  const grants = speaking.flatMap((resource) =>
    grantsTo(principal, resource, request.name, reading).filter(({ statement }) =>
      matchesBeyondAction(statement, request, width),
    ),
  );
  const cross = isCrossAccount(principal, request.resource);
  const needed =
    (cross || needsResourcePolicy(request.action, request.resource)) && principal.resourcePolicies.scope !== 'declared';
  const ordinary = startWay();
  for (const level of layers.levels) ask(ordinary, level, request, width);
  if (layers.identity !== undefined) ask(ordinary, layers.identity, request, width);
  for (const layer of layers.ceiling) ask(ordinary, layer, request, width);
  if (needed) {
    const [anyGrant] = grants;
    if (anyGrant !== undefined) ordinary.by.push(anyGrant.statement.ref);
    else ordinary.missing.push(speaking[0]?.gap ?? { layer: 'resource' });
  }
  if (cross || grants.length === 0) return [ordinary];
  const granted = (statement: CompiledStatement, ceiling: readonly IndexedLayer[]): Way => {
    const way = startWay();
    for (const level of layers.levels) ask(way, level, request, width);
    way.by.push(statement.ref);
    for (const layer of ceiling) ask(way, layer, request, width);
    return way;
  };
  const direct = grants.find(({ namedAs }) => namedAs === 'direct');
  const role = grants.find(({ namedAs }) => namedAs === 'role');
  return [
    ordinary,
    ...(direct === undefined ? [] : [granted(direct.statement, [])]),
    ...(role === undefined ? [] : [granted(role.statement, layers.ceiling)]),
  ];
};

type WayInMaking = { by: StatementRef[]; missing: Gap[] };

const startWay = (): WayInMaking => ({ by: [], missing: [] });

/** Adds the layer's first Allow that matches, or the layer as a gap. */
const ask = (way: WayInMaking, { gap, indexes }: IndexedLayer, request: RequestView, width: Width): void => {
  for (const statement of statementsAbout(indexes, 'Allow', request.name, width)) {
    if (!matchesBeyondAction(statement, request, width)) continue;
    way.by.push(statement.ref);
    return;
  }
  way.missing.push(gap);
};
