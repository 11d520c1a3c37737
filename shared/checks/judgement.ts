import type { Answer, Ask, StatementRef, Why, Witness } from '../reasoning/types.ts';
import type { CheckId, Evidence, Origin, References, Subject, TrustQuestion } from './check.ts';
import type { Severity } from './severity.ts';

/** How a yes came about, as far as it is known. */
export type Novelty =
  /** Before the change the question answered no. */
  | 'granted-by-this-change'
  /** It answered yes before, and now a request is possible that was not. */
  | 'widened-by-this-change'
  | 'already-there'
  /** The state before is not known. */
  | 'unknown';

/** A statement quoted for a person. `sha256`: of the whole document's text, so that an auditor finds the exact one. */
export type Because = StatementRef & { policyArn?: string; text: string; sha256: string };

export type JudgedAnswer =
  | Answer
  | { answer: 'yes'; evidence: readonly Evidence[] }
  | { answer: 'no' }
  | { answer: 'unknown'; why: Why };

/**
 * One answer of one check about one subject, with the check's words on it. Made by the engine alone: a check says its
 * question and its sentence. findings/ turns judgements into findings.
 */
export type Judgement = {
  /** `granted`: a question about access. `state`: a fact. `done`: an act, each time one of its own. `coverage`: a missing fact. */
  kind: 'granted' | 'state' | 'done' | 'coverage';
  checkId: CheckId;
  checkName: string;
  title: string;
  questionName: string;
  ask?: Ask;
  trust?: TrustQuestion;
  severity: Severity;
  subject: Subject;
  /** Empty for a no. */
  sentence: string;
  reason?: string;
  answer: JudgedAnswer;
  because: readonly Because[];
  novelty: Novelty;
  /** For `widened-by-this-change`: a request that was refused before and is allowed now. */
  gained?: Witness;
  references: References;
  containment: 'deny' | 'restore' | 'ask';
  fix: string;
  /** Ordinary use: listed in the principal's access, never a finding. */
  listedOnly?: true;
  origin?: Origin;
};

/** Everything one call of the engine found out. */
export type Asked = {
  judgements: readonly Judgement[];
  /** The checks that were asked. What one of them no longer judges is resolved; what was not asked stays as it is. */
  consulted: readonly CheckId[];
};
