import type { CheckId, Evidence, References, Subject } from '../checks/check.ts';
import type { Severity } from '../checks/severity.ts';
import type { Answer, Ask, StatementRef, Why } from '../reasoning/types.ts';

/** `f-` + 26 characters of lower-case base32 of SHA-256 over check id, subject's unique id and question name. */
export type FindingId = `f-${string}`;
export type FindingStatus = 'new' | 'updated' | 'resolved' | 'suppressed' | 'undetermined';

/** How the finding came about, as far as it is known. */
export type Novelty =
  /** Before the change the question answered no. */
  | 'granted-by-this-change'
  /** It answered yes before, and now a request is possible that was not. */
  | 'widened-by-this-change'
  | 'already-there'
  /** The state before is not known. */
  | 'unknown';

export type FindingAnswer =
  | Answer
  | { answer: 'yes'; evidence: readonly Evidence[] }
  | { answer: 'no' }
  | { answer: 'unknown'; why: Why };

/** Which change led to the evaluation; absent for a sweep. */
export type Cause = {
  eventId: string;
  eventName: string;
  eventSource: string;
  at: string;
  actorArn?: string;
  actorType: string;
  sourceAddress?: string;
};

/** A statement quoted for a person. */
export type Because = StatementRef & { policyArn?: string; text: string; sha256: string };

export type Finding = {
  id: FindingId;
  /** Grows by one with each emitted change; with the id it makes the idempotency key. */
  version: number;
  checkId: CheckId;
  checkName: string;
  title: string;
  questionName: string;
  /** For access questions: what was asked, so that it can be asked again and contained. */
  ask?: Ask;
  status: FindingStatus;
  severity: Severity;
  subject: Subject;
  /** One sentence that names the subject and what can happen. */
  sentence: string;
  reason?: string;
  answer: FindingAnswer;
  because: readonly Because[];
  novelty: Novelty;
  references: References;
  cause?: Cause;
  /** ISO 8601. */
  firstSeen: string;
  evaluatedAt: string;
};
