import type { ActionWorld } from '../action-world.ts';
import { decideAsRead } from '../decide.ts';
import { hasAction } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import { actionName } from '../match/action-name.ts';
import { requestView } from '../match/request-view.ts';
import type { AccessRequest, Witness } from '../types.ts';
import { searchOnce } from './alike.ts';
import {
  doubtOf,
  holeOf,
  nothingPossible,
  readingFor,
  search,
  worldFor,
  type Asking,
  type Doubt,
  type SearchInput,
} from './asking.ts';
import { spendBranch } from './effort.ts';
import { passedDenies } from './explain.ts';
import { layerWithoutResource } from './layer-without-resource.ts';
import { questionMatches } from './question.ts';
import { refusalAt } from './refused-by-words.ts';
import { sureWitness } from './sure-witness.ts';
import type { Leaf } from './action-search.ts';
import { allowedProblems } from './world-problem.ts';

export type Outcome = { answer: 'yes'; witness: Witness } | { answer: 'no' } | ({ answer: 'unknown' } & Doubt);

/** Can the principal ever do this one action, as the question asks? */
export const askAction = (asking: Asking, action: string): Outcome => {
  const { principal, effort, blocked } = asking;
  const name = actionName(action);
  const { index } = name;
  if (index !== undefined && !hasAction(fastAccess(principal).may, index)) {
    effort.branches += 1;
    if (effort.branches <= MOST_EXPLAINED && asking.options.explain !== false)
      refusalAt(principal, index).blockedBy.forEach(blocked.add);
    return { answer: 'no' };
  }
  const sure = holeOf(principal) === undefined ? sureWitness(asking, action, name, find) : undefined;
  if (sure !== undefined) return { answer: 'yes', witness: sure };
  const closed = layerWithoutResource(asking, action);
  if (closed === undefined) return searchOnce(asking, action, () => outcomeBySearch(asking, action));
  spendBranch(effort);
  blocked.add(closed.gap);
  return { answer: 'no' };
};

/** The same without what words know. */
export const outcomeBySearch = (asking: Asking, action: string): Outcome => {
  const { principal, options } = asking;
  const hole = holeOf(principal);
  const all = worldFor(principal, action, readingFor('proving', 'allowed', options));
  const proving: SearchInput = {
    worlds: [all],
    purpose: 'proving',
    variants: (problem) => allowedProblems(all, problem),
    accept: () => true,
  };
  if (nothingPossible(asking, action, proving)) return { answer: 'no' };
  const found = hole === undefined ? find(asking, action) : {};
  if ('witness' in found) return { answer: 'yes', witness: found.witness };
  let obstacle: Doubt | undefined;
  search(asking, action, {
    ...proving,
    accept: (leaf) => {
      obstacle = doubtOf(leaf);
      return true;
    },
  });
  if (obstacle === undefined) return { answer: 'no' };
  const { inManagementAccount, scps } = principal;
  if (hole !== undefined) return { answer: 'unknown', ...obstacle, why: { code: hole.code, detail: hole.detail } };
  if (found.doubt !== undefined) return { answer: 'unknown', ...found.doubt };
  if (obstacle.why.code === 'disputed-reading' && scps.present && inManagementAccount.state === 'unknown') {
    return { answer: 'unknown', ...obstacle, why: { code: 'missing-facts', detail: inManagementAccount.why } };
  }
  return { answer: 'unknown', ...obstacle };
};

/** A request that is certain to be allowed, by a search. */
export const find = (asking: Asking, action: string): { witness: Witness } | { doubt?: Doubt } => {
  const world = worldFor(asking.principal, action, readingFor('finding', 'allowed', asking.options));
  let witness: Witness | undefined;
  let doubt: Doubt | undefined;
  search(asking, action, {
    worlds: [world],
    purpose: 'finding',
    variants: (problem) => allowedProblems(world, problem),
    accept: (leaf) => {
      witness = witnessOf(asking, leaf, world);
      if (witness === undefined) doubt ??= doubtOf(leaf);
      return witness !== undefined;
    },
  });
  if (witness !== undefined) return { witness };
  return doubt === undefined ? {} : { doubt };
};

/** A question about thousands of actions is explained by the first of them. */
const MOST_EXPLAINED = 32;

/** Every yes is decided once more as a plain request, in the documented and in the strictest reading. */
export const witnessOf = (asking: Asking, leaf: Leaf, world: ActionWorld): Witness | undefined => {
  const { request } = leaf;
  if (leaf.doubt !== undefined || request === undefined || !isAsked(asking, request)) return undefined;
  const { principal, options } = asking;
  const decision = decideAsRead(principal, request, { derive: false, reading: 'documented' });
  if (decision.decision !== 'Allowed') return undefined;
  if (options.model === 'realistic') {
    const strict = decideAsRead(principal, request, { derive: false, reading: 'denying' });
    if (strict.decision !== 'Allowed') return undefined;
  }
  return { request, shape: leaf.shape, by: decision.by, passedBy: passedDenies(world, request) };
};

/** Whether the request found is one that the question asks about, in every reading of the model. */
export const isAsked = ({ question, options }: Asking, request: AccessRequest): boolean => {
  const view = requestView(request);
  if (!questionMatches(question, view, 'documented')) return false;
  return options.model === 'formal' || questionMatches(question, view, 'narrow');
};
