import {
  containmentEvent,
  findingEvent,
  incompleteEvent,
  modeEvent,
  tamperingEvent,
  type Producer,
} from '../../../findings/formats/event.ts';
import type { RingfenceEvent } from '../../../findings/formats/event-schema.ts';
import type { Notice } from '../../../response/notice.ts';
import type { Saga } from '../../../response/saga.ts';

export type Emitter = { product: string; catalogue: string };

/** What machines get of a notice, one event a fact. A summary for people alone has none. */
export const noticeEvents = (notice: Notice, emitter: Emitter): readonly RingfenceEvent[] => {
  const producer = (correlationId: string): Producer => ({
    producer: `ringfence@${emitter.product}`,
    catalogueVersion: emitter.catalogue,
    correlationId,
  });
  switch (notice.kind) {
    case 'findings':
      return notice.findings.map((finding) =>
        findingEvent(finding, producer(finding.cause?.eventId ?? notice.id), notice.at),
      );
    case 'tampering':
      return notice.findings.flatMap((finding) => {
        const by = producer(finding.cause?.eventId ?? notice.id);
        return [findingEvent(finding, by, notice.at), tamperingEvent(finding, by, notice.at)];
      });
    case 'containment': {
      // A refusal is an answer to whoever asked; it changed nothing that a machine could act on.
      if (notice.stage === 'refused') return [];
      const correlationId = notice.saga.cause?.eventId ?? notice.saga.id;
      return [containmentEvent(notice.stage, containmentOf(notice.saga, notice.at), producer(correlationId))];
    }
    case 'mode':
      return [
        modeEvent(
          {
            accountId: notice.accountId,
            from: notice.from,
            to: notice.to,
            actor: notice.actor,
            reason: notice.reason,
            at: notice.at,
          },
          notice.id,
          producer(notice.id),
        ),
      ];
    case 'incomplete':
      return [
        incompleteEvent(
          {
            accountId: notice.accountId,
            detail: notice.detail,
            ...(notice.eventId === undefined ? {} : { eventId: notice.eventId }),
            at: notice.at,
          },
          notice.id,
          producer(notice.eventId ?? notice.id),
        ),
      ];
    // A guardrail that was written has an event of CloudTrail's own; the rest is for people.
    case 'restoration':
    // For people alone: nothing was changed that a machine could act on.
    case 'baseline':
    case 'routed':
    case 'waiting':
    case 'exemption':
    case 'actor':
      return [];
  }
};

const containmentOf = (saga: Saga, at: string) => ({
  id: saga.id,
  subject: { kind: saga.plan.subject.kind, arn: saga.plan.subject.arn, uniqueId: saga.plan.subject.uniqueId },
  accountId: saga.plan.subject.accountId,
  findingIds: saga.plan.questions.map(({ findingId }) => findingId),
  level: saga.plan.level,
  mechanism: saga.plan.mechanism,
  ...(saga.outcome === undefined ? {} : { outcome: saga.outcome }),
  ...(saga.detail === undefined ? {} : { detail: saga.detail }),
  ...(saga.plan.policyArn === undefined ? {} : { policyArn: saga.plan.policyArn }),
  planHash: saga.plan.planHash,
  at,
});
