import {
  ListEnforcedGuardrailsConfigurationCommand,
  PutEnforcedGuardrailConfigurationCommand,
  type AccountEnforcedGuardrailOutputConfiguration,
  type BedrockClient,
} from '@aws-sdk/client-bedrock';
import {
  GetAgentCommand,
  GetFlowCommand,
  PrepareAgentCommand,
  PrepareFlowCommand,
  UpdateAgentCommand,
  UpdateFlowCommand,
  type Agent,
  type FlowDefinition,
  type FlowNode,
  type GetFlowCommandOutput,
  type GuardrailConfiguration,
} from '@aws-sdk/client-bedrock-agent';
import type { NamedGuardrail, ReferenceRef } from '../../ports/guardrail-writer.ts';
import type { GuardrailClients } from './guardrail-sessions.ts';
import { required } from './iam-read.ts';

/** One thing that names a guardrail, read whole: the same value is written back with another guardrail in it. */
export type ReadReference =
  | { kind: 'agent'; agent: Agent }
  | { kind: 'flow'; flow: GetFlowCommandOutput }
  | { kind: 'enforcement'; configuration: AccountEnforcedGuardrailOutputConfiguration };

/** A flow whose nodes name more than one guardrail, or one in two versions: nobody can say which of them is meant. */
export class NamesSeveral extends Error {
  override readonly name = 'NamesSeveral';
  constructor(by: string) {
    super(`${by} names more than one guardrail or version: a person has to change its nodes`);
  }
}

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** @returns undefined where the account has no such enforced configuration. Agents and flows that are gone fail by name. */
export const readReference = async (
  clients: GuardrailClients,
  { region, kind, by }: ReferenceRef,
): Promise<ReadReference | undefined> => {
  switch (kind) {
    case 'agent': {
      const { agent } = await clients.bedrockAgent(region).send(new GetAgentCommand({ agentId: idOf(by) }));
      return { kind, agent: required(agent, 'agent') };
    }
    case 'flow':
      return {
        kind,
        flow: await clients.bedrockAgent(region).send(new GetFlowCommand({ flowIdentifier: idOf(by) })),
      };
    case 'enforcement': {
      const configuration = await enforcedConfiguration(clients.bedrock(region), by);
      return configuration === undefined ? undefined : { kind, configuration };
    }
  }
};

const enforcedConfiguration = async (
  client: BedrockClient,
  configId: string,
): Promise<AccountEnforcedGuardrailOutputConfiguration | undefined> => {
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListEnforcedGuardrailsConfigurationCommand({ nextToken }));
    const found = page.guardrailsConfig?.find((each) => each.configId === configId);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
};

/** What it names now. @throws NamesSeveral for a flow whose nodes differ. */
export const namedIn = (read: ReadReference, by: string): NamedGuardrail | undefined => {
  switch (read.kind) {
    case 'agent':
      return named(read.agent.guardrailConfiguration);
    case 'enforcement': {
      const { guardrailArn, guardrailId, guardrailVersion } = read.configuration;
      return named({ guardrailIdentifier: guardrailArn ?? guardrailId, guardrailVersion });
    }
    case 'flow': {
      const all = guardrailsOf(read.flow.definition).flatMap((each) => named(each) ?? []);
      const [first, ...others] = all;
      const differs = others.some(
        ({ identifier, version }) => identifier !== first?.identifier || version !== first.version,
      );
      if (differs) throw new NamesSeveral(by);
      return first;
    }
  }
};

const named = (configuration: GuardrailConfiguration | undefined): NamedGuardrail | undefined => {
  const { guardrailIdentifier: identifier, guardrailVersion: version } = configuration ?? {};
  return identifier === undefined ? undefined : { identifier, ...(version === undefined ? {} : { version }) };
};

const guardrailsOf = (definition: FlowDefinition | undefined): readonly GuardrailConfiguration[] =>
  (definition?.nodes ?? []).flatMap(({ configuration }) => [
    ...(configuration?.prompt?.guardrailConfiguration === undefined
      ? []
      : [configuration.prompt.guardrailConfiguration]),
    ...(configuration?.knowledgeBase?.guardrailConfiguration === undefined
      ? []
      : [configuration.knowledgeBase.guardrailConfiguration]),
    ...guardrailsOf(configuration?.loop?.definition),
  ]);

/**
 * Writes it back whole with another guardrail, and prepares the draft anew: an agent or a flow takes a change only then (Amazon
 * Bedrock API Reference, "PrepareAgent", "PrepareFlow"). Aliases that send requests to a numbered version are not changed.
 */
export const writeReference = async (
  clients: GuardrailClients,
  { region, by }: ReferenceRef,
  read: ReadReference,
  to: NamedGuardrail,
): Promise<{ $metadata: { requestId?: string | undefined } }> => {
  const next: GuardrailConfiguration = {
    guardrailIdentifier: to.identifier,
    ...(to.version === undefined ? {} : { guardrailVersion: to.version }),
  };
  switch (read.kind) {
    case 'agent': {
      const client = clients.bedrockAgent(region);
      const answer = await client.send(
        new UpdateAgentCommand({ ...agentRequest(read.agent), guardrailConfiguration: next }),
      );
      await client.send(new PrepareAgentCommand({ agentId: required(read.agent.agentId, 'agentId') }));
      return answer;
    }
    case 'flow': {
      const client = clients.bedrockAgent(region);
      const { name, description, executionRoleArn, customerEncryptionKeyArn, definition } = read.flow;
      const flowIdentifier = idOf(by);
      const answer = await client.send(
        new UpdateFlowCommand({
          flowIdentifier,
          name,
          description,
          executionRoleArn,
          customerEncryptionKeyArn,
          definition: withGuardrail(definition, next),
        }),
      );
      await client.send(new PrepareFlowCommand({ flowIdentifier }));
      return answer;
    }
    case 'enforcement': {
      const { configId, selectiveContentGuarding, modelEnforcement } = read.configuration;
      return clients.bedrock(region).send(
        new PutEnforcedGuardrailConfigurationCommand({
          configId,
          guardrailInferenceConfig: {
            guardrailIdentifier: to.identifier,
            guardrailVersion: to.version,
            selectiveContentGuarding,
            modelEnforcement,
          },
        }),
      );
    }
  }
};

/** It names the guardrail already: a worker that died before it was prepared left it so. */
export const prepareReference = async (
  clients: GuardrailClients,
  { region, by }: ReferenceRef,
  read: ReadReference,
): Promise<void> => {
  if (read.kind === 'agent' && read.agent.agentStatus === 'NOT_PREPARED')
    await clients.bedrockAgent(region).send(new PrepareAgentCommand({ agentId: idOf(by) }));
  if (read.kind === 'flow' && read.flow.status === 'NotPrepared')
    await clients.bedrockAgent(region).send(new PrepareFlowCommand({ flowIdentifier: idOf(by) }));
};

/** UpdateAgent replaces the whole agent: every member that it takes is sent as GetAgent gave it. */
const agentRequest = (agent: Agent) => ({
  agentId: agent.agentId,
  agentName: agent.agentName,
  agentResourceRoleArn: agent.agentResourceRoleArn,
  foundationModel: agent.foundationModel,
  instruction: agent.instruction,
  description: agent.description,
  orchestrationType: agent.orchestrationType,
  customOrchestration: agent.customOrchestration,
  idleSessionTTLInSeconds: agent.idleSessionTTLInSeconds,
  customerEncryptionKeyArn: agent.customerEncryptionKeyArn,
  promptOverrideConfiguration: agent.promptOverrideConfiguration,
  memoryConfiguration: agent.memoryConfiguration,
  agentCollaboration: agent.agentCollaboration,
});

const withGuardrail = (
  definition: FlowDefinition | undefined,
  next: GuardrailConfiguration,
): FlowDefinition | undefined =>
  definition === undefined
    ? undefined
    : { ...definition, nodes: definition.nodes?.map((node) => nodeWithGuardrail(node, next)) };

const nodeWithGuardrail = (node: FlowNode, next: GuardrailConfiguration): FlowNode => {
  const { configuration } = node;
  if (configuration === undefined) return node;
  const { prompt, knowledgeBase, loop } = configuration;
  if (prompt?.guardrailConfiguration !== undefined)
    return { ...node, configuration: { prompt: { ...prompt, guardrailConfiguration: next } } };
  if (knowledgeBase?.guardrailConfiguration !== undefined)
    return { ...node, configuration: { knowledgeBase: { ...knowledgeBase, guardrailConfiguration: next } } };
  if (loop !== undefined) {
    const definition = withGuardrail(loop.definition, next);
    return definition === undefined ? node : { ...node, configuration: { loop: { ...loop, definition } } };
  }
  return node;
};
