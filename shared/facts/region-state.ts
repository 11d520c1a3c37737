import type { Known } from './known.ts';

export type ByRegion<T> = Readonly<Record<string, Known<T>>>;

/** Account-level enforcement (Amazon Bedrock API Reference, "AccountEnforcedGuardrailOutputConfiguration"). */
export type EnforcedGuardrail = {
  configId: string;
  guardrailArn: string;
  /** A number, or `DRAFT`. */
  guardrailVersion: string;
  /** Absent: every model. `ALL` stands for every model too. */
  includedModels?: readonly string[];
  excludedModels?: readonly string[];
};

/** Who names a guardrail: an agent, a flow, a knowledge base's application. */
export type GuardrailReference = {
  /** ARN of whoever refers to it. */
  by: string;
  /** Id or ARN. */
  guardrail: string;
  version?: string;
};

export type AutomatedReasoningFacts = { arn: string; name: string; version: string };

/** One place that invocation logs go to, as the services that hold it describe it. */
export type LogDestination = {
  kind: 'log-group' | 'bucket';
  name: string;
  /** Account that owns it, 12 digits. */
  owner?: string;
  /** Customer managed key; `none`: a key of AWS. */
  key?: { state: 'enabled' | 'disabled' | 'pending-deletion' } | 'none';
  /** Log groups: `never` means for ever. Buckets: the shortest expiry of a lifecycle rule. */
  retentionDays?: number | 'never';
  /** Buckets. */
  versioning?: boolean;
  /** Whether anybody outside of the account can read it. */
  isPublic?: boolean;
  /** Principals, by ARN, that its policy lets read it besides the account's own. */
  readers?: readonly string[];
};

/** Account retention of prompts and answers on each endpoint (Amazon Bedrock API Reference, "GetAccountDataRetention"). */
export type DataRetention = {
  endpoint: 'bedrock' | 'bedrock-mantle';
  /** `none`, `inherit`, `default`, `aws_review` or `provider_data_share`. */
  mode: string;
};

export type AccessAnalyzer = {
  arn: string;
  /** `ACCOUNT`, `ORGANIZATION`: external access. Others look at unused or internal access. */
  type: string;
  active: boolean;
};

/** What is read of one Region besides guardrails and invocation logging. */
export type RegionValues = {
  /** Published versions by guardrail id; a guardrail without any is listed with none. */
  guardrailVersions: Readonly<Record<string, readonly string[]>>;
  /** Text of the resource policy by guardrail ARN; a guardrail without one is not listed. */
  guardrailPolicies: Readonly<Record<string, string>>;
  enforcedGuardrails: readonly EnforcedGuardrail[];
  guardrailReferences: readonly GuardrailReference[];
  automatedReasoning: readonly AutomatedReasoningFacts[];
  logDestinations: readonly LogDestination[];
  dataRetention: readonly DataRetention[];
  accessAnalyzers: readonly AccessAnalyzer[];
};

/** Each part known, absent or unknown by itself; a part that is not here was not read. */
export type RegionState = { readonly [K in keyof RegionValues]?: Known<RegionValues[K]> };
