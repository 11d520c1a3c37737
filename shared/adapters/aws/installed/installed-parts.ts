import type { DeployedRule } from '../../../facts/deployed.ts';
import type { Known } from '../../../facts/known.ts';
import type { Deployment, Trail } from '../../../facts/wide-state.ts';

/** A function of Ringfence as it is deployed. */
export type InstalledFunction = {
  name: string;
  runtime: string;
  /** Absent: the account's concurrency is shared. 0: it cannot run. */
  reservedConcurrency?: number;
  /** Whether its queue starts it. Absent: it has no queue. */
  queueStarts?: boolean;
  /** ISO 8601, to the precision of its log. Absent: it has not run since its log began. */
  lastRunAt?: string;
};

export type InstalledQueue = { name: string; waiting: number; deadLetters: boolean };

/** How an installation stands. What could not be read is unknown, with the permission that would settle it. */
export type InstalledParts = {
  functions: Known<readonly InstalledFunction[]>;
  rules: Known<readonly DeployedRule[]>;
  /** What runs as each function, beside what was recorded when it was deployed. */
  deployment: Known<Deployment>;
  queues: Known<readonly InstalledQueue[]>;
  trails: Known<readonly Trail[]>;
};
