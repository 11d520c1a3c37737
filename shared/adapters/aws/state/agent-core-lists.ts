import {
  paginateListAgentRuntimeEndpoints,
  paginateListAgentRuntimes,
  paginateListGateways,
  paginateListHarnesses,
  type AgentRuntime,
  type AgentRuntimeEndpoint,
  type BedrockAgentCoreControlClient,
  type HarnessSummary,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** The newest version of every runtime of a Region (Amazon Bedrock AgentCore Control Plane API Reference, "ListAgentRuntimes"). */
export const listRuntimes = (client: BedrockAgentCoreControlClient): Promise<readonly AgentRuntime[]> =>
  allowedBy('bedrock-agentcore:ListAgentRuntimes', async () => {
    const all: AgentRuntime[] = [];
    for await (const page of paginateListAgentRuntimes({ client }, {}))
      all.push(...required(page.agentRuntimes, 'agentRuntimes'));
    return all;
  });

export const listEndpoints = (
  client: BedrockAgentCoreControlClient,
  agentRuntimeId: string,
): Promise<readonly AgentRuntimeEndpoint[]> =>
  allowedBy('bedrock-agentcore:ListAgentRuntimeEndpoints', async () => {
    const all: AgentRuntimeEndpoint[] = [];
    for await (const page of paginateListAgentRuntimeEndpoints({ client }, { agentRuntimeId }))
      all.push(...required(page.runtimeEndpoints, 'runtimeEndpoints'));
    return all;
  });

/** Ids. */
export const listGateways = (client: BedrockAgentCoreControlClient): Promise<readonly string[]> =>
  allowedBy('bedrock-agentcore:ListGateways', async () => {
    const all: string[] = [];
    for await (const page of paginateListGateways({ client }, {}))
      all.push(...required(page.items, 'items').map(({ gatewayId }) => required(gatewayId, 'gatewayId')));
    return all;
  });

export const listHarnesses = (client: BedrockAgentCoreControlClient): Promise<readonly HarnessSummary[]> =>
  allowedBy('bedrock-agentcore:ListHarnesses', async () => {
    const all: HarnessSummary[] = [];
    for await (const page of paginateListHarnesses({ client }, {})) all.push(...required(page.harnesses, 'harnesses'));
    return all;
  });
