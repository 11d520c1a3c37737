import { decideAsRead } from '../decide.ts';
import type { CompiledStatement } from '../compile-policy.ts';
import { hasAction } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { layersOf } from '../layers-of.ts';
import { actionName, type ActionName } from '../match/action-name.ts';
import { statementsAbout } from '../match/statement-index.ts';
import { widthFor } from '../match/width.ts';
import type { Principal } from '../principal.ts';
import type { AccessRequest, Question, Witness } from '../types.ts';
import { readingFor, startAsking, type Asking } from './asking.ts';
import { canonicalPrincipal } from './canonical-principal.ts';
import { BudgetSpent } from './effort.ts';

/** Finds a request by a search. */
export type Find = (asking: Asking, action: string) => { witness: Witness } | object;

/**
 * The witness of an action that words find allowed in every request of the account, without a search of this principal:
 * where no statement about the action reads a condition key, the search would take the request that it takes of somebody
 * who is allowed everything. That request is found once for an account, and decided here for this principal as every
 * witness is. `undefined`: it takes a search.
 */
export const sureWitness = (asking: Asking, action: string, find: Find): Witness | undefined => {
  const { principal, options, question, overrides } = asking;
  if (options.model !== 'realistic' || overrides !== undefined || options.budget !== undefined) return undefined;
  const name = actionName(action);
  if (name.index === undefined || !hasAction(fastAccess(principal).sure, name.index)) return undefined;
  if (!question.conditions.every(({ key }) => isOfService(key)) || !readsNothing(principal, name)) return undefined;
  const usual = usualRequest(asking, action, find);
  if (usual === undefined) return undefined;
  const decision = decideAsRead(principal, usual.request, { derive: false, reading: 'documented' });
  if (decision.decision !== 'Allowed') return undefined;
  const strict = decideAsRead(principal, usual.request, { derive: false, reading: 'denying' });
  // No Deny of any layer is about the action: words would not be sure.
  return strict.decision === 'Allowed' ? { ...usual, by: decision.by, passedBy: [] } : undefined;
};

/** Global keys may follow from the principal; those of a service do not. */
const isOfService = (key: string): boolean => !key.startsWith('aws:');

/** No Allow about the action asks for more than a resource, and no policy of a resource is about it. */
const readsNothing = (principal: Principal, action: ActionName): boolean => {
  const reading = readingFor('finding', 'allowed', { model: 'realistic', now: '' });
  const { levels, identity, ceiling, resources } = layersOf(principal, reading);
  const width = widthFor('Allow', reading);
  for (const layers of [levels, identity === undefined ? [] : [identity], ceiling]) {
    for (const { indexes } of layers)
      if (!statementsAbout(indexes, 'Allow', action, width).every(isKeyless)) return false;
  }
  return resources.every(
    ({ indexes, holes }) =>
      holes.length === 0 &&
      statementsAbout(indexes, 'Allow', action, 'wide').length === 0 &&
      statementsAbout(indexes, 'Deny', action, 'wide').length === 0,
  );
};

const isKeyless = (statement: CompiledStatement): boolean =>
  statement.plain ||
  (statement.conditions.length === 0 &&
    (statement.resources?.entries.every(({ variables }) => variables.length === 0) ?? true));

type Usual = { request: AccessRequest; shape: string };

/** By question, by whoever asks, by action. An organisation asks the same of many accounts; the latest few are kept. */
const remembered = new WeakMap<Question, Map<string, Map<string, Usual | undefined>>>();
const MOST_ASKERS = 16;

const usualRequest = (asking: Asking, action: string, find: Find): Usual | undefined => {
  const { principal, question, options } = asking;
  const { asker, everything } = canonicalPrincipal(principal);
  const askers = remembered.get(question.question) ?? new Map<string, Map<string, Usual | undefined>>();
  const byAction = askers.get(asker) ?? new Map<string, Usual | undefined>();
  const before = byAction.get(action);
  if (before !== undefined || byAction.has(action)) return before;
  const usual = search(startAsking(everything, question, options), action, find);
  byAction.set(action, usual);
  if (askers.size >= MOST_ASKERS) askers.clear();
  askers.set(asker, byAction);
  remembered.set(question.question, askers);
  return usual;
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
