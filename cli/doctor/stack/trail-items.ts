import type { Known } from '../../../shared/facts/known.ts';
import type { Trail } from '../../../shared/facts/wide-state.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { ofKnown, ok } from './item-of.ts';

/** A trail of us-east-1 that records management events: without one no event ever comes. */
export const trailItems = (part: Known<readonly Trail[]>): readonly DoctorItem[] =>
  ofKnown('trail', part, (trails) => {
    const hears = trails.find(
      (trail) => trail.logging && trail.managementWrites && (trail.everyRegion || trail.homeRegion === 'us-east-1'),
    );
    if (hears !== undefined)
      return [ok('trail', `${hears.arn} records management events of us-east-1, IAM's among them`)];
    const stopped = trails.find(({ logging }) => !logging);
    return [
      {
        about: 'trail',
        level: 'error',
        code: 'no-trail',
        at: stopped?.arn ?? '',
        what: 'no trail records management events of us-east-1, so no event ever comes',
        fix:
          stopped === undefined
            ? 'make a trail for all Regions with management events: aws cloudtrail create-trail --is-multi-region-trail'
            : `aws cloudtrail start-logging --name ${stopped.arn}`,
      },
    ];
  });
