import { aChange } from '../../../../test/builders/a-change.ts';
import { accountId, anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import type { Change } from '../../../change/change.ts';
import { known } from '../../../facts/known.ts';
import type { Trail } from '../../../facts/wide-state.ts';
import { trailBlind } from './check.ts';

const trail: Trail = {
  arn: `arn:aws:cloudtrail:${region}:${accountId}:trail/all`,
  homeRegion: region,
  everyRegion: true,
  logging: true,
  managementWrites: true,
  managementReads: false,
  dataEvents: [],
};
const judge = (...trails: readonly Trail[]) => judgeAccount(trailBlind, anAccount({ wide: { trails: known(trails) } }));

describe('RF.LOGGING.5 CloudTrail records AI calls', () => {
  it.each<[string, readonly Trail[]]>([
    ['there is no trail', []],
    ['it was stopped', [{ ...trail, logging: false }]],
    ['it records reads only', [{ ...trail, managementWrites: false, managementReads: true }]],
    ['it belongs to another Region', [{ ...trail, everyRegion: false, homeRegion: 'eu-west-1' }]],
  ])('answers yes where %s', (_name, trails) => {
    expect(found(judge(...trails))).toMatchObject([
      {
        severity: 'critical',
        subject: { kind: 'region', region },
        sentence: 'no trail records management events in us-east-1: Ringfence is blind there',
      },
    ]);
  });

  it.each<[string, readonly Trail[]]>([
    ['one trail of every Region records', [trail]],
    ['one of two does', [{ ...trail, logging: false }, trail]],
    ['one of the Region does', [{ ...trail, everyRegion: false }]],
  ])('answers no where %s', (_name, trails) => {
    expect(judge(...trails).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown where trails were not read, and says what would give them', () => {
    const [judged] = judgeAccount(trailBlind, { ...anAccount(), wide: {} });
    expect(judged?.answer).toMatchObject({
      answer: 'unknown',
      why: { detail: expect.stringContaining('cloudtrail:GetEventSelectors') as string },
    });
  });

  describe('after a change', () => {
    const touches = [{ kind: 'resource' as const, type: 'AWS::CloudTrail::Trail', identifier: 'all' }];
    const after = (eventName: string, parameters: Record<string, unknown> = {}, shown: Partial<Change> = {}) =>
      judgeChange(trailBlind, aChange(`cloudtrail.amazonaws.com:${eventName}`, { touches, parameters, ...shown }));
    const field = (name: string, equals: string) => ({ field: name, equals: [equals] });

    it.each<[string, Record<string, unknown>]>([
      ['StopLogging', {}],
      ['DeleteTrail', {}],
      ['UpdateTrail', { isMultiRegionTrail: false }],
      ['PutEventSelectors', { eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }] }],
      ['PutEventSelectors', { eventSelectors: [{ readWriteType: 'All', includeManagementEvents: false }] }],
      ['PutEventSelectors', { advancedEventSelectors: [{ fieldSelectors: [field('eventCategory', 'Data')] }] }],
      [
        'PutEventSelectors',
        {
          advancedEventSelectors: [
            { fieldSelectors: [field('eventCategory', 'Management'), field('readOnly', 'true')] },
          ],
        },
      ],
    ])('answers yes for %s %j', (eventName, parameters) => {
      expect(after(eventName, parameters)).toMatchObject([{ severity: 'critical', subject: { arn: trail.arn } }]);
    });

    it.each<[string, Record<string, unknown>, Partial<Change>]>([
      ['StartLogging', {}, {}],
      ['UpdateTrail', { isMultiRegionTrail: true }, {}],
      ['UpdateTrail', { s3BucketName: 'other' }, {}],
      ['PutEventSelectors', { eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true }] }, {}],
      [
        'PutEventSelectors',
        { advancedEventSelectors: [{ fieldSelectors: [field('eventCategory', 'Management')] }] },
        {},
      ],
      ['StopLogging', {}, { outcome: { result: 'failed', code: 'AccessDenied', refused: true } }],
    ])('judges nothing for %s %j %j', (eventName, parameters, shown) => {
      expect(after(eventName, parameters, shown)).toEqual([]);
    });
  });
});
