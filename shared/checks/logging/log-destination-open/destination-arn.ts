import { partitionOf } from '../../subjects.ts';

/** The ARN of a bucket or a log group that is known by name. */
export const destinationArn = (
  kind: 'bucket' | 'log-group',
  name: string,
  { accountId, region }: { accountId: string; region: string },
): string =>
  kind === 'bucket'
    ? `arn:${partitionOf(region)}:s3:::${name}`
    : `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
