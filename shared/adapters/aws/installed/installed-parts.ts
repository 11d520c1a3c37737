import type { DeployedRule } from '../../../facts/deployed.ts';
import type { Known } from '../../../facts/known.ts';
import type { ReleasedRolePolicy } from '../../../facts/released-policy.ts';
import type { Deployment, Trail } from '../../../facts/wide-state.ts';

/** The way from a queue to a function (AWS Lambda API Reference, "EventSourceMappingConfiguration"). */
export type EventSourceMapping = {
  id: string;
  /** In Lambda's words: `Enabled`, `Updating`, `Disabled` ... */
  state: string;
  /** When it, or its state, changed last. ISO 8601. */
  changedAt?: string;
};

/** A function of Ringfence as it is deployed. */
export type InstalledFunction = {
  name: string;
  runtime: string;
  /** Absent: the account's concurrency is shared. 0: it cannot run. */
  reservedConcurrency?: number;
  /** What starts it: one for each queue. None: it has no queue, or nothing starts it. */
  mappings: readonly EventSourceMapping[];
  /** ISO 8601, to the precision of its log. Absent: it has not run since its log began. */
  lastRunAt?: string;
};

export type InstalledQueue = { name: string; waiting: number; deadLetters: boolean };

/** A topic for people, and how many hear it. */
export type InstalledTopic = {
  arn: string;
  there: boolean;
  confirmed: number;
  /** Asked for, and not confirmed by whoever has the address. */
  waiting: number;
};

/** How an installation stands. What could not be read is unknown, with the permission that would settle it. */
export type InstalledParts = {
  functions: Known<readonly InstalledFunction[]>;
  rules: Known<readonly DeployedRule[]>;
  /** What runs as each function, beside what was recorded when it was deployed. */
  deployment: Known<Deployment>;
  queues: Known<readonly InstalledQueue[]>;
  trails: Known<readonly Trail[]>;
  topics: Known<readonly InstalledTopic[]>;
  /** What the roles were deployed with. */
  policies: Known<readonly ReleasedRolePolicy[]>;
};
