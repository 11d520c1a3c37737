/**
 * What one CloudTrail record says, in Ringfence's words. A record becomes exactly one of three: a Change, Ignored with a
 * reason, or Unreadable with a reason. Never an exception, never a guess.
 */
export type ParsedRecord = Change | Ignored | Unreadable;

/** `iam.amazonaws.com:PutRolePolicy`: event source and event name. The event name may differ from the IAM action. */
export type Trigger = `${string}:${string}`;

export type Change = {
  kind: 'change';
  /** CloudTrail `eventID`: the identity of a delivery. A repeat has the same one. */
  eventId: string;
  trigger: Trigger;
  eventSource: string;
  /** As known-events.json spells it: a date suffix of a Lambda event name is dropped. */
  eventName: string;
  /** The group of known-events.json, for example `iam-grants`. */
  group: string;
  /** Account in which it happened, 12 digits. */
  accountId: string;
  region: string;
  /** ISO 8601, UTC. */
  occurredAt: string;
  actor: Actor;
  outcome: Outcome;
  /**
   * What the record names. A successful change always touches something: the whole account when nothing else is named.
   * Empty only for a failed call and for activity (use, not change) that name nothing.
   */
  touches: readonly Touched[];
  /** `omitted`: CloudTrail left the parameters out (`omitted: true`, or null where this event always has them). */
  body: 'present' | 'omitted' | 'none-expected';
  /** Documents the request carried, as text: evaluated too, so a grant that is withdrawn at once is still found. */
  documents: readonly CarriedDocument[];
  /** CloudTrail `requestID`; used to recognise Ringfence's own exact change. */
  requestId?: string;
  /** The request's parameters as the record gives them (JSON values); for echo recognition and evidence only. */
  parameters: Readonly<Record<string, unknown>>;
  readOnly: boolean;
};

/** A failed call is a signal of its own kind: it is never a grant. Decided on `errorCode` alone. */
export type Outcome = { result: 'succeeded' } | { result: 'failed'; code: string; message?: string; refused: boolean };

export type Actor = {
  /** `userIdentity.type`, or `Unknown` where the record has none. */
  type: string;
  /** The caller's ARN (a session ARN for an assumed role), where the record has one. */
  arn?: string;
  /** Stable id without the session name: `AROA…`, `AIDA…`. */
  principalId?: string;
  sessionName?: string;
  /** For sessions: the role that was assumed. */
  issuerArn?: string;
  accountId?: string;
  /** The AWS service that made the call for the caller, for example `cloudformation.amazonaws.com`. */
  invokedBy?: string;
  sourceAddress?: string;
  userAgent?: string;
  mfa?: boolean;
};

export type Touched =
  | { kind: 'role'; name: string; arn?: string; principalId?: string }
  | { kind: 'user'; name: string; arn?: string; principalId?: string }
  | { kind: 'group'; name: string; arn?: string }
  | { kind: 'managed-policy'; arn: string }
  | { kind: 'instance-profile'; name: string }
  | { kind: 'guardrail'; identifier: string; version?: string }
  | { kind: 'invocation-logging'; region: string }
  /** An AI resource, a part of Ringfence, a trail: named by ARN or bare name. */
  | { kind: 'resource'; type: string; identifier: string }
  /** The whole account must be looked at again: the record says that something changed, not what. */
  | { kind: 'account'; accountId: string };

export type CarriedDocument = {
  role: 'identity-policy' | 'trust-policy' | 'managed-policy' | 'resource-policy' | 'organisation-policy';
  /** Policy name where the request names one. */
  name?: string;
  text: string;
};

export type IgnoredReason =
  | { code: 'unknown-event'; eventSource: string; eventName: string }
  | { code: 'read-only'; eventName: string }
  | { code: 'not-a-call'; eventType: string }
  | { code: 'other-account'; accountId: string };

export type Ignored = { kind: 'ignored'; eventId?: string; reason: IgnoredReason };

export type UnreadableReason = {
  code: 'not-json' | 'not-an-object' | 'missing-field' | 'wrong-type' | 'too-large' | 'too-deep' | 'forged';
  /** JSON Pointer (RFC 6901) to the place, `''` for the whole. */
  at: string;
  /** One sentence: what is wrong and what to do. */
  detail: string;
};

/** Goes to the dead-letter queue (or exit code 3) with its reason; nothing else of its batch is lost. */
export type Unreadable = { kind: 'unreadable'; eventId?: string; reason: UnreadableReason };
