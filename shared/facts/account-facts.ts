import type { HeldSurrounding } from './guardrail/surroundings.ts';
import type { ByRegion, RegionState } from './region-state.ts';
import type { PrincipalFacts } from './principal-facts.ts';
import type { WideState } from './wide-state.ts';

/** Bedrock's model invocation logging of one Region (AWS: "Monitor model invocation using CloudWatch Logs and Amazon S3"). */
export type InvocationLogging = {
  text: boolean;
  image: boolean;
  embedding: boolean;
  video: boolean;
  audio: boolean;
  logGroup?: string;
  bucket?: string;
  /** Where what is too large for the log group goes; without it such data is not kept. */
  largeDataBucket?: string;
};

/** One guardrail version as GetGuardrail gives it; the semantic diff reads `content`. */
export type GuardrailFacts = {
  id: string;
  arn: string;
  region: string;
  /** `DRAFT` or a number. */
  version: string;
  name: string;
  /** GetGuardrail's answer, JSON values; of DRAFT with `tags`, as ListTagsForResource answers, where they could be read. */
  content: Readonly<Record<string, unknown>>;
};

/** `asOf`: ISO 8601, when it was read. */
export type SeenGuardrail = { facts: GuardrailFacts; asOf: string };

/**
 * What is remembered of a guardrail: how it was seen last, and, where that may be weaker than before, how it was before. Many
 * small losses are so held against one state and never forgotten one by one.
 */
export type GuardrailRecord = SeenGuardrail & { heldAgainst?: SeenGuardrail };

/** What a sweep or a file knows of an account at one time. */
export type AccountFacts = {
  accountId: string;
  /** ISO 8601: when it was read. */
  asOf: string;
  principals: readonly PrincipalFacts[];
  /** By Region. A Region that could not be read is `unknown`. */
  invocationLogging: ByRegion<InvocationLogging>;
  /** By Region: the DRAFT of each guardrail. */
  guardrails: ByRegion<readonly GuardrailFacts[]>;
  /** By ARN: what Ringfence remembers of a guardrail, to hold it against. Absent: nothing is remembered. */
  guardrailRecords?: Readonly<Record<string, GuardrailRecord>>;
  /** What stands around guardrails, each as it is beside the state that it is held against. Absent: nothing is remembered. */
  surroundings?: readonly HeldSurrounding[];
  /** What else was read of each Region. A Region or a part that is not here was not read: `regionFact` says so. */
  regions?: Readonly<Record<string, RegionState>>;
  /** What belongs to no Region. A part that is not here was not read: `wideFact` says so. */
  wide?: WideState;
};
