import type { Outcome } from './change.ts';
import { type JsonObject, valueAt } from './json-object.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';

/** AccessDenied, AccessDeniedException, Client.UnauthorizedOperation, NotAuthorized, AuthorizationError, Forbidden… */
const refusal = /access-?denied|unauthori[sz]ed|not-?authori[sz]ed|authorizationerror|forbidden/i;

/** Whether a failed call was refused by a policy, rather than wrong, throttled or late. */
export const isRefusal = (code: string): boolean => refusal.test(code);

/**
 * AgentCore gateways refuse without an errorCode: the HTTP status stands in the response alone.
 * (AWS: "Amazon Bedrock AgentCore Gateway: CloudTrail examples".) The group holds activity only, never a grant.
 */
const statusOf = (response: JsonObject): number | undefined => {
  const status = valueAt(response, 'statusCode');
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined;
};

/** @param group the event's group in known-events.json. */
export const readOutcome = (record: CloudTrailRecord, group: string): Outcome => {
  const { errorCode: code, errorMessage: message } = record;
  if (code !== undefined) {
    return { result: 'failed', code, ...(message === undefined ? {} : { message }), refused: isRefusal(code) };
  }
  const status = group === 'agentcore-data' ? statusOf(record.response) : undefined;
  if (status !== undefined && status >= 400) {
    return { result: 'failed', code: `HTTP ${status}`, refused: status === 401 || status === 403 };
  }
  return { result: 'succeeded' };
};
