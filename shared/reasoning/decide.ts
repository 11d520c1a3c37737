import type { Principal } from './principal.ts';
import type { AccessRequest, Decision, Reading } from './types.ts';

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
 * Decides one concrete request as IAM does.
 * @throws Undecidable when a layer of the principal is unknown or unreadable; the message says which.
 */
export const decide = (_principal: Principal, _request: AccessRequest, _options: DecideOptions = {}): Decision => {
  throw new Undecidable('The evaluator is not wired yet.');
};
