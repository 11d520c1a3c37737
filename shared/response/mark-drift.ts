import type { AgreedRead } from './agreeing-reads.ts';
import { compareOwn } from './compare-with-plan.ts';
import type { Mechanism } from './plan.ts';
import type { Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';
import { isInForce, isUnderway } from './saga-transitions.ts';

/** Containments that IAM no longer shows: somebody took them off or changed them. Each is said once, in history and to people. */
export const markDrift = async (run: Run, sagas: readonly Saga[], read: AgreedRead): Promise<readonly Saga[]> => {
  const drifted: Saga[] = [];
  for (const saga of sagas.filter(isInForce)) {
    if (carriedBy(saga, sagas) !== undefined) continue;
    const found = compareOwn(saga.plan, { read: 'agreed', ...read });
    if (found.found === 'desired' || (found.found === 'partly' && saga.state === 'FAILED')) continue;
    const what = placeOf(saga.plan.mechanism);
    const detail =
      found.found === 'prior'
        ? `The ${what} is gone, and no undo of Ringfence took it off.`
        : found.found === 'partly'
          ? 'A part of it is gone, and no undo of Ringfence took it off.'
          : found.found === 'other'
            ? `The ${what} is another one: ${found.differences}.`
            : 'The principal is another one.';
    drifted.push(
      await advance(run, saga, {
        to: 'DRIFTED',
        change: { outcome: 'CONFLICT_CHANGED', detail },
        entry: { kind: 'tampering' },
        stage: 'conflict',
      }),
    );
  }
  return drifted;
};

/**
 * A later containment merged with this one's boundary and holds all of its Denies: what is in force is looked at there. When
 * that is undone, this one's boundary is back.
 */
export const carriedBy = (saga: Saga, sagas: readonly Saga[]): Saga | undefined =>
  saga.plan.policyArn === undefined
    ? undefined
    : sagas.find(
        (later) =>
          later.id !== saga.id &&
          (isInForce(later) || isUnderway(later)) &&
          later.plan.replaced?.arn === saga.plan.policyArn,
      );

const placeOf = (mechanism: Mechanism): string => {
  switch (mechanism) {
    case 'boundary':
    case 'merged':
      return 'boundary';
    case 'inline':
    case 'group':
      return 'inline Deny';
    case 'managed':
      return 'attached Deny';
  }
};
