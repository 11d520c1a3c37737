import { GetPolicyCommand, paginateListApplications, type QBusinessClient } from '@aws-sdk/client-qbusiness';
import type { LimitFunction } from 'p-limit';
import type { WorkloadFacts } from '../../../facts/wide-state.ts';
import { required } from '../iam-read.ts';
import { policiesOf, type PolicyEntry } from './policies-of.ts';
import { allowedBy } from './state-fact.ts';

/** Applications of Amazon Q Business (Amazon Q Business API Reference, "ListApplications"). The list gives ids alone. */
export const listApplications = (
  client: QBusinessClient,
  { accountId, partition, region }: { accountId: string; partition: string; region: string },
): Promise<readonly WorkloadFacts[]> =>
  allowedBy('qbusiness:ListApplications', async () => {
    const all: WorkloadFacts[] = [];
    for await (const page of paginateListApplications({ client }, {}))
      for (const { applicationId, displayName: name } of page.applications ?? [])
        all.push({
          arn: `arn:${partition}:qbusiness:${region}:${accountId}:application/${required(applicationId, 'applicationId')}`,
          ...(name === undefined ? {} : { name }),
        });
    return all;
  });

/** Whom applications let read through them: other accounts, by their policies ("GetPolicy"). */
export const applicationPolicies = (
  client: QBusinessClient,
  applications: readonly WorkloadFacts[],
  limit: LimitFunction,
): Promise<readonly PolicyEntry[]> =>
  policiesOf(
    applications.map(({ arn }) => arn),
    (arn) =>
      allowedBy(
        'qbusiness:GetPolicy',
        async () =>
          (await client.send(new GetPolicyCommand({ applicationId: arn.slice(arn.lastIndexOf('/') + 1) }))).policy,
      ),
    limit,
  );
