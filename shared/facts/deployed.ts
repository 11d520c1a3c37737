import type { ReleasedFunction } from './released.ts';

/** A rule of EventBridge as it stands. */
export type DeployedRule = {
  name: string;
  enabled: boolean;
  /** As EventBridge holds it. Absent: the clock starts it. */
  pattern?: unknown;
  targets: readonly { arn: string; deadLetters: boolean }[];
};

/** A function of Ringfence as Lambda runs it. */
export type DeployedFunction = {
  name: string;
  /** Base64. */
  codeSha256: string;
  handler: string;
  runtime: string;
  /** Seconds. */
  timeout: number;
  /** ARN. */
  role: string;
  /** Names of its environment variables, in order. */
  environment: readonly string[];
  /** ARNs. A layer runs code that is not in the package. */
  layers: readonly string[];
  /** ISO 8601. */
  changedAt?: string;
};

/** What was recorded of one function when it was deployed. `changedAt`: ISO 8601. */
export type RecordedFunction = { function: string; changedAt?: string } & (
  | { reads: true; released: ReleasedFunction }
  /** It is no record of a deployment: what is wrong with it. */
  | { reads: false; why: string }
);
