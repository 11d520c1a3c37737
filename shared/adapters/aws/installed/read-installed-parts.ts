import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type EventSourceMappingConfiguration,
  GetFunctionConcurrencyCommand,
  type FunctionConfiguration,
  ListFunctionsCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../aws-clients.ts';
import { compareRelease } from '../../../facts/compare-release.ts';
import { required } from '../iam-read.ts';
import { readDeployedFunctions } from '../state/deployed-functions.ts';
import { ownPrefix, readDeployedRules } from '../state/deployed-rules.ts';
import { readReleasedFunctions } from '../state/released-functions.ts';
import { allowedBy, stateFact, unlessMissing } from '../state/state-fact.ts';
import { readTrails } from '../state/trails.ts';
import { readReleasedPolicies } from './read-released-policies.ts';
import { readTopics } from './read-topics.ts';
import type { EventSourceMapping, InstalledFunction, InstalledParts, InstalledQueue } from './installed-parts.ts';

type Clients = Pick<AwsClients, 'cloudTrail' | 'eventBridge' | 'functions' | 'logs' | 'sns' | 'sqs' | 'ssm'>;

type Installation = {
  region: string;
  watchedRegions: readonly string[];
  /** ARNs of the topics for people. */
  topics: readonly string[];
  /** ISO 8601. */
  now: string;
};

/** Reads only, each part by itself: what one lacks the permission for leaves the others known. */
export const readInstalledParts = async (
  clients: Clients,
  { region, watchedRegions, topics, now }: Installation,
): Promise<InstalledParts> => ({
  functions: await stateFact('functions', () => readFunctions(clients, region)),
  rules: await stateFact('rules', () => readDeployedRules(clients.eventBridge)),
  deployment: await readDeployedCode(clients, { region, now }),
  queues: await stateFact('queues', () => readQueues(clients)),
  trails: await stateFact('trails', () => readTrails(clients.cloudTrail, [...new Set([region, ...watchedRegions])])),
  topics: await stateFact('subscriptions', () => readTopics(clients.sns, topics)),
  policies: await readReleasedPolicies(clients.ssm),
});

/** Rules are looked at one by one, each with its own way to mend it. */
const readDeployedCode = async (
  { functions, ssm }: Clients,
  { region, now }: { region: string; now: string },
): Promise<InstalledParts['deployment']> => {
  const read = await stateFact('functions and their records', async () => ({
    recorded: await readReleasedFunctions(ssm),
    functions: await readDeployedFunctions(functions(region)),
  }));
  return read.state === 'known' ? compareRelease({ ...read.value, rules: [], released: [], installed: [], now }) : read;
};

const readFunctions = async (clients: Clients, region: string): Promise<readonly InstalledFunction[]> => {
  const lambda = clients.functions(region);
  const found: FunctionConfiguration[] = [];
  let Marker: string | undefined;
  do {
    const page = await allowedBy('lambda:ListFunctions', () => lambda.send(new ListFunctionsCommand({ Marker })));
    found.push(...(page.Functions ?? []).filter(({ FunctionName = '' }) => FunctionName.startsWith(ownPrefix)));
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
    const lastRunAt = await lastRun(clients, region, FunctionName);
    made.push({
      name: FunctionName,
      runtime: one.Runtime ?? 'unknown',
      ...(concurrency.ReservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrency: concurrency.ReservedConcurrentExecutions }),
      mappings: (mappings.EventSourceMappings ?? []).map(mappingOf),
      ...(lastRunAt === undefined ? {} : { lastRunAt }),
    });
  }
  return made;
};

const mappingOf = ({ UUID, State, LastModified }: EventSourceMappingConfiguration): EventSourceMapping => ({
  id: required(UUID, 'UUID of an event source mapping'),
  state: required(State, 'State of an event source mapping'),
  ...(LastModified === undefined ? {} : { changedAt: LastModified.toISOString() }),
});

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

const readQueues = async ({ sqs }: Clients): Promise<readonly InstalledQueue[]> => {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await allowedBy('sqs:ListQueues', () =>
      sqs.send(new ListQueuesCommand({ QueueNamePrefix: ownPrefix, MaxResults: 1000, NextToken })),
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
      deadLetters: (Attributes['RedrivePolicy'] ?? '') !== '',
    });
  }
  return queues;
};
