import type { Principal } from '../principal.ts';
import type { AccessRequest, Answer, Question, SearchOptions } from '../types.ts';

/**
 * Where the document would stand. `boundary`: a new boundary, `Allow * on *` plus Deny, for a principal that has none.
 * `inline` and `managed`: one more identity policy. `merged`: the document replaces the present boundary.
 */
export type ContainmentMechanism = 'boundary' | 'inline' | 'managed' | 'merged';

export type ContainmentProof = {
  /** One answer for each question, once the document is in force. */
  answers: readonly Answer[];
  /** True when every answer is no. */
  questionsAnswerNo: boolean;
  /** Requests outside the questions: proved the same (`exact`), or compared on `sampled` requests. */
  outsideUnchanged: { exact: boolean; sampled: number; differences: readonly AccessRequest[] };
};

export type ProofRefusal = { refused: { code: 'PROOF_FAILED' | 'BAD_DOCUMENT'; detail: string } };

/** Proves what a document would do before anybody writes it. */
export const proveContainment = (
  _before: Principal,
  _document: string,
  _mechanism: ContainmentMechanism,
  _questions: readonly Question[],
  _options: SearchOptions,
): ContainmentProof | ProofRefusal => ({
  refused: { code: 'PROOF_FAILED', detail: 'The proof is not wired yet.' },
});
