import type { ActionWorld } from '../action-world.ts';
import { decideAsRead } from '../decide.ts';
import { requestView } from '../match/request-view.ts';
import type { AccessRequest, Witness } from '../types.ts';
import { doubtOf, holeOf, readingFor, search, worldFor, type Asking, type Doubt } from './asking.ts';
import { passedDenies } from './explain.ts';
import { questionMatches } from './question.ts';
import type { Leaf } from './search-action.ts';
import { allowedProblems } from './world-problem.ts';

export type Outcome = { answer: 'yes'; witness: Witness } | { answer: 'no' } | ({ answer: 'unknown' } & Doubt);

/** Can the principal ever do this one action, as the question asks? */
export const askAction = (asking: Asking, action: string): Outcome => {
  const { principal, options } = asking;
  const hole = holeOf(principal);
  let doubt: Doubt | undefined;
  if (hole === undefined) {
    const world = worldFor(principal, action, readingFor('finding', 'allowed', options));
    let found: Witness | undefined;
    search(asking, action, {
      worlds: [world],
      purpose: 'finding',
      variants: (problem) => allowedProblems(world, problem),
      wanted: 'allowed',
      accept: (leaf) => {
        found = witnessOf(asking, leaf, world);
        if (found === undefined) doubt ??= doubtOf(leaf);
        return found !== undefined;
      },
    });
    if (found !== undefined) return { answer: 'yes', witness: found };
  }
  const world = worldFor(principal, action, readingFor('proving', 'allowed', options));
  let obstacle: Doubt | undefined;
  search(asking, action, {
    worlds: [world],
    purpose: 'proving',
    variants: (problem) => allowedProblems(world, problem),
    wanted: 'allowed',
    accept: (leaf) => {
      obstacle = doubtOf(leaf);
      return true;
    },
  });
  if (obstacle === undefined) return { answer: 'no' };
  const { inManagementAccount, scps } = principal;
  if (hole !== undefined) return { answer: 'unknown', ...obstacle, why: { code: hole.code, detail: hole.detail } };
  if (doubt !== undefined) return { answer: 'unknown', ...doubt };
  if (obstacle.why.code === 'disputed-reading' && scps.present && inManagementAccount.state === 'unknown') {
    return { answer: 'unknown', ...obstacle, why: { code: 'missing-facts', detail: inManagementAccount.why } };
  }
  return { answer: 'unknown', ...obstacle };
};

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
