import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { recordedBy } from './recorded-by.ts';
import { stateFact } from './state-fact.ts';
import { readTrails } from './trails.ts';

const cloudTrail = mockClient(CloudTrailClient);
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
const regions = ['eu-west-1', 'us-east-1'];
const read = () => stateFact('trails', () => readTrails((region) => new CloudTrailClient({ region }), regions));

beforeEach(() => {
  cloudTrail.reset();
  cloudTrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [{ TrailARN: arn, HomeRegion: 'eu-west-1', IsMultiRegionTrail: true }] });
  cloudTrail.on(GetTrailStatusCommand, { Name: arn }).resolves({ IsLogging: true });
  cloudTrail.on(GetEventSelectorsCommand, { TrailName: arn }).resolves({ EventSelectors: [{}] });
});

describe('reading trails', () => {
  it('reads a trail of every Region once, in its home Region', async () => {
    expect(await read()).toEqual({
      state: 'known',
      value: [
        {
          arn,
          homeRegion: 'eu-west-1',
          everyRegion: true,
          logging: true,
          managementWrites: true,
          managementReads: true,
          dataEvents: [],
        },
      ],
    });
    expect(cloudTrail.commandCalls(GetTrailStatusCommand)).toHaveLength(1);
  });

  it('leaves out a trail that was deleted since it was listed', async () => {
    cloudTrail.on(GetTrailStatusCommand).rejects(awsError('TrailNotFoundException', 404));
    expect(await read()).toEqual({ state: 'known', value: [] });
  });

  it.each([
    [DescribeTrailsCommand, 'cloudtrail:DescribeTrails'],
    [GetTrailStatusCommand, 'cloudtrail:GetTrailStatus'],
    [GetEventSelectorsCommand, 'cloudtrail:GetEventSelectors'],
  ] as const)('never takes a refusal for no trail, and names the permission (%#)', async (command, permission) => {
    cloudTrail.on(command as typeof DescribeTrailsCommand).rejects(awsError('AccessDeniedException', 400));
    expect(await read()).toEqual({ state: 'unknown', why: `trails were not read: allow ${permission}` });
  });
});

describe('what selectors record', () => {
  const advanced = (...fields: readonly { Field: string; Equals?: string[]; NotEquals?: string[] }[]) =>
    recordedBy({ AdvancedEventSelectors: [{ FieldSelectors: [...fields] }] });
  const management = { Field: 'eventCategory', Equals: ['Management'] };

  it.each([
    ['All', true, true],
    ['WriteOnly', true, false],
    ['ReadOnly', false, true],
  ] as const)('basic selectors of %s', (ReadWriteType, managementWrites, managementReads) => {
    expect(recordedBy({ EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }] })).toEqual({
      managementWrites,
      managementReads,
      dataEvents: [],
    });
    expect(recordedBy({ EventSelectors: [{ ReadWriteType, IncludeManagementEvents: false }] })).toMatchObject({
      managementWrites: false,
      managementReads: false,
    });
  });

  it.each([
    ['without a word about reading', [], true, true],
    ['of reads', [{ Field: 'readOnly', Equals: ['true'] }], false, true],
    ['of writes', [{ Field: 'readOnly', Equals: ['false'] }], true, false],
    ['without keys', [{ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }], true, true],
    ['without IAM', [{ Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] }], false, false],
    ['of one service alone', [{ Field: 'eventSource', Equals: ['kms.amazonaws.com'] }], false, false],
    ['of one caller alone', [{ Field: 'userIdentity.arn', NotEquals: ['arn:x'] }], false, false],
  ])('advanced selectors %s', (_, fields, managementWrites, managementReads) => {
    expect(advanced(management, ...fields)).toEqual({ managementWrites, managementReads, dataEvents: [] });
  });

  it('takes data events for what they are, each type once', () => {
    const data = { Field: 'eventCategory', Equals: ['Data'] };
    const types = { Field: 'resources.type', Equals: ['AWS::Bedrock::Guardrail'] };
    expect(
      recordedBy({
        AdvancedEventSelectors: [{ FieldSelectors: [data, types] }, { FieldSelectors: [data, types] }],
      }),
    ).toEqual({ managementWrites: false, managementReads: false, dataEvents: ['AWS::Bedrock::Guardrail'] });
  });
});
