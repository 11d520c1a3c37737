import type { Found } from './compare-with-plan.ts';
import type { Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';

/** What ends a saga whatever it was doing: the principal is gone, or is another one under the same name. */
export const endWithSubject = (run: Run, saga: Saga, found: Found & { found: 'gone' | 'replaced' }): Promise<Saga> =>
  advance(run, saga, {
    to: 'SUBJECT_GONE',
    change:
      found.found === 'gone'
        ? { outcome: 'SUBJECT_GONE', detail: `${saga.plan.subject.arn} was deleted.` }
        : {
            outcome: 'SUBJECT_REPLACED',
            detail: `${saga.plan.subject.arn} was made anew as ${found.uniqueId}: another principal, evaluated by itself.`,
          },
    entry: { kind: 'refused' },
    stage: 'conflict',
  });

/** Somebody else changed the principal: this plan does not fit any more. */
export const endInConflict = (run: Run, saga: Saga, differences: string): Promise<Saga> =>
  advance(run, saga, {
    to: 'CONFLICT',
    change: { outcome: 'CONFLICT_CHANGED', detail: `Changed since it was planned: ${differences}.` },
    entry: { kind: 'refused' },
    stage: 'conflict',
  });
