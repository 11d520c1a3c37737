import type { Subject } from '../checks/check.ts';
import type { FindingId } from '../findings/finding.ts';
import type { AccessRequest, Answer, Ask } from '../reasoning/types.ts';
import type { Outcome } from './outcome.ts';

export type Level = 'surgical' | 'sensitive' | 'quarantine';
export type Mechanism = 'boundary' | 'inline' | 'merged' | 'managed' | 'group';

/** The subject's state that a plan was made on: compared field by field before a write and after an undo. */
export type Snapshot = {
  uniqueId: string;
  arn: string;
  createdAt?: string;
  /** ARN, default version and hash of the boundary that was there. */
  boundary?: { arn: string; versionId?: string; sha256: string };
  inline: Readonly<Record<string, string>>;
  attached: readonly string[];
  groups: readonly string[];
  keys: Readonly<Record<string, string>>;
};

/** One call, in the words of the AWS CLI, so that a person can read or repeat it. */
export type PlannedCall = { service: 'iam'; operation: string; parameters: Readonly<Record<string, string>> };

export type PlannedQuestion = {
  findingId: FindingId;
  checkId: string;
  name: string;
  ask: Ask;
  before: Answer;
  after: Answer;
};

/** What was computed before anything is written. */
export type Proof = {
  /** Every question answers no once the documents are in force. */
  questionsAnswerNo: boolean;
  /** Requests outside the region keep their answer: exact, or the number sampled beside it. */
  outsideUnchanged: { exact: boolean; sampled: number; differences: readonly AccessRequest[] };
};

export type Plan = {
  /** `c-` + 26 characters of base32 of `planHash`. */
  id: string;
  subject: Subject;
  level: Level;
  mechanism: Mechanism;
  questions: readonly PlannedQuestion[];
  /** As IAM would get them. */
  documents: { boundary?: string; inline?: string; merged?: string; managed?: string };
  /** Named by content: `…:policy/ringfence/<first 32 hex of sha256(document)>`. */
  policyArn?: string;
  snapshot: Snapshot;
  snapshotHash: string;
  desiredHash: string;
  /** H(principal id, snapshot hash, desired hash): what an approval is bound to. */
  planHash: string;
  proof: Proof;
  calls: readonly PlannedCall[];
  undo: readonly PlannedCall[];
  /** What will stop working, in sentences, with last use where known. */
  stops: readonly string[];
  /** True: takes back only what the change has just given. False: needs approval in enforce too. */
  onlyWhatWasJustGiven: boolean;
  plannedAt: string;
};

/** A named outcome instead of a plan, and what a person can do about it. */
export type NoPlan = { outcome: Outcome; detail: string; advice: string };

export type Planned = { planned: true; plan: Plan } | ({ planned: false } & NoPlan);
