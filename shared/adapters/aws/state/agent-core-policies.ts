import {
  GetResourcePolicyCommand,
  paginateListMemories,
  type AgentRuntime,
  type BedrockAgentCoreControlClient,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { LimitFunction } from 'p-limit';
import { required } from '../iam-read.ts';
import { listEndpoints } from './agent-core-lists.ts';
import { policiesOf, type PolicyEntry } from './policies-of.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

type Own = { accountId: string; partition: string; region: string };

/**
 * Policies of runtimes, their endpoints and gateways (Amazon Bedrock AgentCore Developer Guide, "Resource-based policies for
 * Amazon Bedrock AgentCore").
 */
export const runtimeAndGatewayPolicies = async (
  client: BedrockAgentCoreControlClient,
  listed: { runtimes: readonly AgentRuntime[]; gateways: readonly string[] },
  { limit, own }: { limit: LimitFunction; own: Own },
): Promise<readonly PolicyEntry[]> => {
  const runtimes = await Promise.all(
    listed.runtimes.map(({ agentRuntimeArn, agentRuntimeId }) =>
      limit(async () => [
        required(agentRuntimeArn, 'agentRuntimeArn'),
        // A runtime that was deleted since it was listed has no endpoints.
        ...(
          (await unlessMissing([], () => listEndpoints(client, required(agentRuntimeId, 'agentRuntimeId')))) ?? []
        ).map(({ agentRuntimeEndpointArn }) => required(agentRuntimeEndpointArn, 'agentRuntimeEndpointArn')),
      ]),
    ),
  );
  // The list of gateways gives ids alone.
  const gateways = listed.gateways.map(
    (id) => `arn:${own.partition}:bedrock-agentcore:${own.region}:${own.accountId}:gateway/${id}`,
  );
  return policiesOf([...runtimes.flat(), ...gateways], (arn) => policy(client, arn), limit);
};

/** The guide names memories among what carries a policy; the API reference of the SDK in use does not yet [unconfirmed]. */
export const memoryPolicies = async (
  client: BedrockAgentCoreControlClient,
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> => {
  const arns = await allowedBy('bedrock-agentcore:ListMemories', async () => {
    const all: string[] = [];
    for await (const page of paginateListMemories({ client }, {}))
      all.push(...required(page.memories, 'memories').map(({ arn }) => required(arn, 'arn of a memory')));
    return all;
  });
  return policiesOf(arns, (arn) => policy(client, arn), limit);
};

/** Whether a resource without a policy is an answer without text or `ResourceNotFoundException` is not documented: both mean none. */
const policy = (client: BedrockAgentCoreControlClient, resourceArn: string): Promise<string | undefined> =>
  allowedBy(
    'bedrock-agentcore:GetResourcePolicy',
    async () => (await client.send(new GetResourcePolicyCommand({ resourceArn }))).policy,
  );
