import { aChange } from '../../../../test/builders/a-change.ts';
import { anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import type { InvocationLogging } from '../../../facts/account-facts.ts';
import { known } from '../../../facts/known.ts';
import type { LogDestination } from '../../../facts/region-state.ts';
import { logDestinationMoved } from './check.ts';

const all: InvocationLogging = { text: true, image: true, embedding: true, video: true, audio: true };
const approved = { logDestinations: { buckets: ['models'], logGroups: ['prompts'], owners: [], readers: [] } };
const judge = (
  shown: Partial<InvocationLogging>,
  settings: object = approved,
  destinations: readonly LogDestination[] = [],
) =>
  judgeAccount(
    logDestinationMoved,
    anAccount({
      invocationLogging: { [region]: known({ ...all, ...shown }) },
      state: { logDestinations: known(destinations) },
    }),
    { settings },
  );

describe('RF.LOGGING.3 The destination did not move', () => {
  it.each<[string, Partial<InvocationLogging>, string]>([
    ['another bucket', { bucket: 'elsewhere' }, 'bucket elsewhere'],
    ['another log group', { logGroup: 'elsewhere' }, 'log group elsewhere'],
    ['another bucket for large data', { logGroup: 'prompts', largeDataBucket: 'elsewhere' }, 'bucket elsewhere'],
  ])('answers yes for %s', (_name, shown, place) => {
    expect(found(judge(shown))).toMatchObject([{ sentence: `logs of model calls in us-east-1 now go to ${place}` }]);
  });

  it('answers yes for the approved name in another account: bucket names move', () => {
    const destination: LogDestination = { kind: 'bucket', name: 'models', owner: '444455556666' };
    expect(found(judge({ bucket: 'models' }, approved, [destination]))).toHaveLength(1);
    const owners = { logDestinations: { ...approved.logDestinations, owners: ['444455556666'] } };
    expect(found(judge({ bucket: 'models' }, owners, [destination]))).toEqual([]);
  });

  it('answers no for approved places, and judges nothing without any', () => {
    expect(judge({ bucket: 'models', logGroup: 'prompts' }).map(({ answer }) => answer.answer)).toEqual(['no']);
    expect(judge({ bucket: 'elsewhere' }, {})).toEqual([]);
  });

  it('knows approved places by their ARNs too', () => {
    const logDestinations = {
      ...approved.logDestinations,
      buckets: ['arn:aws:s3:::models'],
      logGroups: ['arn:aws:logs:us-east-1:111122223333:log-group:prompts:*'],
    };
    expect(found(judge({ bucket: 'models', logGroup: 'prompts' }, { logDestinations }))).toEqual([]);
    expect(found(judge({ bucket: 'odels', logGroup: 'group:prompts' }, { logDestinations }))).toHaveLength(1);
  });

  it.each([
    ['elsewhere', 1],
    ['models', 0],
  ])('judges a change to bucket %s by itself: %d', (bucketName, count) => {
    const change = aChange('bedrock.amazonaws.com:PutModelInvocationLoggingConfiguration', {
      parameters: { loggingConfig: { s3Config: { bucketName } } },
    });
    expect(judgeChange(logDestinationMoved, change, { settings: approved })).toHaveLength(count);
    expect(judgeChange(logDestinationMoved, change)).toEqual([]);
  });
});
