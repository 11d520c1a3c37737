import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { writeRetries } from './write-retries.ts';
import { stateClients, type StateClients } from './state-clients.ts';

export type ConnectionSettings = {
  region: string;
  /** Absent: AWS itself. Set for an emulator or a fault proxy. */
  endpoint?: string;
  /** Milliseconds for one attempt of one call. */
  requestTimeout: number;
};

export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
};

/** One client a service, made once. Making them calls nobody. */
export type AwsClients = StateClients & {
  iam: IAMClient;
  /** IAM as somebody else, for writes whose session names the saga. Only what was throttled is sent again. */
  iamAs: (credentials: Credentials) => IAMClient;
  dynamo: DynamoDBDocumentClient;
  eventBridge: EventBridgeClient;
  sns: SNSClient;
  sqs: SQSClient;
  ssm: SSMClient;
  sts: STSClient;
};

/**
 * Retries are the SDK's (adaptive: they slow down together with the service). A call that does not answer in time fails
 * by name: without `throwOnRequestTimeout` the SDK only warns and goes on waiting.
 */
export const awsClients = (settings: ConnectionSettings): AwsClients => {
  const common = {
    region: settings.region,
    retryMode: 'adaptive',
    maxAttempts: 5,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    requestHandler: {
      connectionTimeout: Math.min(settings.requestTimeout, 3_000),
      requestTimeout: settings.requestTimeout,
      throwOnRequestTimeout: true,
    },
  } as const;
  return {
    iam: new IAMClient(common),
    iamAs: (credentials) => new IAMClient({ ...common, credentials, retryStrategy: writeRetries() }),
    ...stateClients(common),
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(common), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    eventBridge: new EventBridgeClient(common),
    sns: new SNSClient(common),
    // A queue's URL names it; where to call is what the connection says, behind a VPC endpoint or a proxy too.
    sqs: new SQSClient({ ...common, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(common),
    sts: new STSClient(common),
  };
};
