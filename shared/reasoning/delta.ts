import type { Principal } from './principal.ts';
import type { Delta, Question, SearchOptions } from './types.ts';

/**
 * One request for each watched question that two worlds answer differently: allowed after and not before is gained, the
 * other way round is lost.
 */
export const delta = (
  _before: Principal,
  _after: Principal,
  watched: readonly Question[],
  _options: SearchOptions,
): Delta => ({
  gained: [],
  lost: [],
  undetermined: watched.map((question) => ({
    question,
    why: { code: 'unsupported', detail: 'The search is not wired yet.' },
  })),
});
