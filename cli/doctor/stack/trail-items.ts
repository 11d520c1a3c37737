import type { Known } from '../../../shared/facts/known.ts';
import type { Trail } from '../../../shared/facts/wide-state.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { ofKnown, ok } from './item-of.ts';

/** A trail that records management events of each watched Region: from a Region without one no event ever comes. */
export const trailItems = (part: Known<readonly Trail[]>, regions: readonly string[]): readonly DoctorItem[] =>
  ofKnown('trail', part, (trails) => {
    const heard = Map.groupBy(regions, (region) => trailOf(region, trails)?.arn);
    return [...heard].map(([arn, of]) =>
      arn === undefined ? noTrail(of, trails) : ok('trail', `${arn} records management events of ${of.join(', ')}`),
    );
  });

const trailOf = (region: string, trails: readonly Trail[]): Trail | undefined =>
  trails.find((trail) => trail.logging && trail.managementWrites && (trail.everyRegion || trail.homeRegion === region));

const noTrail = (regions: readonly string[], trails: readonly Trail[]): DoctorItem => {
  const stopped = trails.find(({ logging }) => !logging);
  const narrow = trails.find(({ logging, everyRegion }) => logging && !everyRegion);
  return {
    about: 'trail',
    level: 'error',
    code: 'no-trail',
    at: stopped?.arn ?? '',
    what: `no trail records management events of ${regions.join(', ')}, so no event ever comes from there`,
    fix:
      stopped !== undefined
        ? `aws cloudtrail start-logging --name ${stopped.arn}`
        : narrow !== undefined
          ? `let a trail record management events of all Regions: aws cloudtrail update-trail --is-multi-region-trail --name ${narrow.arn}`
          : 'make a trail for all Regions with management events: aws cloudtrail create-trail --is-multi-region-trail --name NAME --s3-bucket-name BUCKET, then: aws cloudtrail start-logging --name NAME',
  };
};
