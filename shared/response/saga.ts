import type { Cause } from '../findings/finding.ts';
import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';
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
  /** Request ids of our writes, for echo recognition. */
  requestIds: readonly string[];
  approval?: { planHash: string; approver: string; at: string; expires: string };
  undo?: { requestedBy: string; reason: string; at: string };
  openedAt: string;
  changedAt: string;
};
