import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockAgentClient, ListAgentsCommand, ListFlowsCommand } from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentCoreControlClient, ListAgentRuntimesCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { LexModelsV2Client } from '@aws-sdk/client-lex-models-v2';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { ListApplicationsCommand, QBusinessClient } from '@aws-sdk/client-qbusiness';
import { S3Client } from '@aws-sdk/client-s3';
import { ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../test/builders/aws-error.ts';
import { absent } from '../../facts/known.ts';
import { manualClock } from '../local/local-clock.ts';
import { AwsAccountStateReader } from './aws-account-state-reader.ts';
import { stateClients } from './state-clients.ts';

const analyzers = mockClient(AccessAnalyzerClient);
const agents = mockClient(BedrockAgentClient);
const trails = mockClient(CloudTrailClient);
const functions = mockClient(LambdaClient);
const organizations = mockClient(OrganizationsClient);
const core = mockClient(BedrockAgentCoreControlClient);
const sageMaker = mockClient(SageMakerClient);
const qBusiness = mockClient(QBusinessClient);
const services = [
  analyzers,
  agents,
  trails,
  functions,
  organizations,
  core,
  sageMaker,
  mockClient(LexModelsV2Client),
  qBusiness,
  mockClient(BedrockClient),
  mockClient(CloudWatchLogsClient),
  mockClient(IAMClient),
  mockClient(KMSClient),
  mockClient(S3Client),
];
const calls = () => services.reduce((sum, each) => sum + each.calls().length, 0);
const denied = awsError('AccessDeniedException', 403);
const clock = manualClock('2026-11-21T21:00:00.000Z');
const reader = () =>
  new AwsAccountStateReader({
    clients: { ...stateClients({ region: 'us-east-1' }), iam: new IAMClient({ region: 'us-east-1' }) },
    own: { accountId: '111122223333', partition: 'aws' },
    clock,
  });
const region = (facts: Parameters<AwsAccountStateReader['regionState']>[1]['facts']) =>
  reader().regionState('eu-west-1', { facts, guardrails: [], invocationLogging: absent });

beforeEach(() => {
  for (const each of services) each.reset();
});

describe('reading the state of an account', () => {
  it('calls nobody for what is not asked for', async () => {
    expect(await region(new Set())).toEqual({});
    expect(await reader().wideState({ facts: new Set(), regions: ['eu-west-1'] })).toEqual({});
    expect(calls()).toBe(0);
  });

  it('leaves to others what it cannot read live', async () => {
    const facts = new Set(['inputs', 'deployment', 'exemptions', 'history', 'unclassedActions'] as const);
    expect(await reader().wideState({ facts, regions: ['eu-west-1'] })).toEqual({});
    expect(calls()).toBe(0);
  });

  const nothingThere = () => {
    functions.on(ListFunctionsCommand).resolves({ Functions: [] });
    agents.on(ListAgentsCommand).resolves({ agentSummaries: [] });
    agents.on(ListFlowsCommand).resolves({ flowSummaries: [] });
    // Every list of these clients is empty, whatever it is called.
    const lists = { agentRuntimes: [], harnesses: [], items: [], codeInterpreterSummaries: [], browserSummaries: [] };
    core.onAnyCommand().resolves(lists);
    sageMaker.onAnyCommand().resolves({});
    qBusiness.on(ListApplicationsCommand).resolves({ applications: [] });
  };

  it('keeps every part intact beside one that is refused', async () => {
    nothingThere();
    trails.on(DescribeTrailsCommand).rejects(denied);
    core.on(ListAgentRuntimesCommand).rejects(denied);
    sageMaker.on(ListNotebookInstancesCommand).rejects(denied);
    const facts = new Set(['trails', 'workloads', 'runners'] as const);
    const state = await reader().wideState({ facts, regions: ['eu-west-1', 'us-east-1'] });
    const runtimes = 'runtimes of AgentCore with their roles were not read: allow bedrock-agentcore:ListAgentRuntimes';
    const notebooks = 'notebooks with their roles were not read: allow sagemaker:ListNotebookInstances';
    expect(state).toMatchObject({
      trails: { state: 'unknown', why: 'trails and their selectors were not read: allow cloudtrail:DescribeTrails' },
      workloads: {
        state: 'known',
        unread: 'runtimes of AgentCore were not read: allow bedrock-agentcore:ListAgentRuntimes',
      },
      runners: {
        state: 'known',
        unread: `${runtimes}; ${notebooks}`,
        unreadOf: {
          'agent-runtime': runtimes,
          'runtime-endpoint': runtimes,
          notebook: notebooks,
          'notebook-lifecycle': notebooks,
        },
      },
    });
    expect(functions.commandCalls(ListFunctionsCommand)).toHaveLength(2);
  });

  it('reads once what several facts are told from', async () => {
    nothingThere();
    const facts = new Set(['workloads', 'runners', 'aiResourcePolicies'] as const);
    await reader().wideState({ facts, regions: ['eu-west-1'] });
    expect(core.commandCalls(ListAgentRuntimesCommand)).toHaveLength(1);
    expect(agents.commandCalls(ListAgentsCommand)).toHaveLength(1);
  });

  it('knows all that runs where nothing is refused', async () => {
    nothingThere();
    const state = await reader().wideState({ facts: new Set(['runners'] as const), regions: ['eu-west-1'] });
    expect(state.runners).toEqual({ state: 'known', value: [] });
  });

  it('says a refusal in the same words for every Region', async () => {
    analyzers.on(ListAnalyzersCommand).rejects(denied);
    const facts = new Set(['accessAnalyzers'] as const);
    const asked = { facts, guardrails: [], invocationLogging: absent };
    const [one, other] = [
      await reader().regionState('eu-west-1', asked),
      await reader().regionState('us-east-1', asked),
    ];
    expect(one).toEqual(other);
    expect(one.accessAnalyzers).toMatchObject({ state: 'unknown' });
  });

  it('asks about the organisation once a minute, and at once again where no answer came', async () => {
    organizations.on(DescribeOrganizationCommand).rejects(awsError('AWSOrganizationsNotInUseException'));
    const one = reader();
    await one.organisation();
    await one.organisation();
    expect(organizations.calls()).toHaveLength(1);
    await clock.sleep(60_001);
    organizations.on(DescribeOrganizationCommand).rejects(awsError('TooManyRequestsException'));
    expect(await one.organisation()).toMatchObject({ told: 'failed' });
    expect(await one.organisation()).toMatchObject({ told: 'failed' });
    expect(organizations.calls()).toHaveLength(3);
  });
});
