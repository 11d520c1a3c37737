import type { CheckId, Origin, References, Subject, TrustQuestion } from '../checks/check.ts';
import type { Because, JudgedAnswer, Novelty } from '../checks/judgement.ts';
import type { Severity } from '../checks/severity.ts';
import type { Ask, Witness } from '../reasoning/types.ts';

export type { Because, Novelty } from '../checks/judgement.ts';

/** `f-` + 26 characters of lower-case base32 of SHA-256 over check id, subject's unique id and question name. */
export type FindingId = `f-${string}`;
export type FindingStatus = 'new' | 'updated' | 'resolved' | 'suppressed' | 'undetermined';

export type FindingAnswer = JudgedAnswer;

/** Which change led to the evaluation; absent for a sweep. */
export type Cause = {
  eventId: string;
  eventName: string;
  eventSource: string;
  at: string;
  actorArn?: string;
  actorType: string;
  sourceAddress?: string;
  /** `CloudFormation`, `Terraform` and so on, as far as the record says. */
  infrastructureAsCode?: string;
};

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
  /** For questions about who may assume a role. */
  trust?: TrustQuestion;
  status: FindingStatus;
  /** Why it is resolved or suppressed, one clause: `the question answers no`, `exemption x-1`. */
  statusReason?: string;
  severity: Severity;
  subject: Subject;
  /** One sentence that names the subject and what can happen. */
  sentence: string;
  reason?: string;
  answer: FindingAnswer;
  because: readonly Because[];
  novelty: Novelty;
  /** For `widened-by-this-change`: a request that was refused before and is allowed now. */
  gained?: Witness;
  references: References;
  /** What Ringfence can do about it. Absent in findings stored before it was kept: read it as the check's. */
  containment?: 'deny' | 'restore' | 'ask';
  fix?: string;
  origin?: Origin;
  cause?: Cause;
  /** ISO 8601. */
  firstSeen: string;
  evaluatedAt: string;
};
