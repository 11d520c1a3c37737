import type { Principal } from './principal.ts';
import type { Answer, Arn, Ask, Question, SearchOptions } from './types.ts';

export type CanEverOptions = SearchOptions & {
  /** For `path`: the principal that an ARN names. `undefined`: its facts are not known, and the path is unknown. */
  resolve?: (arn: Arn) => Principal | undefined;
};

/**
 * Can this principal ever do ACTIONS on RESOURCES in a request where CONDITIONS? Every yes carries a request that
 * `decide` allows; every no is a proof by exhaustion; everything else is unknown with its reason.
 */
export const canEver = (principal: Principal, _question: Question | Ask, _options: CanEverOptions): Answer => ({
  given: principal.given,
  answer: 'unknown',
  why: { code: 'unsupported', detail: 'The search is not wired yet.' },
});
