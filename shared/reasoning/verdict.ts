import type { Principal } from './principal.ts';
import type { Action, Arn, SearchOptions, Verdict } from './types.ts';

/** What any context can make of one action on one resource. */
export const verdict = (_principal: Principal, _action: Action, _resource: Arn, _options: SearchOptions): Verdict => ({
  verdict: 'conditional',
  proven: false,
  why: { code: 'unsupported', detail: 'The search is not wired yet.' },
});
