import { aChange } from '../../../../test/builders/a-change.ts';
import { accountId, anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import type { Change } from '../../../change/change.ts';
import { known } from '../../../facts/known.ts';
import type { LogDestination } from '../../../facts/region-state.ts';
import { logDestinationOpen } from './check.ts';

const right: LogDestination = {
  kind: 'bucket',
  name: 'models',
  owner: accountId,
  key: { state: 'enabled' },
  retentionDays: 400,
  versioning: true,
  isPublic: false,
  readers: ['arn:aws:iam::111122223333:role/security'],
};
const settings = {
  logDestinations: {
    buckets: ['models'],
    logGroups: ['prompts'],
    owners: [],
    readers: ['arn:aws:iam::111122223333:role/security'],
    minimumRetentionDays: 365,
  },
};
const judge = (shown: Partial<LogDestination>, given: object = settings) =>
  judgeAccount(logDestinationOpen, anAccount({ state: { logDestinations: known([{ ...right, ...shown }]) } }), {
    settings: given,
  });

describe('RF.LOGGING.4 The destination is secured', () => {
  it.each<[Partial<LogDestination>, string]>([
    [{ isPublic: true }, 'public'],
    [{ key: 'none' }, 'without a customer managed key'],
    [{ key: { state: 'disabled' } }, 'encrypted with a key that is disabled'],
    [{ key: { state: 'pending-deletion' } }, 'encrypted with a key that will be deleted'],
    [{ versioning: false }, 'without versioning'],
    [{ retentionDays: 30 }, 'kept for 30 days only, before 365'],
    [{ readers: ['arn:aws:iam::444455556666:root'] }, 'readable by arn:aws:iam::444455556666:root'],
  ])('answers yes for %j', (shown, fault) => {
    expect(found(judge(shown))).toMatchObject([
      { sentence: `models is ${fault}`, subject: { arn: 'arn:aws:s3:::models' } },
    ]);
  });

  it('calls a public one high and the others medium', () => {
    expect(found(judge({ isPublic: true }))[0]?.severity).toBe('high');
    expect(found(judge({ versioning: false }))[0]?.severity).toBe('medium');
  });

  it.each<[string, Partial<LogDestination>, object]>([
    ['everything is right', {}, settings],
    ['it is kept for ever', { retentionDays: 'never' }, settings],
    ['nobody said how long is right', { retentionDays: 1 }, {}],
    ['nobody said who may read', { readers: ['arn:aws:iam::444455556666:root'] }, {}],
    ['a log group has no versions', { kind: 'log-group', versioning: false }, settings],
  ])('answers no where %s', (_name, shown, given) => {
    expect(judge(shown, given).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown, in one wording for every Region, where they were not read', () => {
    const judged = judgeAccount(logDestinationOpen, anAccount({ regions: { [region]: {}, 'eu-west-1': {} } }));
    const details = judged.map(({ answer }) => ('why' in answer ? answer.why.detail : ''));
    expect(details).toHaveLength(2);
    expect(new Set(details).size).toBe(1);
  });

  describe('after a change', () => {
    const bucket = { kind: 'resource' as const, type: 'AWS::S3::Bucket', identifier: 'models' };
    const group = { kind: 'resource' as const, type: 'AWS::Logs::LogGroup', identifier: 'prompts' };
    const after = (trigger: Change['trigger'], shown: Partial<Change>) =>
      judgeChange(logDestinationOpen, aChange(trigger, shown), { settings });

    it.each<[Change['trigger'], Partial<Change>, string]>([
      ['logs.amazonaws.com:DeleteLogGroup', { touches: [group] }, 'prompts is deleted'],
      ['s3.amazonaws.com:DeleteBucketEncryption', { touches: [bucket] }, 'models is without a customer managed key'],
      [
        's3.amazonaws.com:PutBucketVersioning',
        { touches: [bucket], parameters: { VersioningConfiguration: { Status: 'Suspended' } } },
        'models is without versioning',
      ],
      [
        'logs.amazonaws.com:PutRetentionPolicy',
        { touches: [group], parameters: { retentionInDays: 7 } },
        'prompts is kept for 7 days only, before 365',
      ],
    ])('answers yes for %s', (trigger, shown, sentence) => {
      expect(after(trigger, shown)).toMatchObject([{ sentence }]);
    });

    it.each<[string, Change['trigger'], Partial<Change>]>([
      [
        'a bucket that nobody approved',
        's3.amazonaws.com:DeleteBucket',
        { touches: [{ ...bucket, identifier: 'other' }] },
      ],
      [
        'a retention that is long enough',
        'logs.amazonaws.com:PutRetentionPolicy',
        { touches: [group], parameters: { retentionInDays: 400 } },
      ],
      [
        'versioning switched on',
        's3.amazonaws.com:PutBucketVersioning',
        { touches: [bucket], parameters: { VersioningConfiguration: { Status: 'Enabled' } } },
      ],
    ])('judges nothing for %s', (_name, trigger, shown) => {
      expect(after(trigger, shown)).toEqual([]);
    });
  });
});
