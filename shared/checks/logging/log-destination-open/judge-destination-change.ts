import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import { actorOf } from '../../actor-of.ts';
import type { StateJudgement } from '../../check.ts';
import { yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { resourceSubject } from '../../subjects.ts';
import { destinationArn } from './destination-arn.ts';

/** What one change does to an approved destination, as far as it proves it. Of other buckets and groups it says nothing. */
export const judgeDestinationChange = (change: Change, settings: CheckSettings): readonly StateJudgement[] => {
  const { buckets, logGroups } = settings.logDestinations;
  return change.touches.flatMap((touched) => {
    if (touched.kind !== 'resource') return [];
    const isBucket = touched.type === 'AWS::S3::Bucket' && buckets.includes(touched.identifier);
    const isGroup = touched.type === 'AWS::Logs::LogGroup' && logGroups.includes(touched.identifier);
    if (!isBucket && !isGroup) return [];
    const fault = faultOf(change, settings.logDestinations.minimumRetentionDays);
    if (fault === undefined) return [];
    const arn = destinationArn(isBucket ? 'bucket' : 'log-group', touched.identifier, change);
    return [
      {
        name: 'log-destination-open',
        subject: resourceSubject(change.accountId, arn, change.region),
        sentence: `${displayText(touched.identifier)} is ${fault}`,
        reason: `${actorOf(change)} did it by ${change.eventName}.`,
        answer: yes({ fact: 'CloudTrail event', value: change.eventId }, { fact: 'what was done', value: fault }),
      },
    ];
  });
};

const faultOf = ({ eventName, parameters }: Change, minimum: number | undefined): string | undefined => {
  switch (eventName) {
    case 'DeleteLogGroup':
    case 'DeleteBucket':
      return 'deleted';
    case 'DeleteLogStream':
      return 'missing the log stream that was deleted';
    case 'DisassociateKmsKey':
    case 'DeleteBucketEncryption':
      return 'without a customer managed key';
    case 'PutBucketVersioning':
      return statusOf(parameters['VersioningConfiguration']) === 'Suspended' ? 'without versioning' : undefined;
    case 'PutRetentionPolicy': {
      const days = parameters['retentionInDays'];
      return typeof days === 'number' && minimum !== undefined && days < minimum
        ? `kept for ${days} days only, before ${minimum}`
        : undefined;
    }
    default:
      return undefined;
  }
};

const statusOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'Status' in value ? value.Status : undefined;
