import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudTrailRecordedCalls } from '../../shared/adapters/aws/cloudtrail-recorded-calls.ts';
import { awsError } from '../builders/aws-error.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { recordedCallsContract, type RecordedWorld } from './recorded-calls.ts';

const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };

const local = (): RecordedWorld => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock });
  return {
    recordedCalls: world.recordedCalls,
    iam: (eventName, parameters) => {
      world.iam.call(admin, eventName, parameters);
    },
    now: () => clock.now(),
    wait: (milliseconds) => clock.advance(milliseconds),
  };
};

const cloudTrail = mockClient(CloudTrailClient);

/** CloudTrail as it answers: newest first, fifty a page, each record as text. */
const aws = (): RecordedWorld => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const world = localWorld({ clock });
  const records: { name: string; at: number; EventId: string; CloudTrailEvent: string }[] = [];
  world.iam.onEvent(({ id, time, detail }) => {
    records.unshift({
      name: String(detail['eventName']),
      at: Date.parse(time),
      EventId: id,
      CloudTrailEvent: JSON.stringify(detail),
    });
  });
  cloudTrail.reset();
  cloudTrail.on(LookupEventsCommand).callsFake((input: LookupEventsCommandInput) => {
    const { AttributeKey, AttributeValue } = input.LookupAttributes?.[0] ?? {};
    if (AttributeKey !== 'EventName') throw new Error(`looked up by ${AttributeKey ?? 'nothing'}`);
    const wanted = records.filter(
      ({ name, at }) =>
        name === AttributeValue && at >= (input.StartTime?.getTime() ?? 0) && at <= (input.EndTime?.getTime() ?? 0),
    );
    const first = Number(input.NextToken ?? 0);
    const NextToken = first + 50 < wanted.length ? { NextToken: String(first + 50) } : {};
    return { Events: wanted.slice(first, first + 50), ...NextToken };
  });
  return {
    recordedCalls: new CloudTrailRecordedCalls((region) => new CloudTrailClient({ region }), 'aws'),
    iam: (eventName, parameters) => {
      world.iam.call(admin, eventName, parameters);
    },
    now: () => clock.now(),
    wait: (milliseconds) => clock.advance(milliseconds),
  };
};

describe.each([
  { name: 'local', make: local },
  { name: 'aws (calls answered by the local account)', make: aws },
])('$name', ({ make }) => {
  recordedCallsContract(make);
});

describe('CloudTrail', () => {
  const asked = {
    eventNames: ['PutRolePermissionsBoundary'],
    from: '2026-11-21T21:00:00.000Z',
    to: '2026-11-21T21:15:00.000Z',
  };
  const regions: string[] = [];
  const calls = (partition: string) =>
    new CloudTrailRecordedCalls((region) => {
      regions.push(region);
      return new CloudTrailClient({ region });
    }, partition).calls(asked);

  beforeEach(() => cloudTrail.reset());

  it.each([
    ['aws', 'us-east-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])('is asked where IAM of the partition %s is recorded: %s', async (partition, region) => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [] });
    expect(await calls(partition)).toEqual({ found: 'yes', value: [] });
    expect(regions.at(-1)).toBe(region);
  });

  it('names the permission where it refuses', async () => {
    cloudTrail.on(LookupEventsCommand).rejects(awsError('AccessDeniedException'));
    expect(await calls('aws')).toMatchObject({
      found: 'unreadable',
      why: expect.stringContaining('allow cloudtrail:LookupEvents') as unknown,
    });
  });

  it('is unreadable where one record is no record: it may be any', async () => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [{ EventId: 'e-1', CloudTrailEvent: '{"torn' }] });
    expect(await calls('aws')).toMatchObject({ found: 'unreadable', why: expect.stringContaining('e-1') as unknown });
  });

  it('is unreadable where there is no end of pages: a part is not the whole', async () => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [], NextToken: 'more' });
    expect(await calls('aws')).toMatchObject({ found: 'unreadable' });
  });
});
