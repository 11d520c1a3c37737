import type { Severity } from '../checks/severity.ts';
import type { Read } from './read.ts';

/** How far the sweep of one account has come. */
export type SweepState = {
  accountId: string;
  /** When the first complete sweep ended; absent until then: what it finds is the baseline and is not alerted. */
  baselineAt?: string;
  /** When the last complete sweep ended. */
  completedAt?: string;
  /** A sweep that has begun and not ended. */
  run?: SweepRun;
};

export type SweepRun = {
  id: string;
  startedAt: string;
  /** Unique id of the last principal evaluated, in order of unique id. Absent: none yet. */
  after?: string;
  principals: number;
  findingsBySeverity: Readonly<Partial<Record<Severity, number>>>;
  /** Questions that could not be answered. */
  undetermined: number;
};

export interface SweepLog {
  recall(accountId: string): Promise<Read<SweepState>>;
  remember(state: SweepState): Promise<void>;
}
