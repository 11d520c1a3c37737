import type { CompiledStatement } from '../compile-policy.ts';
import { hasAction } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { keptOf } from '../kept.ts';
import { layersOf, type IndexedLayer } from '../layers-of.ts';
import type { ActionName, ListedName } from '../match/action-name.ts';
import { matchesBeyondAction } from '../match/match-statement.ts';
import { requestView, type RequestView } from '../match/request-view.ts';
import { everyAbout, firstAllow } from '../match/statement-index.ts';
import { widthFor } from '../match/width.ts';
import type { Principal } from '../principal.ts';
import type { CompiledQuestion } from './question.ts';
import type { AccessRequest, PassedDeny, StatementRef, Witness } from '../types.ts';
import { readingFor, startAsking, type Asking } from './asking.ts';
import { canonicalPrincipal } from './canonical-principal.ts';
import { BudgetSpent } from './effort.ts';

/** Finds a request by a search. */
export type Find = (asking: Asking, action: string) => { witness: Witness } | object;

/**
 * The witness of an action that words find allowed in every request of the account, without a search of this principal:
 * where no statement about the action reads a condition key, the search would take the request that it takes of somebody
 * who is allowed everything. That request is found once for an account, and looked up here in the layers of this
 * principal. `undefined`: it takes a search.
 */
export const sureWitness = (asking: SureAsking, action: string, name: ActionName, find: Find): Witness | undefined => {
  const { principal, options, question, overrides } = asking;
  if (options.model !== 'realistic' || overrides !== undefined || options.budget !== undefined) return undefined;
  if (name.index === undefined || !hasAction(fastAccess(principal).sure, name.index)) return undefined;
  if (question.conditions.length > 0 && !question.conditions.every(({ key }) => isOfService(key))) return undefined;
  if (!readsNothing(principal, name)) return undefined;
  const usual = usualRequest(asking, action, find);
  if (usual === undefined) return undefined;
  const by = allowedBy(principal, name, usual);
  return by === undefined ? undefined : { request: usual.request, shape: usual.shape, by, passedBy: noDenies };
};

/**
 * Whether some request for the action that the question asks about is allowed, by words alone: one that is found once for an
 * account, and that words find sure for this principal. False says nothing.
 */
export const isSurelyAllowed = (asking: SureAsking, action: string, name: ActionName, find: Find): boolean => {
  const { principal, options, question } = asking;
  if (options.model !== 'realistic' || options.budget !== undefined || question.accounts.length > 0) return false;
  if (name.index === undefined || !hasAction(fastAccess(principal).sure, name.index)) return false;
  return question.conditions.every(({ key }) => isOfService(key)) && usualRequest(asking, action, find) !== undefined;
};

/** A question to a principal, before anything is spent on it. */
export type SureAsking = Pick<Asking, 'principal' | 'options' | 'question' | 'overrides'>;

const noDenies: readonly PassedDeny[] = [];

/**
 * The Allow of each layer that lets the request through, as `decide` would name them. Words are sure: no Deny of any layer
 * is about the action, and each layer has an Allow of it that nothing but the action decides, in every reading.
 * `undefined`: words are not as sure as they say.
 */
const allowedBy = (principal: Principal, name: ListedName, usual: Usual): readonly StatementRef[] | undefined => {
  const { levels, identity, ceiling } = layersOf(principal, 'documented');
  if (identity !== undefined && levels.length + ceiling.length === 0) {
    const allow = firstAllow(identity.indexes, name, matchesUsual, usual);
    return allow === undefined ? undefined : [allow.ref];
  }
  const by: StatementRef[] = [];
  for (const layer of levels) if (!isLetThrough(layer, name, usual, by)) return undefined;
  if (identity !== undefined && !isLetThrough(identity, name, usual, by)) return undefined;
  for (const layer of ceiling) if (!isLetThrough(layer, name, usual, by)) return undefined;
  return by;
};

/** @param by gets the statement that lets it through */
const isLetThrough = ({ indexes }: IndexedLayer, name: ListedName, usual: Usual, by: StatementRef[]): boolean => {
  const allow = firstAllow(indexes, name, matchesUsual, usual);
  if (allow !== undefined) by.push(allow.ref);
  return allow !== undefined;
};

const matchesUsual = (statement: CompiledStatement, usual: Usual): boolean =>
  statement.plain || matchesBeyondAction(statement, (usual.view ??= requestView(usual.request)), 'documented');

/** Global keys may follow from the principal; those of a service do not. */
const isOfService = (key: string): boolean => !key.startsWith('aws:');

/** No Allow about the action asks for more than a resource, and no policy of a resource is about it. */
const readsNothing = (principal: Principal, action: ActionName): boolean => {
  const kept = keptOf(principal);
  return (kept.keyless ??= readsNothingAtAll(principal)) || readsNothingFor(principal, action);
};

/** No Allow at all. */
const readsNothingAtAll = (principal: Principal): boolean => {
  const { levels, identity, ceiling, resources } = layersOf(principal, 'denying');
  return (
    resources.length === 0 &&
    levels.every(isKeylessLayer) &&
    (identity === undefined || isKeylessLayer(identity)) &&
    ceiling.every(isKeylessLayer)
  );
};

const isKeylessLayer = ({ indexes }: IndexedLayer): boolean => indexes.every(({ keyless }) => keyless);

const readsNothingFor = (principal: Principal, action: ActionName): boolean => {
  const reading = readingFor('finding', 'allowed', { model: 'realistic', now: '' });
  const { levels, identity, ceiling, resources } = layersOf(principal, reading);
  const width = widthFor('Allow', reading);
  for (const layers of [levels, identity === undefined ? [] : [identity], ceiling]) {
    for (const { indexes } of layers)
      if (!everyAbout(indexes, 'Allow', action, width, isKeyless, undefined)) return false;
  }
  return resources.every(
    ({ indexes, holes }) =>
      holes.length === 0 &&
      everyAbout(indexes, 'Allow', action, 'wide', isNever, undefined) &&
      everyAbout(indexes, 'Deny', action, 'wide', isNever, undefined),
  );
};

const isKeyless = ({ keyless }: CompiledStatement): boolean => keyless;
const isNever = (): boolean => false;

/** `view`: made when a statement is first matched against the request. */
type Usual = { request: AccessRequest; shape: string; view?: RequestView };

type Requests = { asker: string; byAction: Map<string, Usual | undefined> };

/** By question, by whoever asks, by action. An organisation asks the same of many accounts; the latest few are kept. */
const remembered = new WeakMap<CompiledQuestion, { latest: Requests; askers: Map<string, Requests> }>();
const MOST_ASKERS = 16;

const usualRequest = (asking: SureAsking, action: string, find: Find): Usual | undefined => {
  const { principal, question, options } = asking;
  const { asker, everything } = canonicalPrincipal(principal);
  const { byAction } = requestsOf(question, asker);
  const before = byAction.get(action);
  if (before !== undefined || byAction.has(action)) return before;
  const usual = search(startAsking(everything, question, options), action, find);
  byAction.set(action, usual);
  return usual;
};

const requestsOf = (question: CompiledQuestion, asker: string): Requests => {
  const kept = remembered.get(question);
  if (kept?.latest.asker === asker) return kept.latest;
  const askers = kept?.askers ?? new Map<string, Requests>();
  const requests = askers.get(asker) ?? { asker, byAction: new Map<string, Usual | undefined>() };
  if (askers.size >= MOST_ASKERS) askers.clear();
  askers.set(asker, requests);
  remembered.set(question, { latest: requests, askers });
  return requests;
};

const search = (asking: Asking, action: string, find: Find): Usual | undefined => {
  try {
    const found = find(asking, action);
    if (!('witness' in found)) return undefined;
    const { request, shape } = found.witness;
    return { request, shape };
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
};
