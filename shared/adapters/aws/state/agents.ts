import {
  GetAgentCommand,
  GetAgentVersionCommand,
  paginateListAgentAliases,
  paginateListAgents,
  type BedrockAgentClient,
} from '@aws-sdk/client-bedrock-agent';
import type { LimitFunction } from 'p-limit';
import { required } from '../iam-read.ts';
import { workloadOf, type BedrockWorkloads } from './bedrock-workloads.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** Agents of a Region: the draft, and each version that an alias sends requests to (Amazon Bedrock API Reference, "GetAgentVersion"). */
export const readAgents = async (
  client: BedrockAgentClient,
  limit: LimitFunction,
): Promise<readonly BedrockWorkloads[]> => {
  const ids = await allowedBy('bedrock:ListAgents', async () => {
    const listed: string[] = [];
    for await (const page of paginateListAgents({ client }, {}))
      listed.push(
        ...required(page.agentSummaries, 'agentSummaries').map(({ agentId }) => required(agentId, 'agentId')),
      );
    return listed;
  });
  // Deleted since it was listed.
  const agents = await Promise.all(ids.map((id) => limit(() => unlessMissing([], () => readAgent(client, id)))));
  return agents.filter((agent) => agent !== undefined);
};

const readAgent = async (client: BedrockAgentClient, agentId: string): Promise<BedrockWorkloads> => {
  const { agent } = await allowedBy('bedrock:GetAgent', () => client.send(new GetAgentCommand({ agentId })));
  const { agentArn, agentName, agentResourceRoleArn, guardrailConfiguration } = required(agent, 'agent');
  const guardrails = guardrailConfiguration === undefined ? [] : [guardrailConfiguration];
  for (const agentVersion of await versionsInUse(client, agentId)) {
    const answer = await unlessMissing([], () =>
      allowedBy('bedrock:GetAgentVersion', () => client.send(new GetAgentVersionCommand({ agentId, agentVersion }))),
    );
    if (answer?.agentVersion?.guardrailConfiguration !== undefined)
      guardrails.push(answer.agentVersion.guardrailConfiguration);
  }
  return workloadOf({
    arn: required(agentArn, 'agentArn'),
    name: agentName,
    kind: 'agent',
    roleArn: agentResourceRoleArn,
    guardrails,
  });
};

const versionsInUse = (client: BedrockAgentClient, agentId: string): Promise<readonly string[]> =>
  allowedBy('bedrock:ListAgentAliases', async () => {
    const versions = new Set<string>();
    for await (const page of paginateListAgentAliases({ client }, { agentId }))
      for (const { routingConfiguration = [] } of required(page.agentAliasSummaries, 'agentAliasSummaries'))
        for (const { agentVersion } of routingConfiguration)
          if (agentVersion !== undefined && agentVersion !== 'DRAFT') versions.add(agentVersion);
    return [...versions].sort();
  });
