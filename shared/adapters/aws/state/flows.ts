import {
  GetFlowCommand,
  GetFlowVersionCommand,
  paginateListFlowAliases,
  paginateListFlows,
  type BedrockAgentClient,
  type FlowDefinition,
  type GuardrailConfiguration,
} from '@aws-sdk/client-bedrock-agent';
import type { LimitFunction } from 'p-limit';
import { required } from '../iam-read.ts';
import { workloadOf, type BedrockWorkloads } from './bedrock-workloads.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/** Flows of a Region: the draft, and each version that an alias sends requests to. A guardrail stands in the nodes. */
export const readFlows = async (
  client: BedrockAgentClient,
  limit: LimitFunction,
): Promise<readonly BedrockWorkloads[]> => {
  const ids = await allowedBy('bedrock:ListFlows', async () => {
    const listed: string[] = [];
    for await (const page of paginateListFlows({ client }, {}))
      listed.push(...required(page.flowSummaries, 'flowSummaries').map(({ id }) => required(id, 'id of a flow')));
    return listed;
  });
  // Deleted since it was listed.
  const flows = await Promise.all(ids.map((id) => limit(() => unlessMissing([], () => readFlow(client, id)))));
  return flows.filter((flow) => flow !== undefined);
};

const readFlow = async (client: BedrockAgentClient, flowIdentifier: string): Promise<BedrockWorkloads> => {
  const flow = await allowedBy('bedrock:GetFlow', () => client.send(new GetFlowCommand({ flowIdentifier })));
  const definitions = [flow.definition];
  for (const flowVersion of await versionsInUse(client, flowIdentifier)) {
    const version = await unlessMissing([], () =>
      allowedBy('bedrock:GetFlowVersion', () =>
        client.send(new GetFlowVersionCommand({ flowIdentifier, flowVersion })),
      ),
    );
    definitions.push(version?.definition);
  }
  return workloadOf({
    arn: required(flow.arn, 'arn of a flow'),
    name: flow.name,
    kind: 'flow',
    roleArn: flow.executionRoleArn,
    guardrails: definitions.flatMap(guardrailsOf),
  });
};

const versionsInUse = (client: BedrockAgentClient, flowIdentifier: string): Promise<readonly string[]> =>
  allowedBy('bedrock:ListFlowAliases', async () => {
    const versions = new Set<string>();
    for await (const page of paginateListFlowAliases({ client }, { flowIdentifier }))
      for (const { routingConfiguration = [] } of required(page.flowAliasSummaries, 'flowAliasSummaries'))
        for (const { flowVersion } of routingConfiguration)
          if (flowVersion !== undefined && flowVersion !== 'DRAFT') versions.add(flowVersion);
    return [...versions].sort();
  });

/** Prompts and knowledge bases name guardrails; a loop holds a flow of its own (Amazon Bedrock API Reference, "FlowNode"). */
const guardrailsOf = (definition: FlowDefinition | undefined): readonly GuardrailConfiguration[] =>
  (definition?.nodes ?? []).flatMap(({ configuration }) => {
    if (configuration === undefined) return [];
    const { prompt, knowledgeBase, loop } = configuration;
    return [
      ...(prompt?.guardrailConfiguration === undefined ? [] : [prompt.guardrailConfiguration]),
      ...(knowledgeBase?.guardrailConfiguration === undefined ? [] : [knowledgeBase.guardrailConfiguration]),
      ...guardrailsOf(loop?.definition),
    ];
  });
