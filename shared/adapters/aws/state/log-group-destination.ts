import {
  DescribeResourcePoliciesCommand,
  paginateDescribeLogGroups,
  type CloudWatchLogsClient,
  type DescribeResourcePoliciesCommandInput,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LogDestination } from '../../../facts/region-state.ts';
import { required } from '../iam-read.ts';
import { keyOf } from './key-of.ts';
import { policyReaders } from './policy-readers.ts';
import { allowedBy } from './state-fact.ts';

const readActions = [
  'logs:filterlogevents',
  'logs:getlogevents',
  'logs:getlogobject',
  'logs:getlogrecord',
  'logs:startlivetail',
  'logs:startquery',
] as const;

/** A log group as a place for prompts and answers. One that is gone is named and nothing is said of it. */
export const readLogGroup = async (
  from: { logs: CloudWatchLogsClient; kms: (region: string) => KMSClient; accountId: string },
  { region, name }: { region: string; name: string },
): Promise<LogDestination> => {
  const group = await findGroup(from.logs, name);
  if (group === undefined) return { kind: 'log-group', name };
  const arn = required(group.arn, 'arn of a log group').replace(/:\*$/u, '');
  const owner = required(arn.split(':')[4], 'account of a log group');
  const readers = await readersOf(from.logs, arn, owner);
  return {
    kind: 'log-group',
    name,
    owner,
    key: group.kmsKeyId === undefined ? 'none' : await keyOf(from.kms, group.kmsKeyId, region),
    // Without a retention log events never expire (Amazon CloudWatch Logs API Reference, "LogGroup").
    retentionDays: group.retentionInDays ?? 'never',
    isPublic: readers.includes('*'),
    readers: readers.filter((reader) => reader !== '*'),
  };
};

/** There is no call for one log group: the prefix gives others too. */
const findGroup = (client: CloudWatchLogsClient, name: string): Promise<LogGroup | undefined> =>
  allowedBy('logs:DescribeLogGroups', async () => {
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
      const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (found !== undefined) return found;
    }
    return undefined;
  });

/** Policies of the account, and of the log group itself (Amazon CloudWatch Logs API Reference, "DescribeResourcePolicies"). */
const readersOf = async (client: CloudWatchLogsClient, arn: string, accountId: string): Promise<readonly string[]> => {
  const texts = [
    ...(await policiesOf(client, {})),
    ...(await policiesOf(client, { resourceArn: arn, policyScope: 'RESOURCE' })),
  ];
  const thing = {
    what: `a resource policy of ${arn}`,
    accountId,
    actions: readActions,
    resources: [arn, `${arn}:*`, `${arn}:log-stream:any`],
  };
  return [...new Set(texts.flatMap((text) => policyReaders(text, thing)))].sort();
};

const policiesOf = (
  client: CloudWatchLogsClient,
  which: DescribeResourcePoliciesCommandInput,
): Promise<readonly string[]> =>
  allowedBy('logs:DescribeResourcePolicies', async () => {
    const texts: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new DescribeResourcePoliciesCommand({ ...which, ...(nextToken === undefined ? {} : { nextToken }) }),
      );
      for (const { policyDocument } of page.resourcePolicies ?? [])
        texts.push(required(policyDocument, 'policyDocument'));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return texts;
  });
