import { z } from 'zod';
import type { UnreadableReason } from './change.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';

/**
 * The fields of a CloudTrail record that Ringfence uses, in AWS's spelling here and in ours behind `readRecord`.
 * (AWS: "CloudTrail record contents for management, data, and network activity events", "CloudTrail userIdentity
 * element".) Everything else in a record is left unread, and new fields of later versions do no harm.
 */
const text = z.string().nullish();
const flag = z.union([z.boolean(), z.string()]).nullish();
const object = z.custom<JsonObject>(isJsonObject);

const sessionSchema = z.object({
  sessionIssuer: z.object({ type: text, arn: text, principalId: text, userName: text }).nullish(),
  attributes: z.object({ mfaAuthenticated: flag }).nullish(),
});

const userIdentitySchema = z.object({
  type: text,
  principalId: text,
  arn: text,
  accountId: text,
  userName: text,
  invokedBy: text,
  sessionContext: sessionSchema.nullish(),
  onBehalfOf: z.object({ userId: text }).nullish(),
});

const resourceSchema = z.object({ ARN: text, arn: text, type: text });

/** What tells one event from another: enough to ignore a record without judging the rest of it. */
const headSchema = z.object({
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  eventType: text,
  eventID: text,
  recipientAccountId: text,
  readOnly: flag,
});

const recordSchema = headSchema.extend({
  eventTime: z.union([z.string(), z.number()]).nullish(),
  awsRegion: text,
  errorCode: text,
  errorMessage: text,
  requestID: text,
  sourceIPAddress: text,
  userAgent: text,
  userIdentity: userIdentitySchema.nullish(),
  requestParameters: object.nullish(),
  responseElements: object.nullish(),
  resources: z.array(resourceSchema).nullish(),
});

export type RecordHead = {
  eventSource: string;
  eventName: string;
  eventType?: string;
  eventId?: string;
  recipientAccountId?: string;
  readOnly?: boolean;
};

export type Caller = {
  type?: string;
  principalId?: string;
  arn?: string;
  accountId?: string;
  userName?: string;
  invokedBy?: string;
  issuer: { arn?: string; principalId?: string };
  mfa?: boolean;
  /** IAM Identity Center's user id, where it called for itself. */
  identityCenterUserId?: string;
};

export type CloudTrailRecord = RecordHead & {
  time?: string | number;
  region?: string;
  errorCode?: string;
  errorMessage?: string;
  requestId?: string;
  sourceAddress?: string;
  userAgent?: string;
  caller: Caller;
  /** `null`: the record has none. */
  parameters: JsonObject | null;
  response: JsonObject;
  resources: readonly { arn: string; type?: string }[];
};

export type ReadRecord<T> = { ok: true; value: T } | { ok: false; reason: UnreadableReason };

/** Keeps what is there; an empty text is nothing. */
const present = <K extends string, V>(key: K, value: V | null | undefined): Partial<Record<K, V>> => {
  if (value === undefined || value === null || value === '') return {};
  const only: Partial<Record<K, V>> = {};
  only[key] = value;
  return only;
};

/** `"true"`, `"False"` and booleans alike: CloudTrail writes mfaAuthenticated as text. */
const asBoolean = (value: boolean | string | null | undefined): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  switch (value?.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return undefined;
  }
};

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const reachable = (raw: unknown, path: readonly PropertyKey[]): boolean => {
  let value: unknown = raw;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isJsonObject(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return false;
  }
  return value !== null && value !== undefined && value !== '';
};

const refusal = (raw: JsonObject, error: z.ZodError, at: string): { ok: false; reason: UnreadableReason } => {
  const path = error.issues[0]?.path ?? [];
  const place = `${at}${pointer(path)}`;
  return reachable(raw, path)
    ? {
        ok: false,
        reason: {
          code: 'wrong-type',
          at: place,
          detail: `${place} has another type than CloudTrail gives it; read the record in the trail itself and sweep the account.`,
        },
      }
    : {
        ok: false,
        reason: {
          code: 'missing-field',
          at: place,
          detail: `${place} is missing: give one whole CloudTrail record or one EventBridge event of CloudTrail.`,
        },
      };
};

const headOf = (raw: z.infer<typeof headSchema>): RecordHead => ({
  eventSource: raw.eventSource,
  eventName: raw.eventName,
  ...present('eventType', raw.eventType),
  ...present('eventId', raw.eventID),
  ...present('recipientAccountId', raw.recipientAccountId),
  ...present('readOnly', asBoolean(raw.readOnly)),
});

/** @param at JSON Pointer to the record inside its envelope; `''` for a bare record. */
export const readHead = (raw: JsonObject, at: string): ReadRecord<RecordHead> => {
  const read = headSchema.safeParse(raw);
  return read.success ? { ok: true, value: headOf(read.data) } : refusal(raw, read.error, at);
};

const callerOf = (identity: z.infer<typeof userIdentitySchema>): Caller => ({
  ...present('type', identity.type),
  ...present('principalId', identity.principalId),
  ...present('arn', identity.arn),
  ...present('accountId', identity.accountId),
  ...present('userName', identity.userName),
  ...present('invokedBy', identity.invokedBy),
  issuer: {
    ...present('arn', identity.sessionContext?.sessionIssuer?.arn),
    ...present('principalId', identity.sessionContext?.sessionIssuer?.principalId),
  },
  ...present('mfa', asBoolean(identity.sessionContext?.attributes?.mfaAuthenticated)),
  ...present('identityCenterUserId', identity.onBehalfOf?.userId),
});

const resourcesOf = (raw: z.infer<typeof recordSchema>): CloudTrailRecord['resources'] =>
  (raw.resources ?? []).flatMap(({ ARN, arn, type }) => {
    const name = ARN ?? arn;
    return typeof name === 'string' && name !== '' ? [{ arn: name, ...present('type', type) }] : [];
  });

/** The whole record in our words, or the first field that is missing or of another type. Never throws. */
export const readRecord = (raw: JsonObject, at: string): ReadRecord<CloudTrailRecord> => {
  const read = recordSchema.safeParse(raw);
  if (!read.success) return refusal(raw, read.error, at);
  const record = read.data;
  return {
    ok: true,
    value: {
      ...headOf(record),
      ...present('time', record.eventTime),
      ...present('region', record.awsRegion),
      ...present('errorCode', record.errorCode),
      ...present('errorMessage', record.errorMessage),
      ...present('requestId', record.requestID),
      ...present('sourceAddress', record.sourceIPAddress),
      ...present('userAgent', record.userAgent),
      caller: callerOf(record.userIdentity ?? {}),
      parameters: record.requestParameters ?? null,
      response: record.responseElements ?? {},
      resources: resourcesOf(record),
    },
  };
};
