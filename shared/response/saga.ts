import type { Cause } from '../findings/finding.ts';
import type { Outcome } from './outcome.ts';
import type { Plan, PlannedCall, PolicyOnRecord } from './plan.ts';
import type { Mode } from './settings.ts';

export type SagaState =
  | 'PLANNED'
  | 'WAITING'
  | 'INTENT'
  | 'WRITTEN'
  | 'CONTAINED'
  | 'SETTLED'
  | 'REFUSED'
  | 'CONFLICT'
  | 'FAILED'
  | 'ESCALATED'
  | 'DRIFTED'
  | 'SUBJECT_GONE'
  | 'UNDO_PLANNED'
  | 'UNDO_INTENT'
  | 'UNDO_WRITTEN'
  | 'UNDONE'
  | 'UNDO_CONFLICT';

/** A call that was about to be made. Stored before it is made, so that the event it causes can be recognised. */
export type SagaWrite = {
  call: PlannedCall;
  at: string;
  /** `pending`: not known yet, or the worker died. `lost`: it may have been applied. */
  answer: 'pending' | 'written' | 'refused' | 'lost';
  requestId?: string;
};

/** One containment from plan to undo. Every change of it is one conditional write on (version, fence). */
export type Saga = {
  /** The plan's id: a repeat of the same plan is the same saga. */
  id: string;
  version: number;
  /** Grows when a worker takes the subject's lease; an old worker's next write fails. */
  fence: number;
  state: SagaState;
  plan: Plan;
  mode: Mode;
  cause?: Cause;
  outcome?: Outcome;
  detail?: string;
  /** Every call of ours, in order, for echo recognition. */
  writes: readonly SagaWrite[];
  /** Request ids of `writes`, for people and formats. */
  requestIds: readonly string[];
  /** Whoever asked for it, where a person did. */
  requestedBy?: string;
  approval?: { planHash: string; approver: string; at: string; expires: string };
  rejection?: { planHash: string; by: string; at: string; reason: string };
  undo?: { requestedBy: string; reason: string; at: string; approver?: string };
  /** Why a person has to decide although the mode does not ask for one: a limit that is used up. */
  held?: string;
  /** Principals of the account, for the limit in percent; absent: not known, so the smallest limit holds. */
  principalCount?: number;
  /** No state waits for ever: after this it expires (WAITING) or is settled (CONTAINED). ISO 8601. */
  deadline?: string;
  /** Infrastructure as code that took off what was set here, and how often in a row for this principal. */
  setBack?: { by: string; times: number };
  /** The policy that it made is gone for certain. Only of a saga that has ended otherwise than by its undo. */
  policyGone?: true;
  /** The change of another that its boundary wrote over, and how far the repair is. */
  lostUpdate?: LostUpdateOnRecord;
  /** How often CloudTrail was asked whether there is one, and did not say. */
  unanswered?: number;
  /** When it is asked next, where no deadline says so: after something else went wrong. ISO 8601. */
  lookAt?: string;
  /** CloudTrail said what the boundary was written over, or a person was told that it does not say. */
  looked?: true;
  /** What is left to do about a boundary that the undo may have written over. Absent: nothing. */
  afterUndo?: AfterUndo;
  openedAt: string;
  changedAt: string;
};

/**
 * `deny-beside`: the Deny is being set beside the policies, so that it stays in force. `put-back`: it is, or the boundary that was
 * lost closes the questions itself, so the undo role may put that one back. `person`: nothing is written any more.
 */
export type LostUpdateOnRecord = {
  eventId: string;
  at: string;
  by?: string;
  repair: 'deny-beside' | 'put-back' | 'person';
  /** Absent: the boundary was taken off, or cannot be read. */
  boundary?: PolicyOnRecord;
  /** It is what ought to stand after the undo. Absent: it is what the undo has to restore. */
  afterUndo?: true;
};

export type AfterUndo =
  /** CloudTrail is asked at that time. `unanswered`: how often it was. */
  | { next: 'look'; at: string; unanswered: number }
  /** The boundary of `lostUpdate` is put back; a person is told after that time. */
  | { next: 'put-back'; until: string };
