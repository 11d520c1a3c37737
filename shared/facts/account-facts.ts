import type { Known } from './known.ts';
import type { PrincipalFacts } from './principal-facts.ts';

/** Bedrock's model invocation logging of one Region (AWS: "Monitor model invocation using CloudWatch Logs and Amazon S3"). */
export type InvocationLogging = {
  text: boolean;
  image: boolean;
  embedding: boolean;
  video: boolean;
  audio: boolean;
  logGroup?: string;
  bucket?: string;
};

/** One guardrail version as GetGuardrail gives it; the semantic diff reads `content`. */
export type GuardrailFacts = {
  id: string;
  arn: string;
  region: string;
  /** `DRAFT` or a number. */
  version: string;
  name: string;
  /** GetGuardrail's answer, JSON values. */
  content: Readonly<Record<string, unknown>>;
};

/** What a sweep or a file knows of an account at one time. */
export type AccountFacts = {
  accountId: string;
  /** ISO 8601: when it was read. */
  asOf: string;
  principals: readonly PrincipalFacts[];
  /** By Region. A Region that could not be read is `unknown`. */
  invocationLogging: Readonly<Record<string, Known<InvocationLogging>>>;
  /** By Region. */
  guardrails: Readonly<Record<string, Known<readonly GuardrailFacts[]>>>;
};
