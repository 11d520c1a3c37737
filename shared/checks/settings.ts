import type { PrincipalMatch } from './intent/principal-match.ts';
import type { RoleClass } from './intent/role-class.ts';

/** Which principals belong to a class. Two rules that match one principal: the narrower class wins. */
export type ClassRule = {
  class: RoleClass;
  match: PrincipalMatch;
  /** Account ids in which the rule holds. Absent: every account. */
  accounts?: readonly string[];
  /** ISO 8601. From then on the rule gives no class. */
  expires?: string;
  /** For people; decides nothing. */
  note?: string;
};

/** Where calls may come from (AWS: "AWS global condition context keys"). Empty everywhere: not judged. */
export type AllowedNetwork = {
  /** `vpc-…`, of `aws:SourceVpc`. */
  vpcs: readonly string[];
  /** `vpce-…`, of `aws:SourceVpce`. */
  vpcEndpoints: readonly string[];
  /** `o-…`, of `aws:VpceOrgID`. */
  organisations: readonly string[];
};

/** What one class may reach. An empty list, or none, leaves the account-wide one of the same name in force. */
export type ClassLimits = {
  /** Model ARN patterns. */
  models?: readonly string[];
  /** Inference profile ARN patterns. */
  inferenceProfiles?: readonly string[];
  regions?: readonly string[];
  network?: AllowedNetwork;
  /** Guardrail ARNs, with a version or without. */
  guardrails?: readonly string[];
  /** Account ids: for `evaluation` the sandboxes. */
  accounts?: readonly string[];
  /** Whole hours, 1 to 12. */
  maxSessionHours?: number;
};

/** Which models an account may enable. */
export type AccountModels = {
  accountId: string;
  /** Provider part of a model id: `anthropic`, `amazon`. */
  providers: readonly string[];
  /** Model id patterns, for example `anthropic.claude-*`. */
  models: readonly string[];
};

/** An account outside the organisation that may assume roles here. */
export type KnownAccount = {
  accountId: string;
  /** Whose it is; for people. */
  name?: string;
  /** False: its trust needs no `sts:ExternalId`, as for an account of the same owner. Default: it does. */
  externalId?: boolean;
  /** ISO 8601. */
  expires?: string;
};

export type FilterStrength = 'LOW' | 'MEDIUM' | 'HIGH';

/** The least that every new guardrail must hold. What is absent is not asked for. */
export type GuardrailMinimum = {
  promptAttack?: FilterStrength;
  /** Each content filter on input and output. */
  contentFilters?: FilterStrength;
  /** Types of personal data that must be blocked or made anonymous, as the API spells them: `EMAIL`. */
  sensitiveInformation?: readonly string[];
  /** Threshold of the contextual grounding filter, 0 to 1. */
  grounding?: number;
  relevance?: number;
  automatedReasoning?: boolean;
};

/** A guardrail that is meant to be enforced for the account in a Region. */
export type EnforcedGuardrail = { region: string; guardrailArn: string; version: string };

/** Where invocation logs may go, and how they must be kept. */
export type LogDestinations = {
  buckets: readonly string[];
  logGroups: readonly string[];
  /** Accounts that may own a destination. Empty: the account itself. */
  owners: readonly string[];
  /** ARNs or unique ids of those who may read them. */
  readers: readonly string[];
  minimumRetentionDays?: number;
};

/** An execution role and the agents, flows or runtimes that may act as it. */
export type AgentRole = { roleArn: string; agents: readonly string[] };

/** An AI workload and who answers for it (AWS: "Generative AI Security Scoping Matrix", scopes 1 to 5). */
export type Workload = { arn: string; owner: string; scope: 1 | 2 | 3 | 4 | 5; dataSensitivity: string };

/** What the account's owners told the checks. Empty lists judge nothing: no setting, no finding. */
export type CheckSettings = {
  /** Model ARN patterns (`*` and `?`). */
  approvedModels: readonly string[];
  /** Inference profile and prompt router ARN patterns. */
  approvedInferenceProfiles: readonly string[];
  /** Guardrail ARNs, with a version or without. */
  approvedGuardrails: readonly string[];
  /** Unique ids (`AROA…`) classed administrator and confirmed by a person; a name would be forgeable. */
  administrators: readonly string[];
  /** Regions where models are used; empty: those of the facts. */
  modelRegions: readonly string[];
  /** Regions in which models may be called. Empty: not judged. */
  approvedRegions: readonly string[];
  approvedNetwork: AllowedNetwork;
  /** Model ARN patterns that only the class `specialised` may reach. */
  highCostModels: readonly string[];
  /** Which models each account may enable. An account that is not named is not judged. */
  accountModels: readonly AccountModels[];
  classRules: readonly ClassRule[];
  classLimits: Readonly<Partial<Record<RoleClass, ClassLimits>>>;
  /** People's principals beside IAM users and the roles that IAM users assume. */
  people: readonly PrincipalMatch[];
  /** Unique ids of those who may use API keys. */
  apiKeyPrincipals: readonly string[];
  /** Longest life of a Bedrock API key, in days. */
  maxApiKeyDays: number;
  /** Own organisation ids `o-…`. */
  organisations: readonly string[];
  /** Account ids of the own organisation, where known. */
  organisationAccounts: readonly string[];
  knownAccounts: readonly KnownAccount[];
  agentRoles: readonly AgentRole[];
  /** ARNs of permissions boundaries that whoever creates principals must attach. */
  requiredBoundaries: readonly string[];
  guardrailMinimum: GuardrailMinimum;
  enforcedGuardrails: readonly EnforcedGuardrail[];
  logDestinations: LogDestinations;
  /** Data retention modes that the account may have, as the API spells them. */
  approvedDataRetention: readonly string[];
  /** A grant or service without use for as many days is unused. */
  unusedDays: number;
  /** Accounts and Regions that must forward their events. */
  watchedAccounts: readonly string[];
  watchedRegions: readonly string[];
  /** ARNs of those who may write Ringfence's settings. */
  settingsWriters: readonly string[];
  /** ARNs of Ringfence's own roles. */
  ownRoles: readonly string[];
  workloads: readonly Workload[];
  pack: 'essential' | 'recommended' | 'strict';
};

export const defaultCheckSettings: CheckSettings = {
  approvedModels: [],
  approvedInferenceProfiles: [],
  approvedGuardrails: [],
  administrators: [],
  modelRegions: [],
  approvedRegions: [],
  approvedNetwork: { vpcs: [], vpcEndpoints: [], organisations: [] },
  highCostModels: [],
  accountModels: [],
  classRules: [],
  classLimits: {},
  people: [],
  apiKeyPrincipals: [],
  maxApiKeyDays: 30,
  organisations: [],
  organisationAccounts: [],
  knownAccounts: [],
  agentRoles: [],
  requiredBoundaries: [],
  guardrailMinimum: {},
  enforcedGuardrails: [],
  logDestinations: { buckets: [], logGroups: [], owners: [], readers: [] },
  approvedDataRetention: [],
  unusedDays: 90,
  watchedAccounts: [],
  watchedRegions: [],
  settingsWriters: [],
  ownRoles: [],
  workloads: [],
  pack: 'essential',
};
