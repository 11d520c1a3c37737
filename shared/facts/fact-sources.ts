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
};

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
    permissions: ['bedrock:ListAgents', 'bedrock:GetAgent', 'bedrock:ListFlows', 'bedrock:GetFlow'],
    reader: 'file',
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
      's3:GetEncryptionConfiguration',
      's3:GetBucketPolicyStatus',
      's3:GetBucketVersioning',
      's3:GetLifecycleConfiguration',
      'kms:DescribeKey',
    ],
    reader: 'file',
  },
  dataRetention: { what: 'data retention modes', permissions: ['bedrock:GetAccountDataRetention'], reader: 'live' },
  accessAnalyzers: { what: 'access analyzers', permissions: ['access-analyzer:ListAnalyzers'], reader: 'file' },
};

/** The same of the whole account. */
export const wideSources: Readonly<Record<keyof WideValues, FactSource>> = {
  trails: {
    what: 'trails and their selectors',
    permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    reader: 'file',
  },
  organisationGuardrails: {
    what: 'Bedrock policies of the organisation',
    permissions: ['organizations:DescribeEffectivePolicy'],
    reader: 'file',
  },
  watchedAccounts: {
    what: 'accounts of the organisation',
    permissions: ['organizations:ListAccounts'],
    reader: 'file',
  },
  exemptions: { what: 'exemptions', permissions: [], reader: 'live' },
  serviceUse: {
    what: 'last uses of AI services',
    permissions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
    reader: 'file',
  },
  workloads: { what: 'AI workloads', permissions: [], reader: 'file' },
  inputs: { what: 'heartbeats of the event path', permissions: [], reader: 'file' },
  history: { what: 'verifications of the history', permissions: [], reader: 'live' },
  deployment: {
    what: 'hashes of the deployed functions and rules',
    permissions: ['lambda:GetFunctionConfiguration', 'events:DescribeRule'],
    reader: 'file',
  },
  controlPolicies: {
    what: 'control policies of the organisation',
    permissions: ['organizations:ListPoliciesForTarget', 'organizations:DescribePolicy'],
    reader: 'file',
  },
  unclassedActions: { what: 'AI actions that the catalogue does not class', permissions: [], reader: 'file' },
  runners: {
    what: 'notebooks, runtimes, functions and agents with their roles',
    permissions: [
      'sagemaker:ListNotebookInstances',
      'sagemaker:DescribeNotebookInstance',
      'lambda:ListFunctions',
      'bedrock:ListAgents',
      'bedrock:GetAgent',
      'bedrock:ListFlows',
      'bedrock:GetFlow',
      'bedrock-agentcore:ListAgentRuntimes',
      'bedrock-agentcore:GetAgentRuntime',
      'bedrock-agentcore:ListCodeInterpreters',
      'bedrock-agentcore:GetCodeInterpreter',
      'bedrock-agentcore:ListBrowsers',
      'bedrock-agentcore:GetBrowser',
    ],
    reader: 'file',
  },
  aiResourcePolicies: {
    what: 'resource policies of AI resources',
    permissions: [
      'bedrock:GetResourcePolicy',
      'bedrock-agentcore:GetResourcePolicy',
      'sagemaker:GetModelPackageGroupPolicy',
      'sagemaker:GetResourcePolicy',
      'lex:DescribeResourcePolicy',
      'rekognition:ListProjectPolicies',
      'comprehend:DescribeResourcePolicy',
      'entityresolution:GetPolicy',
      'qbusiness:GetPolicy',
    ],
    reader: 'file',
  },
};

/** One clause: what was not read, and what would give it. The same for every Region, so that it is said once an account. */
export const notRead = ({ what, permissions, reader }: FactSource): string => {
  const needed = permissions.join(', ');
  if (reader === 'live') return needed === '' ? `${what} were not read` : `${what} were not read: allow ${needed}`;
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
