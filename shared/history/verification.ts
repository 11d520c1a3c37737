/** What a verifier can find, gravest first: what cannot be read is never intact. */
export const faultVerdicts = [
  'UNREADABLE',
  'NON_CANONICAL',
  'CONTENT_MISMATCH',
  'FORK',
  'GAP',
  'BROKEN_LINK',
  'TRUNCATED',
  'REWIND',
  'MISSING_DOCUMENT',
  'RULE_BROKEN',
  'BAD_SIGNATURE',
  'UNKNOWN_KEY',
  'CHECKPOINT_MISSING',
  'SILENCE',
  'SEAL_TOUCHED',
] as const;

export type FaultVerdict = (typeof faultVerdicts)[number];

/**
 * `INTACT`: every rule holds and a checkpoint covers the last entry. `INTACT_UNSEALED_TAIL`: every rule holds for what is
 * there; what came after the last checkpoint could have been cut off or written anew unseen.
 */
export type Verdict = 'INTACT' | 'INTACT_UNSEALED_TAIL' | FaultVerdict;

export type Fault = {
  verdict: FaultVerdict;
  /** Rule of docs/containment, `V3`. */
  rule: `V${number}`;
  /** Line of the stored history, from 1; absent where a line is not the place. */
  line?: number;
  /** `seq` where the fault is; for GAP and TRUNCATED the first that is missing. */
  seq?: number;
  /** GAP, TRUNCATED, CHECKPOINT_MISSING: how many are missing. */
  missing?: number;
  detail: string;
};

/** What a signed checkpoint says. Signing and storing it is another matter; a verified one covers entries. */
export type Checkpoint = {
  v: 1;
  /** 0, 1, 2, … */
  n: number;
  /** Entries covered. */
  size: number;
  /** Hash of entry `size - 1`; 64 zeros when `size` is 0. */
  head: string;
  /** RFC 6962 Merkle tree hash over the entry hashes. */
  root: string;
  time: string;
  /** SHA-256 of the canonical checkpoint before; 64 zeros for the first. */
  prevCheckpoint: string;
  keyId: string;
  algorithm: string;
};

export type Verification = {
  /** The gravest fault, or one of the two that are none. */
  verdict: Verdict;
  faults: readonly Fault[];
  /** Lines read. */
  lines: number;
  /** Entries up to here are covered by a checkpoint. */
  sealed: number;
  /** Hash of the last line that was read; 64 zeros for none. */
  head: string;
};
