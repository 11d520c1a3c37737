import type { Saga } from './saga.ts';
import { leaseMilliseconds } from './saga-run.ts';
import { hasEnded } from './saga-transitions.ts';

const day = 86_400_000;

/**
 * The policy that a saga made, or may have made, and left when it ended without taking it off. Undefined: it made none, its undo
 * deleted it, it is known to be gone, or another saga that has not ended has the same document. Pure: whether the policy is
 * there, and whether anything uses it, only IAM says.
 */
export const orphanPolicyOf = (saga: Saga, sagas: readonly Saga[], now: string): string | undefined => {
  const { policyArn } = saga.plan;
  if (policyArn === undefined || saga.policyGone === true || !hasEnded(saga) || saga.outcome === 'UNDONE')
    return undefined;
  if (!saga.writes.some(({ call }) => call.operation === 'create-policy')) return undefined;
  // A call of the worker that was here last may still be on its way, and IAM takes its time to show it.
  if (Date.parse(now) - Date.parse(saga.changedAt) < leaseMilliseconds) return undefined;
  if (wasRefusedToday(saga, now)) return undefined;
  const isNeeded = sagas.some(
    (other) => other.id !== saga.id && other.plan.policyArn === policyArn && !hasEnded(other),
  );
  return isNeeded ? undefined : policyArn;
};

/** What IAM refused is tried once a day: whatever stands in the way does not go away by asking. */
const wasRefusedToday = (saga: Saga, now: string): boolean =>
  saga.writes.some(
    ({ call, answer, at }) =>
      call.operation === 'delete-policy' && answer === 'refused' && Date.parse(now) - Date.parse(at) < day,
  );
