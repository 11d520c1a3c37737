import type { Change } from '../change/change.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PlannedCall } from './plan.ts';
import type { Saga, SagaWrite } from './saga.ts';
import { hasEnded } from './saga-transitions.ts';
import { isPrincipal } from './same-person.ts';

export type Echo =
  /** The caller is nobody of Ringfence's. */
  | { echo: 'no' }
  /**
   * Our own exact recorded call. `claims` empty: its request id is the stored one. Otherwise the answer was lost and only
   * the content speaks for it: each key stands for one stored attempt and may be used once.
   */
  | { echo: 'ours'; sagaId: string; claims: readonly string[] }
  /** Our role, and not what it recorded: somebody else has it, or it did what nobody intended. */
  | { echo: 'anomaly'; detail: string };

const day = 86_400_000;

/** `put-role-permissions-boundary` -> `PutRolePermissionsBoundary`. */
const eventNameOf = (operation: string): string =>
  operation
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

/** `role-name` -> `roleName`, as CloudTrail spells it. */
const parameterOf = (option: string): string => {
  const name = eventNameOf(option);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
};

/** A document is compared as a value: CloudTrail may show it with other white space. */
const comparable = (parameters: Readonly<Record<string, unknown>>): string =>
  canonicalJson(Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, parsed(key, value)])));

const parsed = (key: string, value: unknown): unknown => {
  if (key !== 'policyDocument' || typeof value !== 'string') return value;
  try {
    const document: unknown = JSON.parse(value);
    return document;
  } catch {
    return value;
  }
};

const isCall = (change: Change, call: PlannedCall): boolean => {
  if (change.eventSource !== `${call.service}.amazonaws.com`) return false;
  if (change.eventName !== eventNameOf(call.operation)) return false;
  const intended = Object.fromEntries(
    Object.entries(call.parameters).map(([option, value]) => [parameterOf(option), value]),
  );
  try {
    return comparable(change.parameters) === comparable(intended);
  } catch {
    // Parameters without a canonical form are none of ours.
    return false;
  }
};

/** The refusal of a recorded call: by its request id, or by its name where no answer with another id is stored. */
const isRefusalOf = (change: Change, write: SagaWrite): boolean =>
  change.eventSource === `${write.call.service}.amazonaws.com` &&
  change.eventName === eventNameOf(write.call.operation) &&
  (hasRequestId(write, change) || (write.answer !== 'written' && isUnanswered(write, change)));

const isOpen = (saga: Saga, change: Change): boolean =>
  !hasEnded(saga) || Math.abs(Date.parse(change.occurredAt) - Date.parse(saga.changedAt)) <= day;

/**
 * Recognises our own exact change. "Our role" alone is not enough: an attacker who has the role would be unseen. The
 * session is named by the saga, and event name, parameters and request id are those of a stored call. That the id in
 * CloudTrail is the one of the answer is [unconfirmed].
 */
export const recogniseEcho = (
  change: Change,
  sagas: readonly Saga[],
  identity: Pick<
    OwnIdentity,
    | 'accountId'
    | 'containRoleArn'
    | 'undoRoleArn'
    | 'containInlineRoleArn'
    | 'containKeysRoleArn'
    | 'undoInlineRoleArn'
    | 'undoKeysRoleArn'
  >,
): Echo => {
  const caller = change.actor.arn;
  const writers = [
    identity.containRoleArn,
    identity.undoRoleArn,
    identity.containInlineRoleArn,
    identity.containKeysRoleArn,
    identity.undoInlineRoleArn,
    identity.undoKeysRoleArn,
  ].flatMap((role) => role ?? []);
  if (caller === undefined || !writers.some((role) => isPrincipal(caller, role))) return { echo: 'no' };
  const anomaly = (detail: string): Echo => ({ echo: 'anomaly', detail: `${caller}: ${detail}` });
  if (change.accountId !== identity.accountId) return anomaly(`a call in account ${change.accountId}.`);
  // A call that IAM refused has no parameters in its record, and has done nothing: the name speaks for it.
  const refused = change.outcome.result === 'failed' && change.body !== 'present';
  if (change.body !== 'present' && !refused) return anomaly(`${change.eventName} without its parameters.`);
  const session = caller.split('/').at(-1) ?? '';
  const saga = sagas.find(({ id }) => id === session);
  if (saga === undefined) return anomaly(`the session ${session} is no containment.`);
  if (!isOpen(saga, change)) return anomaly(`${saga.id} ended more than a day before.`);
  const matching = saga.writes
    .map((write, index) => ({ write, index }))
    .filter(({ write }) => (refused ? isRefusalOf(change, write) : isCall(change, write.call)));
  if (matching.length === 0) return anomaly(`${change.eventName} is no call that ${saga.id} recorded.`);
  if (refused) return { echo: 'ours', sagaId: saga.id, claims: [] };
  const exact = matching.some(({ write }) => hasRequestId(write, change));
  const claims = exact
    ? []
    : matching.filter(({ write }) => isUnanswered(write, change)).map(({ index }) => `${saga.id}#${index}`);
  return exact || claims.length > 0
    ? { echo: 'ours', sagaId: saga.id, claims }
    : anomaly(`${change.eventName} has the parameters of a recorded call and another request id.`);
};

const hasRequestId = (write: SagaWrite, change: Change): boolean =>
  write.requestId !== undefined && write.requestId === change.requestId;

const isUnanswered = (write: SagaWrite, change: Change): boolean =>
  write.requestId === undefined || change.requestId === undefined;
