import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand, ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConcurrencyCommand,
  type FunctionConfiguration,
  ListFunctionsCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../aws-clients.ts';
import { required } from '../iam-read.ts';
import { allowedBy, stateFact, unlessMissing } from '../state/state-fact.ts';
import { readTrails } from '../state/trails.ts';
import type { InstalledFunction, InstalledParts, InstalledQueue, InstalledRule } from './installed-parts.ts';

/** Everything that Ringfence makes begins so. */
const prefix = 'ringfence-';

type Clients = Pick<AwsClients, 'cloudTrail' | 'eventBridge' | 'functions' | 'logs' | 'sqs'>;

/** Reads only, each part by itself: what one lacks the permission for leaves the others known. */
export const readInstalledParts = async (clients: Clients, region: string): Promise<InstalledParts> => ({
  functions: await stateFact('functions', () => readFunctions(clients, region)),
  rules: await stateFact('rules', () => readRules(clients)),
  queues: await stateFact('queues', () => readQueues(clients)),
  trails: await stateFact('trails', () => readTrails(clients.cloudTrail, [region])),
});

const readFunctions = async (clients: Clients, region: string): Promise<readonly InstalledFunction[]> => {
  const lambda = clients.functions(region);
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await allowedBy('lambda:ListFunctions', () => lambda.send(new ListFunctionsCommand({ Marker })));
    found.push(...(page.Functions ?? []).filter(({ FunctionName = '' }) => FunctionName.startsWith(prefix)));
    Marker = page.NextMarker;
  } while (Marker !== undefined && Marker !== '');
  const made: InstalledFunction[] = [];
  for (const one of found) {
    const FunctionName = required(one.FunctionName, 'FunctionName');
    const concurrency = await allowedBy('lambda:GetFunctionConcurrency', () =>
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    );
    const mappings = await allowedBy('lambda:ListEventSourceMappings', () =>
      lambda.send(new ListEventSourceMappingsCommand({ FunctionName })),
    );
    const states = (mappings.EventSourceMappings ?? []).map(({ State }) => State);
    const lastRunAt = await lastRun(clients, region, FunctionName);
    made.push({
      name: FunctionName,
      runtime: one.Runtime ?? 'unknown',
      ...(concurrency.ReservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrency: concurrency.ReservedConcurrentExecutions }),
      ...(states.length === 0 ? {} : { queueStarts: states.every((state) => state === 'Enabled') }),
      ...(lastRunAt === undefined ? {} : { lastRunAt }),
    });
  }
  return made;
};

/** The newest line of its log says when it ran: the metric would be the same a few minutes later. */
const lastRun = async (clients: Clients, region: string, name: string): Promise<string | undefined> => {
  const streams = await unlessMissing([], () =>
    allowedBy('logs:DescribeLogStreams', () =>
      clients.logs(region).send(
        new DescribeLogStreamsCommand({
          logGroupName: `/aws/lambda/${name}`,
          orderBy: 'LastEventTime',
          descending: true,
          limit: 1,
        }),
      ),
    ),
  );
  const [newest] = streams?.logStreams ?? [];
  const at = newest?.lastEventTimestamp ?? newest?.lastIngestionTime;
  return at === undefined ? undefined : new Date(at).toISOString();
};

const readRules = async ({ eventBridge }: Clients): Promise<readonly InstalledRule[]> => {
  const found: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await allowedBy('events:ListRules', () =>
      eventBridge.send(new ListRulesCommand({ NamePrefix: prefix, NextToken })),
    );
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const rules: InstalledRule[] = [];
  for (const rule of found) {
    const name = required(rule.Name, 'Name of a rule');
    const { Targets = [] } = await allowedBy('events:ListTargetsByRule', () =>
      eventBridge.send(new ListTargetsByRuleCommand({ Rule: name })),
    );
    const pattern: unknown = rule.EventPattern === undefined ? undefined : JSON.parse(rule.EventPattern);
    rules.push({
      name,
      enabled: rule.State !== 'DISABLED',
      ...(pattern === undefined ? {} : { pattern }),
      targets: Targets.map(({ Arn, DeadLetterConfig }) => ({
        arn: required(Arn, 'Arn of a target'),
        deadLetters: DeadLetterConfig?.Arn !== undefined,
      })),
    });
  }
  return rules;
};

const readQueues = async ({ sqs }: Clients): Promise<readonly InstalledQueue[]> => {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await allowedBy('sqs:ListQueues', () =>
      sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000, NextToken })),
    );
    urls.push(...(page.QueueUrls ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  const queues: InstalledQueue[] = [];
  for (const QueueUrl of urls) {
    const { Attributes = {} } = await allowedBy('sqs:GetQueueAttributes', () =>
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'RedrivePolicy'],
        }),
      ),
    );
    queues.push({
      name: QueueUrl.split('/').at(-1) ?? QueueUrl,
      waiting: Number(required(Attributes['ApproximateNumberOfMessages'], 'ApproximateNumberOfMessages')),
      deadLetters: Attributes['RedrivePolicy'] !== undefined,
    });
  }
  return queues;
};
