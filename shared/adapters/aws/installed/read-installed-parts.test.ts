import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand, NotFoundException, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../aws-clients.ts';
import { readInstalledParts } from './read-installed-parts.ts';

const region = 'us-east-1';
const lambda = mockClient(LambdaClient);
const logs = mockClient(CloudWatchLogsClient);
const events = mockClient(EventBridgeClient);
const sqs = mockClient(SQSClient);
const trails = mockClient(CloudTrailClient);
const ssm = mockClient(SSMClient);
const sns = mockClient(SNSClient);
const topics = ['one', 'two', 'gone'].map((name) => `arn:aws:sns:us-east-1:111122223333:${name}`);
const read = () =>
  readInstalledParts(awsClients({ region, requestTimeout: 1_000 }), {
    region,
    watchedRegions: [region],
    topics,
    now: '2026-11-22T08:00:00.000Z',
  });

const released = {
  schemaVersion: '1',
  release: '0.1.0',
  function: 'ringfence-contain',
  codeSha256: 'one=',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  timeout: 3,
  role: 'arn:role',
  environment: [],
};

const rolePolicy = {
  schemaVersion: '1',
  role: 'ringfence-contain',
  policy: 'own',
  statements: [{ sid: 'Read', hash: '0123', texts: ['arn:key'] }],
  trust: [],
  boundary: 'none',
};

describe('the parts of an installation', () => {
  beforeEach(() => {
    for (const each of [lambda, logs, events, sns, sqs, trails, ssm]) each.reset();
    lambda
      .on(ListFunctionsCommand)
      .resolves({ Functions: [{ FunctionName: 'other' }], NextMarker: 'more' })
      .on(ListFunctionsCommand, { Marker: 'more' })
      .resolves({
        Functions: [
          {
            FunctionName: 'ringfence-contain',
            Runtime: 'nodejs24.x',
            CodeSha256: 'two=',
            Timeout: 3,
            Role: 'arn:role',
          },
        ],
      });
    ssm.on(GetParametersByPathCommand, { Path: '/ringfence/release-policies/' }).resolves({
      Parameters: [
        { Name: '/ringfence/release-policies/ringfence-contain', Value: JSON.stringify(rolePolicy) },
        { Name: '/ringfence/release-policies/ringfence-undo', Value: JSON.stringify(rolePolicy) },
      ],
    });
    ssm.on(GetParametersByPathCommand, { Path: '/ringfence/release/' }).resolves({
      Parameters: [{ Name: '/ringfence/release/ringfence-contain', Value: JSON.stringify(released) }],
    });
    lambda.on(GetFunctionConcurrencyCommand).resolves({ ReservedConcurrentExecutions: 0 });
    lambda.on(ListEventSourceMappingsCommand).resolves({
      EventSourceMappings: [{ UUID: 'm-1', State: 'Updating', LastModified: new Date('2026-11-22T07:59:00.000Z') }],
    });
    logs.on(DescribeLogStreamsCommand).resolves({ logStreams: [{ lastEventTimestamp: 1_795_000_000_000 }] });
    events.on(ListRulesCommand).resolves({
      Rules: [
        { Name: 'ringfence-a', State: 'DISABLED', EventPattern: '{"source":["aws.iam"]}' },
        { Name: 'ringfence-b', State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
      ],
    });
    events
      .on(ListTargetsByRuleCommand)
      .resolves({ Targets: [{ Id: 'queue', Arn: 'arn:q', DeadLetterConfig: { Arn: 'arn:d' } }] });
    sqs.on(ListQueuesCommand).resolves({ QueueUrls: ['https://sqs/1/ringfence-contain.fifo'] });
    sqs
      .on(GetQueueAttributesCommand)
      .resolves({ Attributes: { ApproximateNumberOfMessages: '3', RedrivePolicy: '{}' } });
    const [TopicArn, , gone] = topics;
    sns
      .on(ListSubscriptionsByTopicCommand)
      .resolves({ Subscriptions: [] })
      .on(ListSubscriptionsByTopicCommand, { TopicArn: gone! })
      .rejects(new NotFoundException({ message: 'no', $metadata: {} }))
      .on(ListSubscriptionsByTopicCommand, { TopicArn: TopicArn! })
      .resolves({ Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }], NextToken: 'more' })
      .on(ListSubscriptionsByTopicCommand, { TopicArn: TopicArn!, NextToken: 'more' })
      .resolves({ Subscriptions: [{ SubscriptionArn: `${TopicArn}:1` }, { SubscriptionArn: 'Deleted' }] });
    trails.on(DescribeTrailsCommand).resolves({ trailList: [] });
  });

  it('are read over every page, and only what is of Ringfence', async () => {
    expect(await read()).toEqual({
      functions: {
        state: 'known',
        value: [
          {
            name: 'ringfence-contain',
            runtime: 'nodejs24.x',
            reservedConcurrency: 0,
            mappings: [{ id: 'm-1', state: 'Updating', changedAt: '2026-11-22T07:59:00.000Z' }],
            lastRunAt: new Date(1_795_000_000_000).toISOString(),
          },
        ],
      },
      rules: {
        state: 'known',
        value: [
          {
            name: 'ringfence-a',
            enabled: false,
            pattern: { source: ['aws.iam'] },
            targets: [{ arn: 'arn:q', deadLetters: true }],
          },
          { name: 'ringfence-b', enabled: true, targets: [{ arn: 'arn:q', deadLetters: true }] },
        ],
      },
      queues: { state: 'known', value: [{ name: 'ringfence-contain.fifo', waiting: 3, deadLetters: true }] },
      trails: { state: 'known', value: [] },
      topics: {
        state: 'known',
        value: [
          { arn: topics[0], there: true, confirmed: 1, waiting: 1 },
          { arn: topics[1], there: true, confirmed: 0, waiting: 0 },
          { arn: topics[2], there: false, confirmed: 0, waiting: 0 },
        ],
      },
      policies: {
        state: 'known',
        value: [rolePolicy],
        unread: '/ringfence/release-policies/ringfence-undo is no record of a role',
      },
      deployment: {
        state: 'known',
        value: {
          release: '0.1.0',
          parts: [
            {
              kind: 'function',
              name: 'ringfence-contain',
              deployed: 'code two=, handler none',
              released: 'code one=, handler index.handler',
            },
          ],
        },
      },
    });
  });

  it('that may not be read are unknown each by itself, with the permission', async () => {
    const denied = Object.assign(new Error('no'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
    events.on(ListTargetsByRuleCommand).rejects(denied);
    sqs.on(ListQueuesCommand).rejects(denied);
    ssm.on(GetParametersByPathCommand).rejects(denied);
    sns.on(ListSubscriptionsByTopicCommand).rejects(denied);
    const parts = await read();
    expect(parts.rules).toEqual({ state: 'unknown', why: 'rules were not read: allow events:ListTargetsByRule' });
    expect(parts.queues).toEqual({ state: 'unknown', why: 'queues were not read: allow sqs:ListQueues' });
    expect(parts.deployment).toEqual({
      state: 'unknown',
      why: 'functions and their records were not read: allow ssm:GetParametersByPath',
    });
    expect(parts.topics).toEqual({
      state: 'unknown',
      why: 'subscriptions were not read: allow sns:ListSubscriptionsByTopic',
    });
    expect(parts.functions.state).toBe('known');
  });

  it('of a deployment that recorded no policies say so', async () => {
    ssm.on(GetParametersByPathCommand, { Path: '/ringfence/release-policies/' }).resolves({});
    expect((await read()).policies).toMatchObject({ state: 'unknown', why: expect.stringContaining('cdk deploy') });
  });

  it('of a function that has not run yet have no time', async () => {
    logs.on(DescribeLogStreamsCommand).resolves({ logStreams: [] });
    const { functions } = await read();
    expect(functions.state === 'known' && functions.value[0]).not.toHaveProperty('lastRunAt');
  });
});
