import type { Finding } from '../findings/finding.ts';
import type { Answer, Ask, Question } from '../reasoning/types.ts';

/** A finding's question, asked again on the state that a plan is made on. */
export type Asked = { finding: Finding; ask: Ask; before: Answer };

/** What a level denies to one principal, and what it claims by that. */
export type Region = {
  /** The Deny statements are derived from these, and the proof is about them. */
  questions: readonly Question[];
  /** Asks of findings that the region closes whole: nothing beside what was asked is denied. */
  wholeAsks: ReadonlySet<Ask>;
  /** The level's own question, where it denies more than findings ask. */
  own?: { checkId: `level.${string}`; ask: Ask; before: Answer };
  /** Everything denied was given by the change that led here, as far as is known. */
  onlyGained: boolean;
  gainUnknown?: true;
};

export type NoRegion = {
  region: 'none';
  outcome: 'UNKNOWN_ANSWER' | 'ALREADY_SAFE' | 'NOT_EXPRESSIBLE';
  detail: string;
  advice: string;
};

export type RegionRead = ({ region: 'found' } & Region) | NoRegion;
