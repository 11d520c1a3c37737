import type { Known } from '../../../facts/known.ts';
import type { Trail } from '../../../facts/wide-state.ts';

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

export type InstalledRule = {
  name: string;
  enabled: boolean;
  /** As EventBridge holds it. Absent: the clock starts it. */
  pattern?: unknown;
  targets: readonly { arn: string; deadLetters: boolean }[];
};

export type InstalledQueue = { name: string; waiting: number; deadLetters: boolean };

/** How an installation stands. What could not be read is unknown, with the permission that would settle it. */
export type InstalledParts = {
  functions: Known<readonly InstalledFunction[]>;
  rules: Known<readonly InstalledRule[]>;
  queues: Known<readonly InstalledQueue[]>;
  trails: Known<readonly Trail[]>;
};
