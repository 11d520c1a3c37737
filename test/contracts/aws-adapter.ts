import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as iamSdk from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { awsClients } from '../../shared/adapters/aws/aws-clients.ts';
import { tables } from '../../shared/adapters/aws/tables.ts';
import { localIdentity } from '../../shared/adapters/local/local-world.ts';
import { awsPorts } from '../../shared/runtime/aws-ports.ts';
import { startEmulator, type Emulator } from '../e2e/emulator.ts';
import { pythonEnvironment } from '../e2e/python-environment.ts';
import type { ContractAdapter, ContractWorld } from './contract-world.ts';

/** MiniStack's account of the credentials `test`. */
const accountId = '000000000000';
const region = 'us-east-1';
const root = `${import.meta.dirname}/../..`;

type Commands = Record<string, new (input: unknown) => Parameters<iamSdk.IAMClient['send']>[0]>;

let emulator: Emulator | undefined;
let worlds = 0;

const tableInput = (name: string, table: (typeof tables)[keyof typeof tables]): CreateTableCommandInput => {
  const { partitionKey, sortKey } = table;
  const indexes = Object.entries('indexes' in table ? table.indexes : {});
  const keys = [partitionKey, sortKey, ...indexes.flatMap(([, index]) => [index.partitionKey, index.sortKey])];
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Map(keys.map((key) => [key.name, key])).values()].map((key) => ({
      AttributeName: key.name,
      AttributeType: key.type,
    })),
    KeySchema: schema(partitionKey.name, sortKey.name),
    ...(indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
            IndexName,
            KeySchema: schema(index.partitionKey.name, index.sortKey.name),
            Projection: { ProjectionType: 'ALL' as const },
          })),
        }),
  };
};

const makeWorld = async (endpoint: string): Promise<ContractWorld> => {
  worlds += 1;
  const suffix = `w${worlds}-${process.pid}`;
  const connection = { region, endpoint, requestTimeout: 10_000 };
  const clients = awsClients(connection);
  const names = { findings: `findings-${suffix}`, state: `state-${suffix}`, history: `history-${suffix}` };
  for (const key of ['findings', 'state', 'history'] as const) {
    await clients.dynamo.send(new CreateTableCommand(tableInput(names[key], tables[key])));
  }
  // The stack makes it: a switch that is gone is unreadable, and nothing is written because of it.
  const modeParameter = `/ringfence/${suffix}/mode`;
  const killSwitchParameter = `/ringfence/${suffix}/kill-switch`;
  const Value = JSON.stringify({ mode: 'observe', resumed: 1 });
  await clients.ssm.send(new PutParameterCommand({ Name: modeParameter, Value, Type: 'String' }));
  await clients.ssm.send(
    new PutParameterCommand({ Name: killSwitchParameter, Value: 'never stopped', Type: 'String' }),
  );
  const queue = async (name: string): Promise<string> =>
    (await clients.sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? '';
  const topic = (name: string): string => `arn:aws:sns:${region}:${accountId}:${name}`;
  // Only what the test account has: every role of Ringfence is the account's own root here.
  const identity = localIdentity({ accountId, region });
  const ports = awsPorts(
    {
      identity,
      connection,
      tables: names,
      modeParameter,
      killSwitchParameter,
      alertsTopicArn: topic('alerts'),
      urgentTopicArn: topic('urgent'),
      escalationTopicArn: topic('escalations'),
      eventsTopicArn: topic('events'),
      eventBus: 'ringfence',
      sweepQueueUrl: await queue(`sweep-${suffix}`),
      containQueueUrl: await queue(`contain-${suffix}`),
    },
    clients,
  );
  let made = 0;
  return {
    ports,
    unique: (word) => {
      made += 1;
      return `${word}-${suffix}-${made}`;
    },
    iam: async (operation, parameters) => {
      const Command = (iamSdk as unknown as Commands)[`${operation}Command`];
      if (Command === undefined) throw new Error(`the SDK has no ${operation}Command`);
      await clients.iam.send(new Command(parameters));
    },
    logDestinations: async ({ bucket, logGroup, retentionDays }) => {
      const s3 = clients.s3(region);
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
      const logs = clients.logs(region);
      await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: retentionDays }));
    },
    wait: (milliseconds) => sleep(milliseconds),
  };
};

/** The AWS adapters against MiniStack, one emulator for all suites. */
export const awsAdapter: ContractAdapter = {
  name: 'aws (emulated)',
  start: async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    emulator = await startEmulator({ python: pythonEnvironment(root), root, auth: false });
  },
  world: () => {
    if (emulator === undefined) throw new Error('the emulator is not running');
    return makeWorld(emulator.endpoint);
  },
  stop: async () => {
    if (emulator === undefined) return;
    await emulator.stop();
    // Its log tells nothing that the failing test does not.
    await rm(dirname(emulator.logFile), { recursive: true, force: true });
  },
};
