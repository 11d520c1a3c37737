import type { IgnoredReason, UnreadableReason } from './change.ts';
import { type ReadRecord, readHead, type RecordHead } from './cloudtrail-record.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/** A record with what its envelope adds. */
export type Unwrapped = {
  raw: JsonObject;
  head: RecordHead;
  /** JSON Pointer to the record: `/detail` or `''`. */
  at: string;
  account?: string;
  region?: string;
  time?: string;
};

export type UnwrapResult =
  | { kind: 'record'; record: Unwrapped }
  | { kind: 'ignored'; eventId?: string; reason: IgnoredReason }
  | { kind: 'unreadable'; eventId?: string; reason: UnreadableReason };

/** (AWS: "AWS service events delivered via AWS CloudTrail".) */
const recordDetailTypes = new Set([
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
  'AWS Console Action via CloudTrail',
  'AWS Console Sign In via CloudTrail',
]);

/**
 * Services whose EventBridge source may be spelled otherwise than their CloudTrail event source. [unconfirmed] for all
 * of them: both spellings are taken.
 */
const otherSources: Readonly<Record<string, readonly string[]>> = {
  'bedrock-agentcore-control': ['aws.bedrock-agentcore'],
  'bedrock-agentcore': ['aws.bedrock-agentcore-control'],
  'bedrock-mantle': ['aws.bedrock'],
  lexv2: ['aws.lex', 'aws.models-v2-lex'],
  'models-v2-lex': ['aws.lex', 'aws.lexv2'],
  lex: ['aws.lexv2', 'aws.models-v2-lex'],
  q: ['aws.codewhisperer'],
  codewhisperer: ['aws.q'],
  'agreement-marketplace': ['aws.marketplace', 'aws.aws-marketplace'],
};

const cloudTrailSource = /^([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

const forged = (at: string, detail: string): UnreadableReason => ({
  code: 'forged',
  at,
  detail: `${detail} Nobody but AWS sends events of source aws.*: find who can put events on this bus.`,
});

/**
 * An envelope that contradicts its record was not made by AWS (RF.TAMPER.7). Only services that Ringfence listens to
 * are compared by name: of the others no table of spellings is known.
 */
const forgery = (
  source: unknown,
  account: unknown,
  head: RecordHead,
  listensTo: (eventSource: string) => boolean,
): UnreadableReason | undefined => {
  if (typeof source !== 'string' || !source.startsWith('aws.')) {
    return forged('/source', 'The envelope claims a CloudTrail record but its source is not an AWS service.');
  }
  const service = cloudTrailSource.exec(head.eventSource)?.[1];
  if (service === undefined) {
    return forged('/detail/eventSource', 'The record names an event source that is not an AWS service.');
  }
  const agrees = source === `aws.${service}` || (otherSources[service] ?? []).includes(source);
  if (listensTo(head.eventSource) && !agrees) {
    return forged('/source', 'The source of the envelope and the event source of the record are different services.');
  }
  if (head.recipientAccountId !== undefined && head.recipientAccountId !== account) {
    return forged('/account', 'The account of the envelope and the account of the record differ.');
  }
  return undefined;
};

const missing = (at: string): UnreadableReason => ({
  code: 'missing-field',
  at,
  detail: `${at} is missing: give the EventBridge event whole, as the rule delivered it.`,
});

const wrongType = (at: string, wanted: string): UnreadableReason => ({
  code: 'wrong-type',
  at,
  detail: `${at} is not ${wanted}: give the EventBridge event whole, as the rule delivered it.`,
});

const problemOf = (envelope: JsonObject): UnreadableReason | undefined => {
  const { account } = envelope;
  if (account === undefined) return missing('/account');
  if (typeof account !== 'string' || !/^\d{12}$/.test(account)) {
    return wrongType('/account', 'an account id of 12 digits');
  }
  return undefined;
};

const textOf = (envelope: JsonObject, key: 'account' | 'region' | 'time'): { [K in typeof key]?: string } => {
  const value = envelope[key];
  return typeof value === 'string' && value !== '' ? { [key]: value } : {};
};

const withId = (head: RecordHead): { eventId?: string } =>
  head.eventId === undefined ? {} : { eventId: head.eventId };

const bare = (raw: JsonObject): UnwrapResult => {
  const head: ReadRecord<RecordHead> = readHead(raw, '');
  return head.ok
    ? { kind: 'record', record: { raw, head: head.value, at: '' } }
    : { kind: 'unreadable', reason: head.reason };
};

/**
 * Takes a record out of its EventBridge envelope, or takes it as it is.
 * @param listensTo whether known-events.json names the event source.
 */
export const unwrapEnvelope = (input: JsonObject, listensTo: (eventSource: string) => boolean): UnwrapResult => {
  const detailType = input['detail-type'];
  const { detail } = input;
  if (detailType === undefined && detail === undefined) return bare(input);
  if (typeof detailType !== 'string') {
    return {
      kind: 'unreadable',
      reason: detailType === undefined ? missing('/detail-type') : wrongType('/detail-type', 'text'),
    };
  }
  if (!recordDetailTypes.has(detailType)) {
    return { kind: 'ignored', reason: { code: 'not-a-call', eventType: detailType } };
  }
  if (!isJsonObject(detail)) {
    return {
      kind: 'unreadable',
      reason: detail === undefined ? missing('/detail') : wrongType('/detail', 'an object'),
    };
  }
  const head = readHead(detail, '/detail');
  if (!head.ok) return { kind: 'unreadable', reason: head.reason };
  // EventBridge itself fills in the account: without one this was never an event of a bus, forged or not.
  const reason = problemOf(input) ?? forgery(input['source'], input['account'], head.value, listensTo);
  if (reason !== undefined) return { kind: 'unreadable', ...withId(head.value), reason };
  return {
    kind: 'record',
    record: {
      raw: detail,
      head: head.value,
      at: '/detail',
      ...textOf(input, 'account'),
      ...textOf(input, 'region'),
      ...textOf(input, 'time'),
    },
  };
};
