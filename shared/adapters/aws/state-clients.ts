import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';

/** Clients of the services that say how the account stands, by Region; each made when it is first asked for. */
export type StateClients = {
  accessAnalyzer: (region: string) => AccessAnalyzerClient;
  bedrock: (region: string) => BedrockClient;
  bedrockAgent: (region: string) => BedrockAgentClient;
  cloudTrail: (region: string) => CloudTrailClient;
  functions: (region: string) => LambdaClient;
  kms: (region: string) => KMSClient;
  logs: (region: string) => CloudWatchLogsClient;
  /** One for all: the service has one place in each partition. */
  organizations: () => OrganizationsClient;
  s3: (region: string) => S3Client;
};

/** What all clients of one installation share: retries, timeouts, the endpoint. */
type Common = { region: string; endpoint?: string };

/** Making them calls nobody. */
export const stateClients = (common: Common): StateClients => ({
  accessAnalyzer: byRegion((region) => new AccessAnalyzerClient({ ...common, region })),
  bedrock: byRegion((region) => new BedrockClient({ ...common, region })),
  bedrockAgent: byRegion((region) => new BedrockAgentClient({ ...common, region })),
  cloudTrail: byRegion((region) => new CloudTrailClient({ ...common, region })),
  functions: byRegion((region) => new LambdaClient({ ...common, region })),
  kms: byRegion((region) => new KMSClient({ ...common, region })),
  logs: byRegion((region) => new CloudWatchLogsClient({ ...common, region })),
  organizations: once(() => new OrganizationsClient(common)),
  // A bucket of logs may stand in another Region than it is used in.
  s3: byRegion((region) => new S3Client({ ...common, region, followRegionRedirects: true })),
});

const byRegion = <T>(make: (region: string) => T): ((region: string) => T) => {
  const made = new Map<string, T>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
};

const once = <T>(make: () => T): (() => T) => {
  let made: { client: T } | undefined;
  return () => (made ??= { client: make() }).client;
};
