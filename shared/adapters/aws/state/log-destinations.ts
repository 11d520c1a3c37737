import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import type { InvocationLogging } from '../../../facts/account-facts.ts';
import { regionSources } from '../../../facts/fact-sources.ts';
import { known, knownInPart, unknown, type Known } from '../../../facts/known.ts';
import type { LogDestination } from '../../../facts/region-state.ts';
import { readBucket } from './bucket-destination.ts';
import { readLogGroup } from './log-group-destination.ts';
import { whyUnread } from './state-fact.ts';

export type LogDestinationClients = {
  logs: (region: string) => CloudWatchLogsClient;
  s3: (region: string) => S3Client;
  kms: (region: string) => KMSClient;
};

/** The places that invocation logging names, as the services that hold them describe them. One that is refused leaves the others. */
export const readLogDestinations = async (
  clients: LogDestinationClients,
  own: { accountId: string; partition: string },
  { region, logging }: { region: string; logging: Known<InvocationLogging> },
): Promise<Known<readonly LogDestination[]>> => {
  if (logging.state === 'unknown') return unknown(logging.why);
  if (logging.state === 'absent') return logging.declared === true ? logging : known([]);
  const { logGroup, bucket, largeDataBucket } = logging.value;
  const { kms } = clients;
  const buckets = [...new Set([bucket, largeDataBucket].filter((name) => name !== undefined))];
  const reads = [
    ...(logGroup === undefined
      ? []
      : [() => readLogGroup({ ...own, kms, logs: clients.logs(region) }, { region, name: logGroup })]),
    ...buckets.map((name) => () => readBucket({ ...own, kms, s3: clients.s3(region) }, { region, name })),
  ];
  const read: LogDestination[] = [];
  let unread: string | undefined;
  for (const each of reads) {
    try {
      read.push(await each());
    } catch (error) {
      unread ??= whyUnread(regionSources.logDestinations.what, error);
    }
  }
  return unread === undefined ? known(read) : knownInPart(read, unread);
};
