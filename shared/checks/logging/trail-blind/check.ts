import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { Trail } from '../../../facts/wide-state.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgedRegions, judgeWide, yes } from '../../judge-facts.ts';
import { partitionOf, regionSubject, resourceSubject } from '../../subjects.ts';
import { trailChanges } from '../../triggers.ts';
import { narrowedBy } from './narrowed-by.ts';

export const trailBlind = {
  id: 'RF.LOGGING.5',
  name: 'trail-blind',
  title: 'CloudTrail records AI calls',
  kind: 'account-state',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: trailChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Start the trail again, or make one that records management events of every Region.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-06', 'AISF-DETECT-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685.002' }],
  },
  judge: ({ account, settings }) =>
    judgeWide({ account, name: 'trail-blind' }, 'trails', (trails) =>
      judgedRegions(account, settings).flatMap((region) =>
        trails.some((trail) => records(trail, region)) ? [] : [blind(account.accountId, region, trails)],
      ),
    ),
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const done = narrowedBy(change);
    return done === undefined ? [] : [changed(change, done)];
  },
} as const satisfies AccountStateCheck;

/** Calls that change an account are management events of kind write; a trail may leave them out. */
const records = ({ logging, managementWrites, everyRegion, homeRegion }: Trail, region: string): boolean =>
  logging && managementWrites && (everyRegion || homeRegion === region);

const blind = (accountId: string, region: string, trails: readonly Trail[]): StateJudgement => ({
  name: 'trail-blind',
  subject: regionSubject(accountId, region),
  sentence: `no trail records management events in ${displayText(region)}: Ringfence is blind there`,
  answer: yes(
    { fact: `trails that record ${region}`, value: 'none' },
    ...trails.map(({ arn, logging, managementWrites }) => ({
      fact: arn,
      value: `${logging ? 'recording' : 'stopped'}, ${managementWrites ? 'with' : 'without'} management write events`,
    })),
  ),
});

const changed = (change: Change, done: string): StateJudgement => {
  const touched = change.touches.find((each) => each.kind === 'resource');
  const name = touched?.identifier ?? `an unnamed trail of ${change.region}`;
  const arn = name.startsWith('arn:')
    ? name
    : `arn:${partitionOf(change.region)}:cloudtrail:${change.region}:${change.accountId}:trail/${name}`;
  return {
    name: 'trail-changed',
    subject: resourceSubject(change.accountId, arn, change.region),
    sentence: `${displayText(name, 512)} was ${done}: Ringfence may be blind in ${change.region}`,
    reason: `${actorOf(change)} did it by ${change.eventName}.`,
    answer: yes({ fact: 'CloudTrail event', value: change.eventId }, { fact: 'what was done', value: done }),
  };
};
