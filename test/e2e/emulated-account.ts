import { BedrockClient } from '@aws-sdk/client-bedrock';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { region, rootCredentials } from './deploy.ts';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type Clients = {
  bedrock: BedrockClient;
  dynamo: DynamoDBDocumentClient;
  eventBridge: EventBridgeClient;
  iam: IAMClient;
  sns: SNSClient;
  sqs: SQSClient;
  ssm: SSMClient;
  sts: STSClient;
};

/** The emulated account, as somebody sees it: its root, a role's session, or a user. */
export type EmulatedAccount = {
  endpoint: string;
  asRoot: Clients;
  asRole: (roleArn: string, sessionName: string) => Promise<Clients>;
  /** The keys of a role's session, for a process of its own. */
  keysOf: (roleArn: string, sessionName: string) => Promise<Credentials>;
  /** As the user whose access key it is. */
  asKey: (credentials: Credentials) => Clients;
};

export const emulatedAccount = (endpoint: string): EmulatedAccount => {
  const asRoot = clientsOf(endpoint, rootCredentials);
  const keysOf = async (RoleArn: string, RoleSessionName: string): Promise<Credentials> => {
    const { Credentials } = await asRoot.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    return {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
  };
  return {
    endpoint,
    asRoot,
    asKey: (credentials) => clientsOf(endpoint, credentials),
    asRole: async (roleArn, sessionName) => clientsOf(endpoint, await keysOf(roleArn, sessionName)),
    keysOf,
  };
};

const clientsOf = (endpoint: string, credentials: Credentials): Clients => {
  // One attempt: a refusal is an answer here, and a retry would hide a fault.
  const common = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    bedrock: new BedrockClient(common),
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(common)),
    eventBridge: new EventBridgeClient(common),
    iam: new IAMClient(common),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
    ssm: new SSMClient(common),
    sts: new STSClient(common),
  };
};
