import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type CloudTrailClient,
  type Trail as DescribedTrail,
} from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../../facts/wide-state.ts';
import { required } from '../iam-read.ts';
import { recordedBy } from './recorded-by.ts';
import { allowedBy, unlessMissing } from './state-fact.ts';

/**
 * Every trail that reaches one of the Regions, the organisation's own among them (AWS CloudTrail API Reference,
 * "DescribeTrails"). Each is asked about in its home Region, by ARN.
 */
export const readTrails = async (
  cloudTrail: (region: string) => CloudTrailClient,
  regions: readonly string[],
): Promise<readonly Trail[]> => {
  const described = new Map<string, DescribedTrail>();
  for (const region of regions) {
    const { trailList } = await allowedBy('cloudtrail:DescribeTrails', () =>
      cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    for (const trail of required(trailList, 'trailList')) described.set(required(trail.TrailARN, 'TrailARN'), trail);
  }
  const trails: Trail[] = [];
  for (const [arn, trail] of described) {
    const homeRegion = required(trail.HomeRegion, 'HomeRegion of a trail');
    const read = await readTrail(cloudTrail(homeRegion), arn);
    if (read !== undefined) trails.push({ arn, homeRegion, everyRegion: trail.IsMultiRegionTrail === true, ...read });
  }
  return trails;
};

const readTrail = (
  client: CloudTrailClient,
  arn: string,
): Promise<Omit<Trail, 'arn' | 'homeRegion' | 'everyRegion'> | undefined> =>
  // Deleted since it was listed.
  unlessMissing(['TrailNotFoundException'], async () => {
    const status = await allowedBy('cloudtrail:GetTrailStatus', () =>
      client.send(new GetTrailStatusCommand({ Name: arn })),
    );
    const selectors = await allowedBy('cloudtrail:GetEventSelectors', () =>
      client.send(new GetEventSelectorsCommand({ TrailName: arn })),
    );
    return { logging: status.IsLogging === true, ...recordedBy(selectors) };
  });
