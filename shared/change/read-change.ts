import type { Change, IgnoredReason, ParsedRecord, UnreadableReason } from './change.ts';
import { type CloudTrailRecord, readRecord, type RecordHead } from './cloudtrail-record.ts';
import { eventReading } from './event-readings.ts';
import { type KnownEvent, knownEvent, knownEvents } from './known-events.ts';
import { parseJson } from './parse-json.ts';
import { readActor } from './read-actor.ts';
import { readBody } from './read-body.ts';
import { readOutcome } from './read-outcome.ts';
import { readTime } from './read-time.ts';
import type { EventReading } from './touches/record-body.ts';
import { type Unwrapped, unwrapEnvelope } from './unwrap-envelope.ts';

/** What the reader of a stream expects of it. */
export type ReadContext = {
  expect?: {
    /** Accounts whose changes are wanted; a change of another one is Ignored as `other-account`. */
    accountIds?: readonly string[];
  };
};

const sources: ReadonlySet<string> = new Set(knownEvents.map(({ eventSource }) => eventSource));
const listensTo = (eventSource: string): boolean => sources.has(eventSource);

const withId = (eventId: string | undefined): { eventId?: string } => (eventId === undefined ? {} : { eventId });
const ignored = (reason: IgnoredReason, eventId?: string): ParsedRecord => ({
  kind: 'ignored',
  ...withId(eventId),
  reason,
});
const unreadable = (reason: UnreadableReason, eventId?: string): ParsedRecord => ({
  kind: 'unreadable',
  ...withId(eventId),
  reason,
});

/**
 * Kinds of record that say that something was changed. Sign-ins and Insights carry names of calls without being calls;
 * network activity repeats a call that has its own record. Old records name no kind.
 * (AWS: "CloudTrail record contents", eventType.)
 */
const recordsOfChanges: ReadonlySet<string | undefined> = new Set([
  undefined,
  'AwsApiCall',
  'AwsServiceEvent',
  'AwsConsoleAction',
]);

const reasonToIgnore = (head: RecordHead, event: KnownEvent | undefined): IgnoredReason | undefined => {
  if (head.eventType !== undefined && !recordsOfChanges.has(head.eventType)) {
    return { code: 'not-a-call', eventType: head.eventType };
  }
  if (event !== undefined) return undefined;
  return head.readOnly === true
    ? { code: 'read-only', eventName: head.eventName }
    : { code: 'unknown-event', eventSource: head.eventSource, eventName: head.eventName };
};

const missing = (at: string, name: string): UnreadableReason => ({
  code: 'missing-field',
  at: `${at}/${name}`,
  detail: `${at}/${name} is missing and nothing else in the record says it; read the record in the trail itself.`,
});

const wrong = (at: string, name: string, wanted: string): UnreadableReason => ({
  code: 'wrong-type',
  at: `${at}/${name}`,
  detail: `${at}/${name} is not ${wanted}; read the record in the trail itself.`,
});

type Place = { accountId: string; region: string; occurredAt: string; eventId: string };

const accountId = /^\d{12}$/;

/** Where, when and which: from the record, else from its envelope; the caller's own account only as the last word. */
const placeOf = (record: CloudTrailRecord, { at, account, region, time }: Unwrapped): Place | UnreadableReason => {
  const { accountId: callers } = readActor(record);
  const where = record.recipientAccountId ?? account ?? callers;
  if (where === undefined) return missing(at, 'recipientAccountId');
  if (!accountId.test(where)) return wrong(at, 'recipientAccountId', 'an account id of 12 digits');
  const regionName = record.region ?? region;
  if (regionName === undefined) return missing(at, 'awsRegion');
  const occurredAt = readTime(record.time) ?? readTime(time);
  if (occurredAt === undefined) {
    return record.time === undefined ? missing(at, 'eventTime') : wrong(at, 'eventTime', 'a time in a known format');
  }
  if (record.eventId === undefined) return missing(at, 'eventID');
  return { accountId: where, region: regionName, occurredAt, eventId: record.eventId };
};

const isPlace = (value: Place | UnreadableReason): value is Place => 'occurredAt' in value;

const changeOf = (record: CloudTrailRecord, place: Place, event: KnownEvent, reading: EventReading): Change => {
  const outcome = readOutcome(record, event.group);
  return {
    kind: 'change',
    ...place,
    trigger: event.trigger,
    eventSource: event.eventSource,
    eventName: event.eventName,
    group: event.group,
    actor: readActor(record),
    outcome,
    ...readBody(record, place, event, reading, outcome),
    ...(record.requestId === undefined ? {} : { requestId: record.requestId }),
    // Only activity that EventBridge counts as reading is recorded without the flag in older records.
    readOnly: record.readOnly ?? (event.group === 'bedrock-inference' || event.group === 'sts'),
  };
};

/**
 * Reads one CloudTrail record, bare or in its EventBridge envelope, as text or as a parsed object.
 *
 * Every pair of known-events.json becomes a Change. Everything else is Ignored with a reason, or Unreadable with the
 * place and what to do about it. Never throws. An envelope that contradicts its record is Unreadable as `forged`
 * (RF.TAMPER.7).
 */
export const readChange = (input: unknown, context: ReadContext = {}): ParsedRecord => {
  const parsed = parseJson(input);
  if (!parsed.ok) return unreadable(parsed.reason);
  const unwrapped = unwrapEnvelope(parsed.value, listensTo);
  if (unwrapped.kind !== 'record') return unwrapped;
  const { raw, head, at } = unwrapped.record;

  const event = knownEvent(head.eventSource, head.eventName);
  const reason = reasonToIgnore(head, event);
  if (reason !== undefined) return ignored(reason, head.eventId);
  const reading = event === undefined ? undefined : eventReading(event);
  if (event === undefined || reading === undefined) {
    return ignored({ code: 'unknown-event', eventSource: head.eventSource, eventName: head.eventName }, head.eventId);
  }

  const record = readRecord(raw, at);
  if (!record.ok) return unreadable(record.reason, head.eventId);
  const place = placeOf(record.value, unwrapped.record);
  if (!isPlace(place)) return unreadable(place, head.eventId);
  const wanted = context.expect?.accountIds;
  if (wanted !== undefined && !wanted.includes(place.accountId)) {
    return ignored({ code: 'other-account', accountId: place.accountId }, head.eventId);
  }
  return changeOf(record.value, place, event, reading);
};
