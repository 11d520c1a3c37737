import type { Judgement } from '../checks/judgement.ts';
import type { Severity } from '../checks/severity.ts';
import type { Answer } from '../reasoning/types.ts';
import type { Read } from './read.ts';

/** How far the sweep of one account has come. */
export type SweepState = {
  accountId: string;
  /** When the first complete sweep ended; absent until then: what it finds is the baseline and is not alerted. */
  baselineAt?: string;
  /** When the last complete sweep ended. */
  completedAt?: string;
  /** Roles and users that the last complete sweep saw: what the limit in percent is of. */
  principals?: number;
  /** A sweep that has begun and not ended. */
  run?: SweepRun;
};

export type SweepRun = {
  id: string;
  startedAt: string;
  /** eventId of the request that it began for. */
  by?: string;
  /** Another request came while it ran: what it changed may stand before `after`, so the account is swept once more. */
  again?: true;
  /** Unique id of the last principal evaluated, in order of unique id. Absent: none yet. */
  after?: string;
  principals: number;
  findingsBySeverity: Readonly<Partial<Record<Severity, number>>>;
  /** Questions that could not be answered. */
  undetermined: number;
  /** One answer of each kind to whether a principal can invoke a model: enough to say whether any can. */
  modelAccess: readonly Answer[];
  /** What could not be judged so far, one judgement a missing fact. */
  coverage: readonly Judgement[];
};

export interface SweepLog {
  recall(accountId: string): Promise<Read<SweepState>>;
  remember(state: SweepState): Promise<void>;
}
