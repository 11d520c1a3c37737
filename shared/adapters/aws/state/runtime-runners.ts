import {
  GetAgentRuntimeCommand,
  type AgentRuntime,
  type BedrockAgentCoreControlClient,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { LimitFunction } from 'p-limit';
import type { Runner } from '../../../facts/runner.ts';
import { required } from '../iam-read.ts';
import { listEndpoints } from './agent-core-lists.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/**
 * Runtimes with the role of their newest version, and the endpoints that serve an older version with another role (Amazon
 * Bedrock AgentCore Control Plane API Reference, "GetAgentRuntime", "ListAgentRuntimeEndpoints").
 */
export const runtimeRunners = async (
  client: BedrockAgentCoreControlClient,
  listed: readonly AgentRuntime[],
  limit: LimitFunction,
): Promise<readonly Runner[]> => {
  const each = await Promise.all(
    // Deleted since it was listed.
    listed.map(({ agentRuntimeId }) =>
      limit(() => unlessMissing([], () => readRuntime(client, required(agentRuntimeId, 'agentRuntimeId')))),
    ),
  );
  return each.flatMap((runners) => runners ?? []);
};

const readRuntime = async (client: BedrockAgentCoreControlClient, id: string): Promise<readonly Runner[]> => {
  const newest = await runtime(client, id);
  const roles = new Map([[newest.version, newest.roleArn]]);
  const runners: Runner[] = [{ arn: newest.arn, kind: 'agent-runtime', roleArn: newest.roleArn }];
  for (const { agentRuntimeEndpointArn, liveVersion } of await listEndpoints(client, id)) {
    // An endpoint that is being made serves nothing yet.
    if (liveVersion === undefined) continue;
    const roleArn = roles.get(liveVersion) ?? (await runtime(client, id, liveVersion)).roleArn;
    roles.set(liveVersion, roleArn);
    if (roleArn !== newest.roleArn)
      runners.push({
        arn: required(agentRuntimeEndpointArn, 'agentRuntimeEndpointArn'),
        kind: 'runtime-endpoint',
        roleArn,
      });
  }
  return runners;
};

const runtime = async (
  client: BedrockAgentCoreControlClient,
  agentRuntimeId: string,
  agentRuntimeVersion?: string,
): Promise<{ arn: string; version: string; roleArn: string }> => {
  const answer = await allowedBy('bedrock-agentcore:GetAgentRuntime', () =>
    client.send(
      new GetAgentRuntimeCommand({
        agentRuntimeId,
        ...(agentRuntimeVersion === undefined ? {} : { agentRuntimeVersion }),
      }),
    ),
  );
  return {
    arn: required(answer.agentRuntimeArn, 'agentRuntimeArn'),
    version: required(answer.agentRuntimeVersion, 'agentRuntimeVersion'),
    roleArn: required(answer.roleArn, 'roleArn of a runtime'),
  };
};
