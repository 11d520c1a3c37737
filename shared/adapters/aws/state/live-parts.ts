import type { LimitFunction } from 'p-limit';
import type { Runner } from '../../../facts/runner.ts';
import type { WorkloadFacts } from '../../../facts/wide-state.ts';
import { byRegion } from '../by-region.ts';
import type { StateClients } from '../state-clients.ts';
import { listGateways, listHarnesses, listRuntimes } from './agent-core-lists.ts';
import { memoryPolicies, runtimeAndGatewayPolicies } from './agent-core-policies.ts';
import { browserRunners, gatewayRunners, harnessRunners, interpreterRunners } from './agent-core-runners.ts';
import { readAgents } from './agents.ts';
import { customModelPolicies, knowledgeBasePolicies } from './ai-resource-policies.ts';
import { workloadOfSummary } from './bedrock-workloads.ts';
import { readFlows } from './flows.ts';
import { readFunctions } from './function-runners.ts';
import { botPolicies } from './lex-policies.ts';
import type { PolicyEntry } from './policies-of.ts';
import { applicationPolicies, listApplications } from './q-business.ts';
import type { FactPart } from './read-in-parts.ts';
import { runtimeRunners } from './runtime-runners.ts';
import { lineageGroupPolicies, modelPackageGroupPolicies } from './sage-maker-policies.ts';
import { notebookRunners, pipelineRunners } from './sage-maker-runners.ts';
import { studioProfiles } from './studio-profiles.ts';

export type LiveParts = {
  workloads: readonly FactPart<WorkloadFacts>[];
  runners: readonly FactPart<Runner>[];
  aiResourcePolicies: readonly FactPart<PolicyEntry>[];
};

/**
 * What tells workloads, runners and the policies of AI resources, service by service. What two of them need is read once; what
 * nobody asks for is not read.
 */
export const liveParts = (
  clients: StateClients,
  { limit, own }: { limit: LimitFunction; own: { accountId: string; partition: string } },
): LiveParts => {
  const core = clients.agentCore;
  const agents = byRegion((region) => readAgents(clients.bedrockAgent(region), limit));
  const flows = byRegion((region) => readFlows(clients.bedrockAgent(region), limit));
  const runtimes = byRegion((region) => listRuntimes(core(region)));
  const harnesses = byRegion((region) => listHarnesses(core(region)));
  const gateways = byRegion((region) => listGateways(core(region)));
  const applications = byRegion((region) => listApplications(clients.qBusiness(region), { ...own, region }));
  return {
    workloads: [
      {
        what: 'agents',
        names: ['bedrock'],
        read: async (region) => (await agents(region)).flatMap(({ workloads }) => workloads),
      },
      {
        what: 'flows',
        names: ['bedrock'],
        read: async (region) => (await flows(region)).flatMap(({ workloads }) => workloads),
      },
      {
        what: 'runtimes of AgentCore',
        names: ['bedrock-agentcore'],
        read: async (region) =>
          (await runtimes(region)).map(({ agentRuntimeArn, agentRuntimeName }) =>
            workloadOfSummary(agentRuntimeArn, agentRuntimeName),
          ),
      },
      {
        what: 'harnesses of AgentCore',
        names: ['bedrock-agentcore'],
        read: async (region) =>
          (await harnesses(region)).map(({ arn, harnessName }) => workloadOfSummary(arn, harnessName)),
      },
      { what: 'applications of Q Business', names: ['qbusiness'], read: applications },
    ],
    runners: [
      {
        what: 'functions with their roles',
        names: ['function'],
        read: (region) => readFunctions(clients.functions(region)),
      },
      {
        what: 'agents with their roles',
        names: ['agent'],
        read: async (region) => (await agents(region)).flatMap(({ runners }) => runners),
      },
      {
        what: 'flows with their roles',
        names: ['flow'],
        read: async (region) => (await flows(region)).flatMap(({ runners }) => runners),
      },
      {
        what: 'runtimes of AgentCore with their roles',
        names: ['agent-runtime', 'runtime-endpoint'],
        read: async (region) => runtimeRunners(core(region), await runtimes(region), limit),
      },
      {
        what: 'harnesses of AgentCore with their roles',
        names: ['harness'],
        read: async (region) => harnessRunners(core(region), await harnesses(region), limit),
      },
      {
        what: 'gateways of AgentCore with their roles',
        names: ['gateway'],
        read: async (region) => gatewayRunners(core(region), await gateways(region), limit),
      },
      {
        what: 'code interpreters with their roles',
        names: ['code-interpreter'],
        read: (region) => interpreterRunners(core(region), limit),
      },
      { what: 'browsers with their roles', names: ['browser'], read: (region) => browserRunners(core(region), limit) },
      {
        what: 'notebooks with their roles',
        names: ['notebook', 'notebook-lifecycle'],
        read: (region) => notebookRunners(clients.sageMaker(region), limit),
      },
      {
        what: 'people of SageMaker Studio with their roles',
        names: ['studio-profile'],
        read: (region) => studioProfiles(clients.sageMaker(region), limit),
      },
      {
        what: 'pipelines with their roles',
        names: ['pipeline'],
        read: (region) => pipelineRunners(clients.sageMaker(region), limit),
      },
    ],
    aiResourcePolicies: [
      {
        what: 'resource policies of custom models',
        names: ['bedrock'],
        read: (region) => customModelPolicies(clients.bedrock(region), limit),
      },
      {
        what: 'resource policies of knowledge bases',
        names: ['bedrock'],
        read: (region) => knowledgeBasePolicies(clients.bedrockAgent(region), limit, { ...own, region }),
      },
      {
        what: 'resource policies of runtimes and gateways of AgentCore',
        names: ['bedrock-agentcore'],
        read: async (region) =>
          runtimeAndGatewayPolicies(
            core(region),
            { runtimes: await runtimes(region), gateways: await gateways(region) },
            { limit, own: { ...own, region } },
          ),
      },
      {
        what: 'resource policies of memories of AgentCore',
        names: ['bedrock-agentcore'],
        read: (region) => memoryPolicies(core(region), limit),
      },
      {
        what: 'policies of model package groups',
        names: ['sagemaker'],
        read: (region) => modelPackageGroupPolicies(clients.sageMaker(region), limit),
      },
      {
        what: 'policies of lineage groups',
        names: ['sagemaker'],
        read: (region) => lineageGroupPolicies(clients.sageMaker(region), limit),
      },
      {
        what: 'resource policies of bots',
        names: ['lex'],
        read: (region) => botPolicies(clients.lex(region), limit, { ...own, region }),
      },
      {
        what: 'policies of applications of Q Business',
        names: ['qbusiness'],
        read: async (region) => applicationPolicies(clients.qBusiness(region), await applications(region), limit),
      },
    ],
  };
};
