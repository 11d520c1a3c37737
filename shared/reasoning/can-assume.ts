import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Answer, SearchOptions } from './types.ts';

/**
 * `anyone`: any AWS principal of any account, allowed everything on its own side. `another-account`: the same, and the
 * account is not the role's. `service`: an AWS service principal such as `bedrock.amazonaws.com`; `forAnotherAccount`:
 * acting for an account that is not the role's (the confused deputy).
 */
export type AssumeWho =
  | { kind: 'anyone' }
  | { kind: 'another-account' }
  | { kind: 'account'; accountId: string }
  | { kind: 'service'; service: string; forAnotherAccount: boolean };

/** Can somebody of this kind ever assume the role? Judged by its trust policy alone. */
export const canAssume = (_role: PrincipalFacts, _who: AssumeWho, _options: SearchOptions): Answer => ({
  given: [],
  answer: 'unknown',
  why: { code: 'unsupported', detail: 'The search is not wired yet.' },
});
