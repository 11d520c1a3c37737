import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentCoreControlClient } from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { LexModelsV2Client } from '@aws-sdk/client-lex-models-v2';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { QBusinessClient } from '@aws-sdk/client-qbusiness';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { byRegion } from './by-region.ts';

/** Clients of the services that say how the account stands, by Region; each made when it is first asked for. */
export type StateClients = {
  accessAnalyzer: (region: string) => AccessAnalyzerClient;
  agentCore: (region: string) => BedrockAgentCoreControlClient;
  bedrock: (region: string) => BedrockClient;
  bedrockAgent: (region: string) => BedrockAgentClient;
  cloudTrail: (region: string) => CloudTrailClient;
  functions: (region: string) => LambdaClient;
  kms: (region: string) => KMSClient;
  lex: (region: string) => LexModelsV2Client;
  logs: (region: string) => CloudWatchLogsClient;
  /** One for all: the service has one place in each partition. */
  organizations: () => OrganizationsClient;
  qBusiness: (region: string) => QBusinessClient;
  s3: (region: string) => S3Client;
  sageMaker: (region: string) => SageMakerClient;
};

/** What all clients of one installation share: retries, timeouts, the endpoint. */
type Common = { region: string; endpoint?: string };

/** Making them calls nobody. */
export const stateClients = (common: Common): StateClients => ({
  accessAnalyzer: byRegion((region) => new AccessAnalyzerClient({ ...common, region })),
  agentCore: byRegion((region) => new BedrockAgentCoreControlClient({ ...common, region })),
  bedrock: byRegion((region) => new BedrockClient({ ...common, region })),
  bedrockAgent: byRegion((region) => new BedrockAgentClient({ ...common, region })),
  cloudTrail: byRegion((region) => new CloudTrailClient({ ...common, region })),
  functions: byRegion((region) => new LambdaClient({ ...common, region })),
  kms: byRegion((region) => new KMSClient({ ...common, region })),
  lex: byRegion((region) => new LexModelsV2Client({ ...common, region })),
  logs: byRegion((region) => new CloudWatchLogsClient({ ...common, region })),
  organizations: once(() => new OrganizationsClient(common)),
  qBusiness: byRegion((region) => new QBusinessClient({ ...common, region })),
  // A bucket of logs may stand in another Region than it is used in.
  s3: byRegion((region) => new S3Client({ ...common, region, followRegionRedirects: true })),
  sageMaker: byRegion((region) => new SageMakerClient({ ...common, region })),
});

const once = <T>(make: () => T): (() => T) => {
  let made: { client: T } | undefined;
  return () => (made ??= { client: make() }).client;
};
