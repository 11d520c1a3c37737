import {
  BedrockClient,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListTagsForResourceCommand,
  PutEnforcedGuardrailConfigurationCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import {
  BedrockAgentClient,
  GetAgentCommand,
  GetFlowCommand,
  PrepareAgentCommand,
  PrepareFlowCommand,
  UpdateAgentCommand,
  UpdateFlowCommand,
} from '@aws-sdk/client-bedrock-agent';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { guardrailRequest } from '../../response/guardrail/guardrail-request.ts';
import { draft } from '../../../test/builders/a-deletion.ts';
import { awsClients } from './aws-clients.ts';
import { restorationTag } from '../../response/guardrail/restorable-tags.ts';
import { BedrockGuardrailWriter } from './bedrock-guardrail-writer.ts';
import { guardrailClients, GuardrailSessions } from './guardrail-sessions.ts';

const bedrock = mockClient(BedrockClient);
const agents = mockClient(BedrockAgentClient);
const sts = mockClient(STSClient);
const connection = { region: 'us-east-1', requestTimeout: 1_000 };
const clients = awsClients(connection);
const roleArn = 'arn:aws:iam::111122223333:role/ringfence/ringfence-write-guardrails';
const writerNow = () =>
  new BedrockGuardrailWriter(
    clients,
    new GuardrailSessions(clients.sts, roleArn, (credentials) => guardrailClients(connection, credentials)),
  );
const region = 'us-east-1';
const sagaId = 'r-1';
const arn = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/grnew';
const old = draft.arn;
const request = guardrailRequest(draft.content);
const failing = (error: string, httpStatusCode: number): Error =>
  Object.assign(new Error('text'), { name: error, $metadata: { httpStatusCode } });
const agentBy = 'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT1';
const flowBy = 'arn:aws:bedrock:us-east-1:111122223333:flow/FLOW1';
const agent = {
  agentId: 'AGENT1',
  agentName: 'support',
  agentArn: agentBy,
  agentVersion: 'DRAFT',
  agentStatus: 'PREPARED',
  idleSessionTTLInSeconds: 600,
  agentResourceRoleArn: 'arn:aws:iam::111122223333:role/agent',
  foundationModel: 'example.model-v1',
  instruction: 'be kind',
  createdAt: new Date(0),
  updatedAt: new Date(0),
  guardrailConfiguration: { guardrailIdentifier: old, guardrailVersion: '3' },
} as const;
const to = { identifier: arn, version: '2' };

beforeEach(() => {
  bedrock.reset();
  agents.reset();
  sts.reset();
  sts.on(AssumeRoleCommand).resolves({
    Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date() },
  });
});

describe('making a guardrail', () => {
  it('sends the remembered content with the token and the tag of the restoration, in a session that it names', async () => {
    bedrock
      .on(CreateGuardrailCommand)
      .resolves({ guardrailId: 'grnew', guardrailArn: arn, $metadata: { requestId: 'q-1' } });
    const made = await writerNow().create({ region, request, token: 'r-1-create', sagaId });
    expect(made).toEqual({ written: true, requestId: 'q-1', id: 'grnew', arn });
    expect(bedrock.commandCalls(CreateGuardrailCommand)[0]?.args[0].input).toEqual({
      ...request,
      clientRequestToken: 'r-1-create',
      tags: [{ key: restorationTag, value: sagaId }],
    });
    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toMatchObject({
      RoleArn: roleArn,
      RoleSessionName: sagaId,
    });
  });

  it('is sent once: what was not answered is looked at before it is sent again', async () => {
    bedrock.on(CreateGuardrailCommand).rejects(failing('ServiceUnavailableException', 503));
    expect(await writerNow().create({ region, request, token: 't', sagaId })).toMatchObject({ written: 'unknown' });
    expect(bedrock.commandCalls(CreateGuardrailCommand)).toHaveLength(1);
  });

  it('counts an answer that does not say what it made as lost', async () => {
    bedrock.on(CreateGuardrailCommand).resolves({ $metadata: {} });
    expect(await writerNow().create({ region, request, token: 't', sagaId })).toMatchObject({
      written: 'unknown',
      code: 'answer-lost',
    });
  });

  it.each([
    ['ConflictException', 400, { written: false, code: 'conflict' }],
    ['ServiceQuotaExceededException', 400, { written: false, code: 'limit' }],
    ['AccessDeniedException', 403, { written: false, code: 'denied' }],
    ['ValidationException', 400, { written: false, code: 'denied' }],
    ['ResourceNotFoundException', 404, { written: false, code: 'gone' }],
    ['ThrottlingException', 429, { written: 'unknown', code: 'throttled' }],
  ])('gives %s as %j', async (name, status, answer) => {
    bedrock.onAnyCommand().rejects(failing(name, status));
    expect(await writerNow().create({ region, request, token: 't', sagaId })).toMatchObject(answer);
    expect(await writerNow().update({ region, id: 'grnew', request, sagaId })).toMatchObject(answer);
    expect(await writerNow().publish({ region, id: 'grnew', token: 't', description: 'd', sagaId })).toMatchObject(
      answer,
    );
  });

  it('sends nothing of a content without its messages', async () => {
    const { blockedInputMessaging: _, ...rest } = request;
    expect(await writerNow().create({ region, request: rest, token: 't', sagaId })).toMatchObject({
      written: false,
      code: 'denied',
    });
    expect(bedrock.calls()).toHaveLength(0);
  });

  it('updates and publishes by its identifier', async () => {
    bedrock.on(UpdateGuardrailCommand).resolves({ $metadata: {} });
    bedrock.on(CreateGuardrailVersionCommand).resolves({ version: '1', $metadata: {} });
    expect(await writerNow().update({ region, id: 'grnew', request, sagaId })).toMatchObject({ written: true });
    expect(bedrock.commandCalls(UpdateGuardrailCommand)[0]?.args[0].input).toEqual({
      ...request,
      guardrailIdentifier: 'grnew',
    });
    expect(await writerNow().publish({ region, id: 'grnew', token: 't', description: 'd', sagaId })).toMatchObject({
      version: '1',
    });
  });

  it('writes nothing where no role is installed', async () => {
    const writer = new BedrockGuardrailWriter(clients, undefined);
    expect(await writer.create({ region, request, token: 't', sagaId })).toMatchObject({
      written: false,
      code: 'denied',
    });
    expect(await writer.remove({ region, arn, sagaId })).toMatchObject({ written: false, code: 'denied' });
    expect(bedrock.calls()).toHaveLength(0);
  });
});

describe('deleting a guardrail', () => {
  it.each([
    ['carries the tag of the restoration', [{ key: restorationTag, value: sagaId }], { written: true }, 1],
    ['carries the tag of another one', [{ key: restorationTag, value: 'r-2' }], { written: false, code: 'denied' }, 0],
    ['carries no tag', [], { written: false, code: 'denied' }, 0],
  ])('is done to one that %s', async (_, tags, answer, deletions) => {
    bedrock.on(ListTagsForResourceCommand).resolves({ tags });
    bedrock.on(DeleteGuardrailCommand).resolves({ $metadata: {} });
    expect(await writerNow().remove({ region, arn, sagaId })).toMatchObject(answer);
    expect(bedrock.commandCalls(DeleteGuardrailCommand)).toHaveLength(deletions);
  });

  it('is not done where the tag cannot be read', async () => {
    bedrock.on(ListTagsForResourceCommand).rejects(failing('AccessDeniedException', 403));
    expect(await writerNow().remove({ region, arn, sagaId })).toMatchObject({ written: 'unknown' });
    expect(bedrock.commandCalls(DeleteGuardrailCommand)).toHaveLength(0);
  });
});

describe('letting something name another guardrail', () => {
  it('sends an agent whole, with the new one, and prepares it', async () => {
    agents.on(GetAgentCommand).resolves({ agent });
    agents.on(UpdateAgentCommand).resolves({ $metadata: { requestId: 'q-2' } });
    agents.on(PrepareAgentCommand).resolves({ $metadata: {} });
    const reference = { region, kind: 'agent', by: agentBy } as const;
    expect(await writerNow().named(reference)).toEqual({ found: 'yes', value: { identifier: old, version: '3' } });
    expect(await writerNow().repoint({ ...reference, from: old, to, sagaId })).toEqual({
      written: true,
      requestId: 'q-2',
    });
    const { agentArn: _, agentVersion: __, agentStatus: ___, createdAt: ____, updatedAt: _____, ...kept } = agent;
    const sent = agents.commandCalls(UpdateAgentCommand)[0]?.args[0].input ?? {};
    expect(Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined))).toEqual({
      ...kept,
      guardrailConfiguration: { guardrailIdentifier: arn, guardrailVersion: '2' },
    });
    expect(agents.commandCalls(PrepareAgentCommand)).toHaveLength(1);
  });

  it.each([
    ['NOT_PREPARED', 1],
    ['PREPARED', 0],
  ] as const)('only prepares an agent that names it already and is %s', async (agentStatus, prepared) => {
    agents.on(GetAgentCommand).resolves({
      agent: { ...agent, agentStatus, guardrailConfiguration: { guardrailIdentifier: arn, guardrailVersion: '2' } },
    });
    agents.on(PrepareAgentCommand).resolves({ $metadata: { requestId: 'q-prepare' } });
    // The request id that is kept is an update's: the answer of this one was lost.
    expect(await writerNow().repoint({ region, kind: 'agent', by: agentBy, from: arn, to, sagaId })).toEqual({
      written: true,
    });
    expect(agents.commandCalls(UpdateAgentCommand)).toHaveLength(0);
    expect(agents.commandCalls(PrepareAgentCommand)).toHaveLength(prepared);
  });

  it('sends nothing where another one is named by now', async () => {
    agents.on(GetAgentCommand).resolves({ agent });
    expect(await writerNow().repoint({ region, kind: 'agent', by: agentBy, from: 'other', to, sagaId })).toMatchObject({
      written: false,
      code: 'conflict',
    });
    expect(agents.commandCalls(UpdateAgentCommand)).toHaveLength(0);
  });

  const guardrailConfiguration = { guardrailIdentifier: old, guardrailVersion: '3' };
  const node = (name: string, configuration: object) => ({
    name,
    type: 'Prompt' as const,
    configuration: configuration as never,
  });
  const flowOf = (...nodes: ReturnType<typeof node>[]) =>
    ({
      name: 'f',
      id: 'FLOW1',
      arn: flowBy,
      status: 'Prepared',
      executionRoleArn: 'r',
      createdAt: new Date(0),
      updatedAt: new Date(0),
      version: 'DRAFT',
      definition: { nodes, connections: [] },
    }) as const;

  it('changes every node of a flow, also inside of a loop, and nothing else in it', async () => {
    const prompt = { prompt: { sourceConfiguration: { inline: { modelId: 'm' } }, guardrailConfiguration } };
    const base = { knowledgeBase: { knowledgeBaseId: 'K', guardrailConfiguration } };
    const loop = { loop: { definition: { nodes: [node('inner', prompt)], connections: [] } } };
    agents
      .on(GetFlowCommand)
      .resolves(flowOf(node('a', prompt), node('b', base), node('c', loop), node('d', { input: {} })) as never);
    agents.on(UpdateFlowCommand).resolves({ $metadata: {} });
    agents.on(PrepareFlowCommand).resolves({ $metadata: {} });
    const reference = { region, kind: 'flow', by: flowBy } as const;
    expect(await writerNow().repoint({ ...reference, from: old, to, sagaId })).toMatchObject({ written: true });
    const sent = JSON.stringify(agents.commandCalls(UpdateFlowCommand)[0]?.args[0].input.definition);
    const whole = JSON.stringify(
      flowOf(node('a', prompt), node('b', base), node('c', loop), node('d', { input: {} })).definition,
    );
    expect(sent).toBe(
      whole.replaceAll(
        JSON.stringify(guardrailConfiguration),
        JSON.stringify({ guardrailIdentifier: arn, guardrailVersion: '2' }),
      ),
    );
    expect(agents.commandCalls(PrepareFlowCommand)).toHaveLength(1);
  });

  it('leaves a flow to a person whose nodes name more than one', async () => {
    const other = { prompt: { guardrailConfiguration: { guardrailIdentifier: 'grother', guardrailVersion: '1' } } };
    agents
      .on(GetFlowCommand)
      .resolves(flowOf(node('a', { prompt: { guardrailConfiguration } }), node('b', other)) as never);
    expect(await writerNow().named({ region, kind: 'flow', by: flowBy })).toMatchObject({
      found: 'unreadable',
      code: 'NamesSeveral',
    });
  });

  it('keeps the models and the guarding of an enforced configuration', async () => {
    const modelEnforcement = { includedModels: ['ALL'], excludedModels: ['m'] };
    const selectiveContentGuarding = { system: 'SELECTIVE' as const };
    bedrock
      .on(ListEnforcedGuardrailsConfigurationCommand)
      .resolvesOnce({ guardrailsConfig: [], nextToken: 'n' })
      .resolves({
        guardrailsConfig: [
          { configId: 'config1', guardrailArn: old, guardrailVersion: '3', modelEnforcement, selectiveContentGuarding },
        ],
      });
    bedrock.on(PutEnforcedGuardrailConfigurationCommand).resolves({ $metadata: {} });
    const reference = { region, kind: 'enforcement', by: 'config1' } as const;
    expect(await writerNow().repoint({ ...reference, from: old, to, sagaId })).toMatchObject({ written: true });
    expect(bedrock.commandCalls(PutEnforcedGuardrailConfigurationCommand)[0]?.args[0].input).toEqual({
      configId: 'config1',
      guardrailInferenceConfig: {
        guardrailIdentifier: arn,
        guardrailVersion: '2',
        modelEnforcement,
        selectiveContentGuarding,
      },
    });
    expect(await writerNow().named({ ...reference, by: 'none' })).toEqual({ found: 'no' });
  });
});
