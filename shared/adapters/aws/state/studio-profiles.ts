import {
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  paginateListDomains,
  paginateListUserProfiles,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { LimitFunction } from 'p-limit';
import type { Runner } from '../../../facts/runner.ts';
import { required } from '../iam-read.ts';
import { goneFromSageMaker } from './sage-maker-runners.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/**
 * People of SageMaker Studio: what they open runs as the role of their profile, or as the one that the domain gives to those
 * without (Amazon SageMaker AI API Reference, "UserSettings", "DescribeDomain").
 */
export const studioProfiles = async (client: SageMakerClient, limit: LimitFunction): Promise<readonly Runner[]> => {
  const domains = await allowedBy('sagemaker:ListDomains', async () => {
    const all: string[] = [];
    for await (const page of paginateListDomains({ client }, {}))
      all.push(...(page.Domains ?? []).map(({ DomainId }) => required(DomainId, 'DomainId')));
    return all;
  });
  const each = await Promise.all(domains.map((DomainId) => profilesOf(client, DomainId, limit)));
  return each.flat();
};

const profilesOf = async (
  client: SageMakerClient,
  DomainId: string,
  limit: LimitFunction,
): Promise<readonly Runner[]> => {
  const domain = await limit(() =>
    unlessMissing(goneFromSageMaker, () =>
      allowedBy('sagemaker:DescribeDomain', () => client.send(new DescribeDomainCommand({ DomainId }))),
    ),
  );
  if (domain === undefined) return [];
  const names = await allowedBy('sagemaker:ListUserProfiles', async () => {
    const all: string[] = [];
    for await (const page of paginateListUserProfiles({ client }, { DomainIdEquals: DomainId }))
      all.push(...(page.UserProfiles ?? []).map(({ UserProfileName }) => required(UserProfileName, 'UserProfileName')));
    return all;
  });
  const profiles = await Promise.all(
    names.map((UserProfileName) =>
      limit(() =>
        unlessMissing(goneFromSageMaker, () =>
          allowedBy('sagemaker:DescribeUserProfile', () =>
            client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName })),
          ),
        ),
      ),
    ),
  );
  return profiles.flatMap((profile): readonly Runner[] => {
    if (profile === undefined) return [];
    const roleArn = profile.UserSettings?.ExecutionRole ?? domain.DefaultUserSettings?.ExecutionRole;
    const arn = required(profile.UserProfileArn, 'UserProfileArn');
    return roleArn === undefined ? [] : [{ arn, kind: 'studio-profile', roleArn }];
  });
};
