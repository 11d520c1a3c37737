import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type IAMClient,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import type { ServicesLastUsed, ServiceUse } from '../../../facts/services-last-used.ts';
import { required } from '../iam-read.ts';
import { allowedBy } from './state-fact.ts';

/** The report was not made, or not in time. */
export class ReportFailed extends Error {
  override readonly name = 'ReportFailed';
}

type Timing = { now: () => string; sleep: (milliseconds: number) => Promise<void> };

const tries = 30;
const day = 86_400_000;
/** IAM tracks uses for 400 days; some services for less (IAM User Guide, "Refine permissions in AWS using last accessed information"). */
const trackedDays = 400;

/**
 * When one principal last used each service that it may use. A report is asked for and fetched when it is ready.
 * @throws ReportFailed
 */
export const readServicesLastUsed = async (
  iam: IAMClient,
  { arn, createdAt }: { arn: string; createdAt?: string },
  timing: Timing,
): Promise<ServicesLastUsed> => {
  const { JobId } = await allowedBy('iam:GenerateServiceLastAccessedDetails', () =>
    iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn })),
  );
  const services = await fetchReport(iam, required(JobId, 'JobId'), timing);
  const asOf = timing.now();
  const earliest = new Date(Date.parse(asOf) - trackedDays * day).toISOString();
  const trackedSince = createdAt !== undefined && Date.parse(createdAt) > Date.parse(earliest) ? createdAt : earliest;
  return { asOf, services: services.map((service) => useOf(service, trackedSince)) };
};

const fetchReport = async (iam: IAMClient, JobId: string, timing: Timing): Promise<readonly ServiceLastAccessed[]> => {
  const services: ServiceLastAccessed[] = [];
  let Marker: string | undefined;
  for (let attempt = 1; attempt <= tries; ) {
    const page = await allowedBy('iam:GetServiceLastAccessedDetails', () =>
      iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, ...(Marker === undefined ? {} : { Marker }) })),
    );
    switch (required(page.JobStatus, 'JobStatus')) {
      case 'FAILED':
        throw new ReportFailed(`the report of last uses was not made: ${page.Error?.Message ?? 'without a reason'}`);
      case 'IN_PROGRESS':
        await timing.sleep(Math.min(250 * attempt, 2_000));
        attempt += 1;
        break;
      case 'COMPLETED':
        services.push(...required(page.ServicesLastAccessed, 'ServicesLastAccessed'));
        if (page.IsTruncated !== true) return services;
        Marker = required(page.Marker, 'Marker');
    }
  }
  throw new ReportFailed('the report of last uses was not ready in time');
};

const useOf = ({ ServiceNamespace, LastAuthenticated }: ServiceLastAccessed, trackedSince: string): ServiceUse => ({
  service: required(ServiceNamespace, 'ServiceNamespace'),
  lastUsed: LastAuthenticated?.toISOString() ?? 'never',
  trackedSince,
});
