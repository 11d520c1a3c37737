import {
  BedrockAgentClient,
  GetAgentCommand,
  GetAgentVersionCommand,
  GetFlowCommand,
  GetFlowVersionCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
  ListFlowAliasesCommand,
  ListFlowsCommand,
} from '@aws-sdk/client-bedrock-agent';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { readAgents } from './agents.ts';
import { together } from './bedrock-workloads.ts';
import { readFlows } from './flows.ts';
import { readFunctions } from './function-runners.ts';
import { stateFact } from './state-fact.ts';

const agents = mockClient(BedrockAgentClient);
const functions = mockClient(LambdaClient);
const client = new BedrockAgentClient({ region: 'eu-west-1' });
const agentArn = 'arn:aws:bedrock:eu-west-1:111122223333:agent/A1';
const flowArn = 'arn:aws:bedrock:eu-west-1:111122223333:flow/F1';
const roleArn = 'arn:aws:iam::111122223333:role/agents';
const guardrail = (guardrailIdentifier: string, guardrailVersion: string) => ({
  guardrailIdentifier,
  guardrailVersion,
});

beforeEach(() => {
  agents.reset();
  functions.reset();
  agents.on(ListAgentsCommand).resolves({ agentSummaries: [{ agentId: 'A1' } as never] });
  agents.on(GetAgentCommand).resolves({
    agent: {
      agentArn,
      agentName: 'help',
      agentResourceRoleArn: roleArn,
      guardrailConfiguration: guardrail('gr1', 'DRAFT'),
    } as never,
  });
  agents.on(ListAgentAliasesCommand).resolves({
    agentAliasSummaries: [
      { routingConfiguration: [{ agentVersion: 'DRAFT' }] } as never,
      { routingConfiguration: [{ agentVersion: '2' }] } as never,
      { routingConfiguration: [{ agentVersion: '2' }] } as never,
    ],
  });
  agents
    .on(GetAgentVersionCommand, { agentId: 'A1', agentVersion: '2' })
    .resolves({ agentVersion: { guardrailConfiguration: guardrail('gr2', '1') } as never });
  agents.on(ListFlowsCommand).resolves({ flowSummaries: [{ id: 'F1' } as never] });
  agents.on(ListFlowAliasesCommand).resolves({ flowAliasSummaries: [] });
});

describe('reading agents', () => {
  const read = async () => together(await readAgents(client, pLimit(2)));

  it('gives the role, and the guardrails of the draft and of each version that an alias uses', async () => {
    expect(await read()).toEqual({
      workloads: [{ arn: agentArn, name: 'help' }],
      runners: [{ arn: agentArn, kind: 'agent', roleArn }],
      references: [
        { by: agentArn, guardrail: 'gr1', version: 'DRAFT' },
        { by: agentArn, guardrail: 'gr2', version: '1' },
      ],
    });
    expect(agents.commandCalls(GetAgentVersionCommand)).toHaveLength(1);
  });

  it('reads every page and leaves out an agent that was deleted meanwhile', async () => {
    agents
      .on(ListAgentsCommand)
      .resolvesOnce({ agentSummaries: [{ agentId: 'gone' } as never], nextToken: 'more' })
      .resolves({ agentSummaries: [{ agentId: 'A1' } as never] });
    agents.on(GetAgentCommand, { agentId: 'gone' }).rejects(awsError('ResourceNotFoundException', 404));
    expect((await read()).workloads).toEqual([{ arn: agentArn, name: 'help' }]);
  });

  it.each([
    [ListAgentsCommand, 'bedrock:ListAgents'],
    [GetAgentCommand, 'bedrock:GetAgent'],
    [ListAgentAliasesCommand, 'bedrock:ListAgentAliases'],
    [GetAgentVersionCommand, 'bedrock:GetAgentVersion'],
  ] as const)('names the permission that was refused (%#)', async (command, permission) => {
    agents.on(command as typeof ListAgentsCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await stateFact('agents', read)).toEqual({
      state: 'unknown',
      why: `agents were not read: allow ${permission}`,
    });
  });
});

describe('reading flows', () => {
  const read = async () => together(await readFlows(client, pLimit(2)));
  const node = (configuration: object) => ({ name: 'n', type: 'Prompt', configuration }) as never;

  it('finds the guardrails in the nodes, inside of loops too, and in the versions that aliases use', async () => {
    agents.on(GetFlowCommand).resolves({
      arn: flowArn,
      name: 'triage',
      executionRoleArn: roleArn,
      definition: {
        nodes: [
          node({ prompt: { guardrailConfiguration: guardrail('gr1', '1') } }),
          node({ knowledgeBase: { guardrailConfiguration: guardrail('gr2', '1') } }),
          node({
            loop: { definition: { nodes: [node({ prompt: { guardrailConfiguration: guardrail('gr3', '1') } })] } },
          }),
          node({ input: {} }),
        ],
      },
    });
    agents
      .on(ListFlowAliasesCommand)
      .resolves({ flowAliasSummaries: [{ routingConfiguration: [{ flowVersion: '7' }] } as never] });
    agents.on(GetFlowVersionCommand, { flowVersion: '7' }).resolves({
      definition: { nodes: [node({ prompt: { guardrailConfiguration: guardrail('gr4', '2') } })] },
    });
    const { references, runners } = await read();
    expect(references.map((each) => each.guardrail)).toEqual(['gr1', 'gr2', 'gr3', 'gr4']);
    expect(runners).toEqual([{ arn: flowArn, kind: 'flow', roleArn }]);
  });

  it.each([
    [ListFlowsCommand, 'bedrock:ListFlows'],
    [GetFlowCommand, 'bedrock:GetFlow'],
    [ListFlowAliasesCommand, 'bedrock:ListFlowAliases'],
  ] as const)('names the permission that was refused (%#)', async (command, permission) => {
    agents.on(GetFlowCommand).resolves({ arn: flowArn });
    agents.on(command as typeof ListFlowsCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await stateFact('flows', read)).toEqual({
      state: 'unknown',
      why: `flows were not read: allow ${permission}`,
    });
  });
});

describe('reading functions', () => {
  const read = () => stateFact('functions', () => readFunctions(new LambdaClient({ region: 'eu-west-1' })));
  const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

  it('gives those of every page with their roles', async () => {
    functions
      .on(ListFunctionsCommand)
      .resolvesOnce({ Functions: [{ FunctionArn: arnOf('a'), Role: roleArn }], NextMarker: 'more' })
      .resolves({ Functions: [{ FunctionArn: arnOf('b'), Role: roleArn }] });
    expect(await read()).toEqual({
      state: 'known',
      value: ['a', 'b'].map((name) => ({ arn: arnOf(name), kind: 'function', roleArn })),
    });
  });

  it('names the permission that was refused', async () => {
    functions.on(ListFunctionsCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await read()).toEqual({ state: 'unknown', why: 'functions were not read: allow lambda:ListFunctions' });
  });
});
