import type { AccountFacts } from './account-facts.ts';
import { unknown, type Known } from './known.ts';
import type { RegionValues } from './region-state.ts';
import type { WideValues } from './wide-state.ts';

/** Where a fact comes from, for whoever lacks it. */
export type FactSource = {
  /** Plural, so that a sentence can be made of it: `trails were not read`. */
  what: string;
  permissions: readonly string[];
  /** `live`: this version reads it where it may. `file`: it comes from `--account-facts` only. */
  reader: 'live' | 'file';
  /** The part of it that is not read live. */
  rest?: FactSource;
};

/** Last uses by each principal; `serviceUse` is what they come to for the account. */
export const lastUsesSource: FactSource = {
  what: 'last uses of AI services by each principal',
  permissions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
  reader: 'live',
};

/** Each with its aliases and the versions that they name. */
const readsAgentsAndFlows = [
  'bedrock:ListAgents',
  'bedrock:GetAgent',
  'bedrock:ListAgentAliases',
  'bedrock:GetAgentVersion',
  'bedrock:ListFlows',
  'bedrock:GetFlow',
  'bedrock:ListFlowAliases',
  'bedrock:GetFlowVersion',
] as const;

/** Every part of a Region's state, with what would give it. */
export const regionSources: Readonly<Record<keyof RegionValues, FactSource>> = {
  guardrailVersions: { what: 'guardrail versions', permissions: ['bedrock:ListGuardrails'], reader: 'live' },
  guardrailPolicies: {
    what: 'resource policies of guardrails',
    permissions: ['bedrock:GetResourcePolicy'],
    reader: 'live',
  },
  enforcedGuardrails: {
    what: 'enforced guardrail configurations',
    permissions: ['bedrock:ListEnforcedGuardrailsConfiguration'],
    reader: 'live',
  },
  guardrailReferences: {
    what: 'guardrails of agents and flows',
    permissions: readsAgentsAndFlows,
    reader: 'live',
  },
  automatedReasoning: {
    what: 'automated reasoning policies',
    permissions: ['bedrock:ListAutomatedReasoningPolicies'],
    reader: 'live',
  },
  logDestinations: {
    what: 'destinations of invocation logs',
    permissions: [
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetBucketPolicy',
      's3:GetBucketPolicyStatus',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketAcl',
      'kms:DescribeKey',
    ],
    reader: 'live',
  },
  dataRetention: { what: 'data retention modes', permissions: ['bedrock:GetAccountDataRetention'], reader: 'live' },
  accessAnalyzers: {
    what: 'access analyzers',
    permissions: ['access-analyzer:ListAnalyzers'],
    reader: 'live',
  },
};

/** The same of the whole account. */
export const wideSources: Readonly<Record<keyof WideValues, FactSource>> = {
  trails: {
    what: 'trails and their selectors',
    permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    reader: 'live',
  },
  organisationGuardrails: {
    what: 'Bedrock policies of the organisation',
    permissions: ['organizations:DescribeEffectivePolicy'],
    reader: 'live',
  },
  watchedAccounts: {
    what: 'accounts of the organisation',
    permissions: ['organizations:ListAccounts'],
    reader: 'live',
  },
  exemptions: { what: 'exemptions', permissions: [], reader: 'live' },
  serviceUse: {
    what: 'last uses of AI services',
    permissions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
    reader: 'live',
  },
  workloads: {
    what: 'AI workloads',
    permissions: [
      ...readsAgentsAndFlows,
      'bedrock-agentcore:ListAgentRuntimes',
      'bedrock-agentcore:ListHarnesses',
      'qbusiness:ListApplications',
    ],
    reader: 'live',
  },
  inputs: { what: 'heartbeats of the event path', permissions: [], reader: 'live' },
  history: { what: 'verifications of the history', permissions: [], reader: 'live' },
  deployment: {
    what: 'hashes of the deployed functions and rules',
    permissions: ['lambda:ListFunctions', 'events:ListRules', 'events:ListTargetsByRule', 'ssm:GetParametersByPath'],
    reader: 'live',
  },
  controlPolicies: {
    what: 'control policies of the organisation',
    permissions: [
      'organizations:DescribeOrganization',
      'organizations:ListParents',
      'organizations:ListRoots',
      'organizations:ListPoliciesForTarget',
      'organizations:DescribePolicy',
    ],
    reader: 'live',
  },
  unclassedActions: { what: 'AI actions that the catalogue does not class', permissions: [], reader: 'file' },
  runners: {
    what: 'functions, agents, flows, notebooks and runtimes with their roles',
    permissions: [
      'lambda:ListFunctions',
      ...readsAgentsAndFlows,
      'bedrock-agentcore:ListAgentRuntimes',
      'bedrock-agentcore:GetAgentRuntime',
      'bedrock-agentcore:ListAgentRuntimeEndpoints',
      'bedrock-agentcore:ListHarnesses',
      'bedrock-agentcore:GetHarness',
      'bedrock-agentcore:ListGateways',
      'bedrock-agentcore:GetGateway',
      'bedrock-agentcore:ListCodeInterpreters',
      'bedrock-agentcore:GetCodeInterpreter',
      'bedrock-agentcore:ListBrowsers',
      'bedrock-agentcore:GetBrowser',
      'sagemaker:ListNotebookInstances',
      'sagemaker:DescribeNotebookInstance',
      'sagemaker:ListNotebookInstanceLifecycleConfigs',
      'sagemaker:ListDomains',
      'sagemaker:DescribeDomain',
      'sagemaker:ListUserProfiles',
      'sagemaker:DescribeUserProfile',
      'sagemaker:ListPipelines',
      'sagemaker:DescribePipeline',
    ],
    reader: 'live',
  },
  aiResourcePolicies: {
    what: 'resource policies of AI resources',
    permissions: [
      'bedrock:ListCustomModels',
      'bedrock:ListKnowledgeBases',
      'bedrock:GetResourcePolicy',
      'bedrock-agentcore:ListAgentRuntimes',
      'bedrock-agentcore:ListAgentRuntimeEndpoints',
      'bedrock-agentcore:ListGateways',
      'bedrock-agentcore:ListMemories',
      'bedrock-agentcore:GetResourcePolicy',
      'sagemaker:ListModelPackageGroups',
      'sagemaker:GetModelPackageGroupPolicy',
      'sagemaker:ListLineageGroups',
      'sagemaker:GetLineageGroupPolicy',
      'lex:ListBots',
      'lex:ListBotAliases',
      'lex:DescribeResourcePolicy',
      'qbusiness:ListApplications',
      'qbusiness:GetPolicy',
    ],
    reader: 'live',
    rest: {
      what: 'policies of Rekognition projects, Comprehend models and Entity Resolution resources',
      permissions: [
        'rekognition:ListProjectPolicies',
        'comprehend:DescribeResourcePolicy',
        'entityresolution:GetPolicy',
      ],
      reader: 'file',
    },
  },
};

/** One clause: what was not read, and what would give it. The same for every Region, so that it is said once an account. */
export const notRead = ({ what, permissions, reader, rest }: FactSource): string => {
  const needed = permissions.join(', ');
  const more = rest === undefined ? '' : ` (with what ${rest.permissions.join(', ')} would show)`;
  if (reader === 'live')
    return needed === ''
      ? `${what} were not read`
      : `${what} were not read: allow ${needed}, or give them with --account-facts${more}`;
  const source = needed === '' ? '' : ` (what ${needed} would show)`;
  return `${what} were not read: give them with --account-facts${source}`;
};

/** A part of a Region's state; what is not there is unknown, with what would give it. */
export const regionFact = <K extends keyof RegionValues>(
  account: AccountFacts,
  region: string,
  fact: K,
): Known<RegionValues[K]> => account.regions?.[region]?.[fact] ?? unknown(notRead(regionSources[fact]));

/** A part of the account's state; what is not there is unknown, with what would give it. */
export const wideFact = <K extends keyof WideValues>(account: AccountFacts, fact: K): Known<WideValues[K]> =>
  account.wide?.[fact] ?? unknown(notRead(wideSources[fact]));
