import type { AgreedRead } from './agreeing-reads.ts';
import { compareBoundary } from './compare-with-plan.ts';
import type { Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';
import { isInForce } from './saga-transitions.ts';

/** Containments that IAM no longer shows: somebody took them off or changed them. Each is said once, in history and to people. */
export const markDrift = async (run: Run, sagas: readonly Saga[], read: AgreedRead): Promise<readonly Saga[]> => {
  const drifted: Saga[] = [];
  for (const saga of sagas.filter(isInForce)) {
    const found = compareBoundary(saga.plan, { read: 'agreed', ...read });
    if (found.found === 'desired') continue;
    const detail =
      found.found === 'prior'
        ? 'The boundary is gone, and no undo of Ringfence took it off.'
        : found.found === 'other'
          ? `The boundary is another one: ${found.differences}.`
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
