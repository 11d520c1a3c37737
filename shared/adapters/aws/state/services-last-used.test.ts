import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
  type GetServiceLastAccessedDetailsResponse,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { manualClock } from '../../local/local-clock.ts';
import { readServicesLastUsed } from './services-last-used.ts';
import { stateFact } from './state-fact.ts';

const iam = mockClient(IAMClient);
const now = '2026-11-21T21:00:00.000Z';
const arn = 'arn:aws:iam::111122223333:role/app';
const page = (of: Partial<GetServiceLastAccessedDetailsResponse>): GetServiceLastAccessedDetailsResponse => ({
  JobStatus: 'COMPLETED',
  JobCreationDate: new Date(now),
  JobCompletionDate: new Date(now),
  ServicesLastAccessed: [],
  ...of,
});
const waiting = page({ JobStatus: 'IN_PROGRESS' });
const service = (ServiceNamespace: string, LastAuthenticated?: Date) => ({
  ServiceName: ServiceNamespace,
  ServiceNamespace,
  LastAuthenticated,
});
const read = (createdAt?: string) =>
  stateFact('last uses', () =>
    readServicesLastUsed(
      new IAMClient({ region: 'us-east-1' }),
      { arn, ...(createdAt === undefined ? {} : { createdAt }) },
      manualClock(now),
    ),
  );

beforeEach(() => {
  iam.reset();
  iam.on(GenerateServiceLastAccessedDetailsCommand, { Arn: arn }).resolves({ JobId: 'j' });
});

describe('reading when a principal last used each service', () => {
  it('waits for the report and reads every page of it', async () => {
    iam
      .on(GetServiceLastAccessedDetailsCommand, { JobId: 'j' })
      .resolvesOnce(waiting)
      .resolvesOnce(waiting)
      .resolvesOnce(
        page({
          ServicesLastAccessed: [service('bedrock', new Date('2026-11-01T00:00:00.000Z'))],
          IsTruncated: true,
          Marker: 'm',
        }),
      )
      .resolvesOnce(page({ ServicesLastAccessed: [service('sagemaker')] }));
    const fact = await read('2020-01-01T00:00:00.000Z');
    expect(fact).toMatchObject({
      state: 'known',
      value: {
        services: [
          { service: 'bedrock', lastUsed: '2026-11-01T00:00:00.000Z' },
          { service: 'sagemaker', lastUsed: 'never', trackedSince: expect.stringMatching(/^2025-10-17/u) as string },
        ],
      },
    });
  });

  it('has tracked a young principal since it was made', async () => {
    iam.on(GetServiceLastAccessedDetailsCommand).resolves(page({ ServicesLastAccessed: [service('bedrock')] }));
    expect(await read('2026-11-20T00:00:00.000Z')).toMatchObject({
      value: { services: [{ trackedSince: '2026-11-20T00:00:00.000Z' }] },
    });
  });

  it('never takes a report that failed, or is not ready in time, for no use', async () => {
    iam
      .on(GetServiceLastAccessedDetailsCommand)
      .resolves(page({ JobStatus: 'FAILED', Error: { Code: 'x', Message: 'no such entity' } }));
    expect(await read()).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('no such entity') as string,
    });
    iam.on(GetServiceLastAccessedDetailsCommand).resolves(waiting);
    expect(await read()).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('not ready in time') as string,
    });
  });

  it.each([
    [GenerateServiceLastAccessedDetailsCommand, 'iam:GenerateServiceLastAccessedDetails'],
    [GetServiceLastAccessedDetailsCommand, 'iam:GetServiceLastAccessedDetails'],
  ] as const)('names the permission that was refused (%#)', async (command, permission) => {
    iam.on(command as typeof GetServiceLastAccessedDetailsCommand).rejects(awsError('AccessDenied', 403));
    expect(await read()).toEqual({ state: 'unknown', why: `last uses were not read: allow ${permission}` });
  });
});
