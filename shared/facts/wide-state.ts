import type { Known } from './known.ts';
import type { Runner } from './runner.ts';
import type { ServiceUse } from './services-last-used.ts';

/** One trail and what its selectors record (AWS CloudTrail API Reference, "Trail" and "GetEventSelectors"). */
export type Trail = {
  arn: string;
  homeRegion: string;
  everyRegion: boolean;
  logging: boolean;
  managementWrites: boolean;
  managementReads: boolean;
  /** Resource types of its data events: `AWS::Bedrock::AgentAlias`. */
  dataEvents: readonly string[];
};

/** One Bedrock policy of the organisation that reaches the account. */
export type OrganisationGuardrail = {
  policyId: string;
  /** What is wrong with its text; then nothing else is known of it. */
  malformed?: string;
  region?: string;
  guardrailArn?: string;
  guardrailVersion?: string;
  /** Whether the guardrail is there, and whether its resource policy lets the account use it. */
  exists?: boolean;
  shared?: boolean;
};

/** An account of the organisation and what Ringfence hears of it. */
export type WatchedAccount = {
  accountId: string;
  name?: string;
  regions: readonly { region: string; heard: boolean }[];
};

export type ExemptionFacts = {
  id: string;
  uniqueId: string;
  arn: string;
  scope: string;
  owner: string;
  reason: string;
  /** ISO 8601. */
  expires: string;
  /** When the principal was last changed, where it was changed after the exemption began. ISO 8601. */
  principalChangedAt?: string;
};

/** Something that runs a model for people: an agent, a flow, a runtime, an application. */
export type WorkloadFacts = { arn: string; name?: string };

/** What Ringfence hears through: one heartbeat a Region. */
export type InputFacts = {
  accountId: string;
  region: string;
  /** ISO 8601. Absent: none was ever heard. */
  lastHeardAt?: string;
  /** Minutes after which silence is a fault. */
  silentAfter: number;
  /** What the sweep found changed without an event that said so, by ARN. */
  unannounced: readonly string[];
};

export type HistoryFacts =
  | { intact: true; entries: number }
  | { intact: false; entries: number; at?: number; fault: string };

/** A part of Ringfence as it runs and as it was released; hashes as the service gives them. */
export type DeployedPart = { kind: 'function' | 'rule'; name: string; deployed: string; released: string };
export type Deployment = { release: string; parts: readonly DeployedPart[] };

/** A control policy of the organisation, to see what it does not reach. */
export type ControlPolicy = { kind: 'scp' | 'rcp'; name: string; text: string };

/** AI actions of the service's own list that the catalogue of Ringfence does not class. */
export type UnclassedActions = { iamData: string; actions: readonly string[] };

/** What is read of the account and belongs to no Region. */
export type WideValues = {
  trails: readonly Trail[];
  organisationGuardrails: readonly OrganisationGuardrail[];
  watchedAccounts: readonly WatchedAccount[];
  exemptions: readonly ExemptionFacts[];
  serviceUse: readonly ServiceUse[];
  workloads: readonly WorkloadFacts[];
  inputs: readonly InputFacts[];
  history: HistoryFacts;
  deployment: Deployment;
  controlPolicies: readonly ControlPolicy[];
  unclassedActions: UnclassedActions;
  /** What runs as which role: notebooks, runtimes, functions, agents. */
  runners: readonly Runner[];
  /** Text of the resource policy by ARN, of AI resources besides guardrails; one without a policy is not listed. */
  aiResourcePolicies: Readonly<Record<string, string>>;
};

/** Each part known, absent or unknown by itself; a part that is not here was not read. */
export type WideState = { readonly [K in keyof WideValues]?: Known<WideValues[K]> };
