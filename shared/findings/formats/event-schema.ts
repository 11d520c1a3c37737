import { z } from 'zod';

/** Events on the bus `ringfence`: `detail-type` to what `data.type` says. The version is `metadata.schemaVersion`. */
export const detailTypes = {
  'ringfence.finding.created': 'Ringfence Finding Created',
  'ringfence.finding.updated': 'Ringfence Finding Updated',
  'ringfence.finding.resolved': 'Ringfence Finding Resolved',
  'ringfence.finding.suppressed': 'Ringfence Finding Suppressed',
  'ringfence.finding.undetermined': 'Ringfence Finding Undetermined',
  'ringfence.containment.planned': 'Ringfence Containment Planned',
  'ringfence.containment.approved': 'Ringfence Containment Approved',
  'ringfence.containment.applied': 'Ringfence Containment Applied',
  'ringfence.containment.verified': 'Ringfence Containment Verified',
  'ringfence.containment.failed': 'Ringfence Containment Failed',
  'ringfence.containment.undone': 'Ringfence Containment Undone',
  'ringfence.containment.conflict': 'Ringfence Containment Conflict',
  'ringfence.exemption.requested': 'Ringfence Exemption Requested',
  'ringfence.exemption.granted': 'Ringfence Exemption Granted',
  'ringfence.exemption.expired': 'Ringfence Exemption Expired',
  'ringfence.exemption.revoked': 'Ringfence Exemption Revoked',
  'ringfence.mode.changed': 'Ringfence Mode Changed',
  'ringfence.evaluation.incomplete': 'Ringfence Evaluation Incomplete',
  'ringfence.tampering.seen': 'Ringfence Tampering Seen',
  'ringfence.history.sealed': 'Ringfence History Sealed',
} as const;
export type EventType = keyof typeof detailTypes;

const text = z.string();
const words = z.array(text);
const severity = z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
const accountId = text.regex(/^\d{12}$/);

const request = z.strictObject({
  action: text,
  resource: text,
  context: z.record(text, z.union([text, words])),
});
const why = z.strictObject({
  code: z.enum(['budget', 'missing-facts', 'unreadable-policy', 'unsupported', 'disputed-reading', 'catalogue-gap']),
  detail: text,
});
const evidence = z.array(z.strictObject({ fact: text, value: text }));
/** `unknown` is never a passing value: whoever reads it must treat it as not known. */
const answer = z.union([
  z.strictObject({ answer: z.literal('yes'), witness: request }),
  z.strictObject({ answer: z.literal('yes'), evidence }),
  z.strictObject({ answer: z.literal('no') }),
  z.strictObject({ answer: z.literal('unknown'), why, candidate: request.optional() }),
]);
const subject = z.strictObject({
  kind: z.enum(['role', 'user', 'account', 'region', 'guardrail', 'resource']),
  arn: text,
  uniqueId: text,
});
const because = z.strictObject({ policyArn: text, sid: text.optional(), index: z.int().min(0), sha256: text });
const cause = z.strictObject({
  eventId: text,
  eventName: text,
  eventSource: text,
  actorArn: text.optional(),
  at: text,
});

export const findingShape = z.strictObject({
  id: text.regex(/^f-[a-z2-7]{26}$/),
  version: z.int().min(1),
  checkId: text,
  checkName: text,
  title: text,
  sentence: text,
  status: z.enum(['new', 'updated', 'resolved', 'suppressed', 'undetermined']),
  statusReason: text.optional(),
  severity,
  accountId,
  region: text,
  subject,
  answer,
  because: z.array(because),
  delta: z.strictObject({ gained: words, lost: words }),
  cause: cause.optional(),
  frameworks: words,
  firstSeen: text,
  evaluatedAt: text,
  asOf: text,
});

const containmentShape = z.strictObject({
  id: text,
  subject,
  accountId,
  findingIds: words,
  level: text.optional(),
  mechanism: text.optional(),
  outcome: text.optional(),
  detail: text.optional(),
  policyArn: text.optional(),
  planHash: text.optional(),
  at: text,
});

const exemptionShape = z.strictObject({
  id: text,
  scope: text,
  accountId,
  subject: z.strictObject({ arn: text, uniqueId: text }),
  owner: text,
  expires: text,
  at: text,
});

const data = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum([
      'ringfence.finding.created',
      'ringfence.finding.updated',
      'ringfence.finding.resolved',
      'ringfence.finding.suppressed',
      'ringfence.finding.undetermined',
    ]),
    finding: findingShape,
  }),
  z.strictObject({
    type: z.enum([
      'ringfence.containment.planned',
      'ringfence.containment.approved',
      'ringfence.containment.applied',
      'ringfence.containment.verified',
      'ringfence.containment.failed',
      'ringfence.containment.undone',
      'ringfence.containment.conflict',
    ]),
    containment: containmentShape,
  }),
  z.strictObject({
    type: z.enum([
      'ringfence.exemption.requested',
      'ringfence.exemption.granted',
      'ringfence.exemption.expired',
      'ringfence.exemption.revoked',
    ]),
    exemption: exemptionShape,
  }),
  z.strictObject({
    type: z.literal('ringfence.mode.changed'),
    mode: z.strictObject({ accountId, from: text, to: text, actor: text, reason: text, at: text }),
  }),
  z.strictObject({
    type: z.literal('ringfence.evaluation.incomplete'),
    evaluation: z.strictObject({ accountId, detail: text, eventId: text.optional(), at: text }),
  }),
  z.strictObject({ type: z.literal('ringfence.tampering.seen'), finding: findingShape }),
  z.strictObject({
    type: z.literal('ringfence.history.sealed'),
    history: z.strictObject({ accountId, seq: z.int().min(0), head: text, at: text }),
  }),
]);

/** The detail of every event that Ringfence emits. The contracts in events/contracts/ are generated from it. */
export const ringfenceEvent = z.strictObject({
  metadata: z.strictObject({
    schemaVersion: z.literal('1.0'),
    /** CloudTrail eventID of the change that led to it, or the id of the sweep. */
    correlationId: text,
    /** Consumers drop a repeat by it: `f-…#4`. */
    idempotencyKey: text,
    /** `evaluate-access-change@0.1.0`. */
    producer: text,
    catalogueVersion: text,
  }),
  data,
});

export type RingfenceEvent = z.infer<typeof ringfenceEvent>;
export type EventFinding = z.infer<typeof findingShape>;
export type EventContainment = z.infer<typeof containmentShape>;
export type EventExemption = z.infer<typeof exemptionShape>;
