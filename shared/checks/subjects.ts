import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Subject } from './check.ts';

/** The unique id, not the name, makes the subject: a re-created principal is another one. */
export const subjectOf = ({ kind, arn, uniqueId, accountId }: PrincipalFacts): Subject => ({
  kind,
  arn,
  uniqueId,
  accountId,
});

/** `aws` for Regions outside China and GovCloud. */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

export const accountSubject = (accountId: string): Subject => {
  const arn = `arn:aws:iam::${accountId}:root`;
  return { kind: 'account', arn, uniqueId: arn, accountId };
};

/** Bedrock's settings of one Region of one account. It has no ARN of its own, so the service's whole Region stands for it. */
export const regionSubject = (accountId: string, region: string): Subject => {
  const arn = `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:*`;
  return { kind: 'region', arn, uniqueId: arn, accountId, region };
};

/** Anything that is named by its ARN: a bucket, a trail, an agent, a part of Ringfence. */
export const resourceSubject = (accountId: string, arn: string, region?: string): Subject => ({
  kind: 'resource',
  arn,
  uniqueId: arn,
  accountId,
  ...(region === undefined ? {} : { region }),
});

/** A guardrail by its id or its ARN; both are the same subject. */
export const guardrailSubject = (accountId: string, region: string, identifier: string): Subject => {
  const arn = identifier.startsWith('arn:')
    ? identifier
    : `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:guardrail/${identifier}`;
  return { kind: 'guardrail', arn, uniqueId: arn, accountId, region };
};
