import type { Subject } from '../checks/check.ts';
import type { FindingId } from '../findings/finding.ts';
import type { AccessRequest, Answer, Ask } from '../reasoning/types.ts';
import type { Outcome } from './outcome.ts';

export const levels = ['surgical', 'sensitive', 'quarantine'] as const;
export type Level = (typeof levels)[number];
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
  /** Service-specific credentials by id. Absent: there are none, or the input cannot hold them. */
  credentials?: Readonly<Record<string, string>>;
};

/** One call, in the words of the AWS CLI (`put-role-permissions-boundary`, `role-name`), so that a person can repeat it. */
export type PlannedCall = { service: 'iam'; operation: string; parameters: Readonly<Record<string, string>> };

export type PlannedQuestion = {
  /** Of the level's own question: an id that no finding has. */
  findingId: FindingId;
  /** `RF.SENSITIVE.10`; `level.quarantine` and `level.sensitive` where the level itself asks. */
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

/** A managed policy as it was when it was read. */
export type PolicyOnRecord = { arn: string; versionId: string; document: string };

/** A credential that a quarantine makes inactive. It was active, so an undo makes it active again. */
export type PlannedCredential = { kind: 'access-key' | 'service-credential'; id: string; serviceName?: string };

export type PlanDocuments = {
  boundary?: string;
  inline?: string;
  merged?: string;
  managed?: string;
  /** Beside the others, on request: denies AI actions to sessions that were opened before the plan was made. */
  revocation?: string;
};

export type Plan = {
  /** `c-` + 26 characters of base32 of `planHash`. */
  id: string;
  subject: Subject;
  level: Level;
  mechanism: Mechanism;
  questions: readonly PlannedQuestion[];
  /** As IAM would get them. */
  documents: PlanDocuments;
  /** Name of the inline policy; its last part is the hash of the document. */
  inlineName?: string;
  revocationName?: string;
  /** Merged only: the boundary as it was, so that a person can compare, and an undo can put it back. */
  replaced?: { arn: string; document: string };
  /** Quarantine of a user only. */
  credentials?: readonly PlannedCredential[];
  /** Level sensitive: what the principal could do before the change is not known, so everything it holds now is denied. */
  gainUnknown?: true;
  /** Violated questions that this level does not close, one a check and question. */
  leavesOpen?: readonly string[];
  /** Mechanisms that come earlier in the order, and why each was not taken. */
  passedOver?: readonly string[];
  /** Named by content: `…:policy/ringfence/<first 32 hex of sha256(document)>`. */
  policyArn?: string;
  /** Asked and proved as if that boundary were there: the plan stands beside one that is put back once it is in force. */
  asIf?: { sagaId: string; boundary: PolicyOnRecord };
  snapshot: Snapshot;
  snapshotHash: string;
  desiredHash: string;
  /** H(principal id, snapshot hash, desired hash, level, round): what an approval is bound to. */
  planHash: string;
  /** How many sagas of this subject ended before: the same plan made again after an undo is another plan. */
  round: number;
  proof: Proof;
  calls: readonly PlannedCall[];
  undo: readonly PlannedCall[];
  /** What will stop working, in sentences, with last use where known. */
  stops: readonly string[];
  /** True: takes back only what the change has just given. False: needs approval in enforce too. */
  onlyWhatWasJustGiven: boolean;
  /** Why a person must look first, in enforce too. Empty: nothing does. */
  approvalReasons: readonly string[];
  /** Actions of the self-protection that the principal could do before; the plan takes them too, on its own ARN only. */
  shield: readonly string[];
  /** When the second of the two agreeing reads was made. ISO 8601. */
  plannedAt: string;
};

/** A named outcome instead of a plan, and what a person can do about it. */
export type NoPlan = {
  outcome: Outcome;
  detail: string;
  /** What a person can do, with names and commands. */
  advice: string;
  /** Ready to paste, where the outcome has them: an inline Deny policy, a service control policy. */
  /** What the documents deny, where that is not what the level asked for means. */
  extent?: { level: Level; denies: string };
  documents?: {
    inline?: string;
    serviceControlPolicy?: string;
    /** A statement for the policies of what another account's principal is let in to. */
    resourcePolicy?: string;
    /** The same for the trust policies of the roles that it may assume. */
    trustPolicy?: string;
    /** The inline policy of a permission set as it should be. */
    permissionSet?: string;
  };
};

export type Planned = { planned: true; plan: Plan } | ({ planned: false } & NoPlan);
