import { partitionOf } from '../../checks/subjects.ts';
import type { Finding } from '../finding.ts';
import { frameworkIds } from './framework-ids.ts';
import {
  detailTypes,
  type EventContainment,
  type EventExemption,
  type EventFinding,
  type EventType,
  type RingfenceEvent,
} from './event-schema.ts';
import { answerShape } from './answer-shape.ts';

/** Who emits, and from which catalogue; the same for every event of one invocation. */
export type Producer = {
  /** `evaluate-access-change@0.1.0` */
  producer: string;
  catalogueVersion: string;
  /** CloudTrail eventID of the change, or the id of the sweep. */
  correlationId: string;
};

/** One entry for PutEvents, less the bus. `detail` is JSON text. */
export type BusEntry = { source: 'io.ringfence'; detailType: string; resources: readonly string[]; detail: string };

export const findingEvent = (finding: Finding, producer: Producer, asOf: string): RingfenceEvent => ({
  metadata: metadata(producer, `${finding.id}#${finding.version}`),
  data: { type: findingEventType(finding), finding: eventFinding(finding, asOf) },
});

/** The same finding said as tampering: TAMPER checks are emitted both ways. */
export const tamperingEvent = (finding: Finding, producer: Producer, asOf: string): RingfenceEvent => ({
  metadata: metadata(producer, `${finding.id}#${finding.version}#tampering`),
  data: { type: 'ringfence.tampering.seen', finding: eventFinding(finding, asOf) },
});

export type ContainmentStage = 'planned' | 'approved' | 'applied' | 'verified' | 'failed' | 'undone' | 'conflict';

export const containmentEvent = (
  stage: ContainmentStage,
  containment: EventContainment,
  producer: Producer,
): RingfenceEvent => ({
  metadata: metadata(producer, `${containment.id}#${stage}`),
  data: { type: `ringfence.containment.${stage}`, containment },
});

export type ExemptionStage = 'requested' | 'granted' | 'expired' | 'revoked';

export const exemptionEvent = (
  stage: ExemptionStage,
  exemption: EventExemption,
  producer: Producer,
): RingfenceEvent => ({
  metadata: metadata(producer, `${exemption.id}#${stage}`),
  data: { type: `ringfence.exemption.${stage}`, exemption },
});

type Part<T extends EventType, K extends string> = Extract<RingfenceEvent['data'], { type: T } & Record<K, unknown>>[K &
  keyof Extract<RingfenceEvent['data'], { type: T }>];

/** @param key what makes this event itself, for consumers that drop repeats. */
export const modeEvent = (
  mode: Part<'ringfence.mode.changed', 'mode'>,
  key: string,
  producer: Producer,
): RingfenceEvent => ({ metadata: metadata(producer, key), data: { type: 'ringfence.mode.changed', mode } });

export const incompleteEvent = (
  evaluation: Part<'ringfence.evaluation.incomplete', 'evaluation'>,
  key: string,
  producer: Producer,
): RingfenceEvent => ({
  metadata: metadata(producer, key),
  data: { type: 'ringfence.evaluation.incomplete', evaluation },
});

export const sealedEvent = (
  history: Part<'ringfence.history.sealed', 'history'>,
  producer: Producer,
): RingfenceEvent => ({
  metadata: metadata(producer, `history#${history.seq}`),
  data: { type: 'ringfence.history.sealed', history },
});

export const busEntry = (event: RingfenceEvent): BusEntry => ({
  source: 'io.ringfence',
  detailType: detailTypes[event.data.type],
  resources: resourcesOf(event),
  detail: JSON.stringify(event),
});

const metadata = ({ producer, catalogueVersion, correlationId }: Producer, idempotencyKey: string) => ({
  schemaVersion: '1.0' as const,
  correlationId,
  idempotencyKey,
  producer,
  catalogueVersion,
});

const findingEventType = ({ status }: Finding) => {
  switch (status) {
    case 'new':
      return 'ringfence.finding.created';
    case 'updated':
      return 'ringfence.finding.updated';
    case 'resolved':
      return 'ringfence.finding.resolved';
    case 'suppressed':
      return 'ringfence.finding.suppressed';
    case 'undetermined':
      return 'ringfence.finding.undetermined';
  }
};

const eventFinding = (finding: Finding, asOf: string): EventFinding => {
  const { subject, cause } = finding;
  return {
    id: finding.id,
    version: finding.version,
    checkId: finding.checkId,
    checkName: finding.checkName,
    title: finding.title,
    sentence: finding.sentence,
    status: finding.status,
    ...(finding.statusReason === undefined ? {} : { statusReason: finding.statusReason }),
    severity: upper(finding.severity),
    accountId: subject.accountId,
    region: subject.region ?? homeRegionOf(subject.arn),
    subject: { kind: subject.kind, arn: subject.arn, uniqueId: subject.uniqueId },
    answer: answerShape(finding.answer),
    because: finding.because.map(({ policyArn, source, sid, index, sha256 }) => ({
      policyArn: policyArn ?? source.name,
      ...(sid === undefined ? {} : { sid }),
      index,
      sha256,
    })),
    delta: { gained: gainedBy(finding), lost: [] },
    ...(cause === undefined
      ? {}
      : {
          cause: {
            eventId: cause.eventId,
            eventName: cause.eventName,
            eventSource: cause.eventSource,
            ...(cause.actorArn === undefined ? {} : { actorArn: cause.actorArn }),
            at: cause.at,
          },
        }),
    frameworks: [...frameworkIds(finding.references)],
    firstSeen: finding.firstSeen,
    evaluatedAt: finding.evaluatedAt,
    asOf,
  };
};

const gainedBy = ({ novelty, answer, gained }: Finding): string[] => {
  if (novelty === 'widened-by-this-change' && gained !== undefined) return [gained.request.action];
  if (novelty !== 'granted-by-this-change' || answer.answer !== 'yes' || !('witness' in answer)) return [];
  return [answer.witness.request.action];
};

/** IAM has no Region: its events exist in one Region of the partition. */
const homeRegionOf = (arn: string): string => {
  const partition = arn.split(':')[1];
  const homes = ['us-east-1', 'cn-north-1', 'us-gov-west-1'];
  return homes.find((region) => partitionOf(region) === partition) ?? 'us-east-1';
};

const upper = (severity: Finding['severity']): EventFinding['severity'] => {
  switch (severity) {
    case 'informational':
      return 'INFORMATIONAL';
    case 'low':
      return 'LOW';
    case 'medium':
      return 'MEDIUM';
    case 'high':
      return 'HIGH';
    case 'critical':
      return 'CRITICAL';
  }
};

function resourcesOf({ data }: RingfenceEvent): readonly string[] {
  switch (data.type) {
    case 'ringfence.mode.changed':
    case 'ringfence.evaluation.incomplete':
    case 'ringfence.history.sealed':
      return [];
    case 'ringfence.exemption.requested':
    case 'ringfence.exemption.granted':
    case 'ringfence.exemption.expired':
    case 'ringfence.exemption.revoked':
      return [data.exemption.subject.arn];
    case 'ringfence.containment.planned':
    case 'ringfence.containment.approved':
    case 'ringfence.containment.applied':
    case 'ringfence.containment.verified':
    case 'ringfence.containment.failed':
    case 'ringfence.containment.undone':
    case 'ringfence.containment.conflict':
      return [data.containment.subject.arn];
    default:
      return [data.finding.subject.arn];
  }
}
