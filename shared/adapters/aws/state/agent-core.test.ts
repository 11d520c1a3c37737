import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  GetBrowserCommand,
  GetCodeInterpreterCommand,
  GetGatewayCommand,
  GetHarnessCommand,
  GetResourcePolicyCommand,
  ListAgentRuntimeEndpointsCommand,
  ListAgentRuntimesCommand,
  ListBrowsersCommand,
  ListCodeInterpretersCommand,
  ListGatewaysCommand,
  ListHarnessesCommand,
  ListMemoriesCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { mockClient } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { listGateways, listHarnesses, listRuntimes } from './agent-core-lists.ts';
import { memoryPolicies, runtimeAndGatewayPolicies } from './agent-core-policies.ts';
import { browserRunners, gatewayRunners, harnessRunners, interpreterRunners } from './agent-core-runners.ts';
import { runtimeRunners } from './runtime-runners.ts';
import { stateFact } from './state-fact.ts';

const core = mockClient(BedrockAgentCoreControlClient);
const client = new BedrockAgentCoreControlClient({ region: 'eu-west-1' });
const limit = pLimit(2);
const own = { accountId: '111122223333', partition: 'aws', region: 'eu-west-1' };
const arnOf = (rest: string) => `arn:aws:bedrock-agentcore:eu-west-1:111122223333:${rest}`;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const denied = awsError('AccessDeniedException', 403);
const gone = awsError('ResourceNotFoundException', 404);
const runtimeArn = arnOf('runtime/shop-1');
const endpoint = (name: string) => `${runtimeArn}/runtime-endpoint/${name}`;
const text = (id: string) => `{"Id":"${id}"}`;

beforeEach(() => {
  core.reset();
  core.on(ListAgentRuntimesCommand).resolves({
    agentRuntimes: [{ agentRuntimeArn: runtimeArn, agentRuntimeId: 'shop-1', agentRuntimeName: 'shop' } as never],
  });
  core.on(GetAgentRuntimeCommand, { agentRuntimeId: 'shop-1' }).resolves({
    agentRuntimeArn: runtimeArn,
    agentRuntimeVersion: '3',
    roleArn: role('new'),
  });
  core.on(ListAgentRuntimeEndpointsCommand, { agentRuntimeId: 'shop-1' }).resolves({
    runtimeEndpoints: [{ agentRuntimeEndpointArn: endpoint('DEFAULT'), liveVersion: '3' } as never],
  });
  core.on(ListGatewaysCommand).resolves({ items: [{ gatewayId: 'tools-1' } as never] });
  core.on(GetGatewayCommand, { gatewayIdentifier: 'tools-1' }).resolves({
    gatewayArn: arnOf('gateway/tools-1'),
    roleArn: role('gateway'),
  });
  core.on(ListHarnessesCommand).resolves({ harnesses: [{ harnessId: 'h-1', arn: arnOf('harness/h-1') } as never] });
  core
    .on(GetHarnessCommand, { harnessId: 'h-1' })
    .resolves({ harness: { arn: arnOf('harness/h-1'), executionRoleArn: role('harness') } as never });
  core
    .on(ListCodeInterpretersCommand, { type: 'CUSTOM' })
    .resolves({ codeInterpreterSummaries: [{ codeInterpreterId: 'ci-1' } as never] });
  core.on(GetCodeInterpreterCommand, { codeInterpreterId: 'ci-1' }).resolves({
    codeInterpreterArn: arnOf('code-interpreter-custom/ci-1'),
    executionRoleArn: role('code'),
  });
  core.on(ListBrowsersCommand, { type: 'CUSTOM' }).resolves({ browserSummaries: [{ browserId: 'b-1' } as never] });
  core.on(GetBrowserCommand, { browserId: 'b-1' }).resolves({
    browserArn: arnOf('browser-custom/b-1'),
    executionRoleArn: role('browser'),
  });
  core.on(ListMemoriesCommand).resolves({ memories: [{ arn: arnOf('memory/m-1') } as never] });
  core.on(GetResourcePolicyCommand).resolves({});
});

const runtimes = async () => runtimeRunners(client, await listRuntimes(client), limit);

describe('reading what runs in AgentCore', () => {
  it('gives each runtime with the role of its newest version, and asks for no version twice', async () => {
    expect(await runtimes()).toEqual([{ arn: runtimeArn, kind: 'agent-runtime', roleArn: role('new') }]);
    expect(core.commandCalls(GetAgentRuntimeCommand)).toHaveLength(1);
  });

  it('gives an endpoint that serves an older version with another role', async () => {
    core.on(ListAgentRuntimeEndpointsCommand).resolves({
      runtimeEndpoints: [
        { agentRuntimeEndpointArn: endpoint('DEFAULT'), liveVersion: '3' } as never,
        { agentRuntimeEndpointArn: endpoint('prod'), liveVersion: '1' } as never,
        { agentRuntimeEndpointArn: endpoint('same'), liveVersion: '2' } as never,
        { agentRuntimeEndpointArn: endpoint('being-made') } as never,
      ],
    });
    const version = (agentRuntimeVersion: string, roleArn: string) =>
      core
        .on(GetAgentRuntimeCommand, { agentRuntimeId: 'shop-1', agentRuntimeVersion })
        .resolves({ agentRuntimeArn: runtimeArn, agentRuntimeVersion, roleArn });
    version('1', role('old'));
    version('2', role('new'));
    expect(await runtimes()).toEqual([
      { arn: runtimeArn, kind: 'agent-runtime', roleArn: role('new') },
      { arn: endpoint('prod'), kind: 'runtime-endpoint', roleArn: role('old') },
    ]);
  });

  it.each([
    ['harness', async () => harnessRunners(client, await listHarnesses(client), limit), 'harness/h-1', 'harness'],
    ['gateway', async () => gatewayRunners(client, await listGateways(client), limit), 'gateway/tools-1', 'gateway'],
    ['code-interpreter', () => interpreterRunners(client, limit), 'code-interpreter-custom/ci-1', 'code'],
    ['browser', () => browserRunners(client, limit), 'browser-custom/b-1', 'browser'],
  ] as const)('gives each %s with its role', async (kind, read, rest, name) => {
    expect(await read()).toEqual([{ arn: arnOf(rest), kind, roleArn: role(name) }]);
  });

  it('leaves out what has no role', async () => {
    core.on(GetBrowserCommand).resolves({ browserArn: arnOf('browser-custom/b-1') });
    core.on(GetGatewayCommand).resolves({ gatewayArn: arnOf('gateway/tools-1') });
    expect(await browserRunners(client, limit)).toEqual([]);
    expect(await gatewayRunners(client, ['tools-1'], limit)).toEqual([]);
  });

  it('reads every page and leaves out what was deleted meanwhile', async () => {
    core
      .on(ListAgentRuntimesCommand)
      .resolvesOnce({ agentRuntimes: [{ agentRuntimeId: 'gone' } as never], nextToken: 'more' })
      .resolves({ agentRuntimes: [{ agentRuntimeId: 'shop-1' } as never] });
    core.on(GetAgentRuntimeCommand, { agentRuntimeId: 'gone' }).rejects(gone);
    expect(await runtimes()).toHaveLength(1);
  });

  it.each([
    [ListAgentRuntimesCommand, 'ListAgentRuntimes', runtimes],
    [GetAgentRuntimeCommand, 'GetAgentRuntime', runtimes],
    [ListAgentRuntimeEndpointsCommand, 'ListAgentRuntimeEndpoints', runtimes],
    [ListHarnessesCommand, 'ListHarnesses', async () => harnessRunners(client, await listHarnesses(client), limit)],
    [GetHarnessCommand, 'GetHarness', async () => harnessRunners(client, await listHarnesses(client), limit)],
    [ListGatewaysCommand, 'ListGateways', async () => gatewayRunners(client, await listGateways(client), limit)],
    [GetGatewayCommand, 'GetGateway', async () => gatewayRunners(client, await listGateways(client), limit)],
    [ListCodeInterpretersCommand, 'ListCodeInterpreters', () => interpreterRunners(client, limit)],
    [GetCodeInterpreterCommand, 'GetCodeInterpreter', () => interpreterRunners(client, limit)],
    [ListBrowsersCommand, 'ListBrowsers', () => browserRunners(client, limit)],
    [GetBrowserCommand, 'GetBrowser', () => browserRunners(client, limit)],
    [ListMemoriesCommand, 'ListMemories', () => memoryPolicies(client, limit)],
    [GetResourcePolicyCommand, 'GetResourcePolicy', () => memoryPolicies(client, limit)],
  ] as const)('names the permission that was refused (%#: %s)', async (command, permission, read) => {
    core.on(command as typeof ListBrowsersCommand).rejects(denied);
    expect(await stateFact('they', (): Promise<unknown> => read())).toEqual({
      state: 'unknown',
      why: `they were not read: allow bedrock-agentcore:${permission}`,
    });
  });
});

describe('reading resource policies of AgentCore', () => {
  const read = async () =>
    Object.fromEntries(
      await runtimeAndGatewayPolicies(
        client,
        { runtimes: await listRuntimes(client), gateways: await listGateways(client) },
        { limit, own },
      ),
    );
  const has = (resourceArn: string) =>
    core.on(GetResourcePolicyCommand, { resourceArn }).resolves({ policy: text(resourceArn) });

  it('gives those of runtimes, of their endpoints and of gateways, and leaves out what has none', async () => {
    const carrying = [runtimeArn, endpoint('DEFAULT'), arnOf('gateway/tools-1')];
    expect(await read()).toEqual({});
    for (const arn of carrying) has(arn);
    expect(await read()).toEqual(Object.fromEntries(carrying.map((arn) => [arn, text(arn)])));
    core.on(GetResourcePolicyCommand, { resourceArn: runtimeArn }).rejects(gone);
    expect(Object.keys(await read())).toEqual(carrying.slice(1));
  });

  it('gives those of memories', async () => {
    has(arnOf('memory/m-1'));
    expect(await memoryPolicies(client, limit)).toEqual([[arnOf('memory/m-1'), text(arnOf('memory/m-1'))]]);
  });
});
