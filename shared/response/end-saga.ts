import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Found } from './compare-with-plan.ts';
import type { Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';

/**
 * What ends a saga whatever it was doing: the principal is gone, or is another one under the same name. One that was only
 * renamed is neither: it keeps its unique id, and what is in force goes with it, so that is said and nothing is called over.
 */
export const endWithSubject = async (
  run: Run,
  saga: Saga,
  found: Found & { found: 'gone' | 'replaced' },
): Promise<Saga> => {
  if (found.found === 'replaced') {
    return end(
      run,
      saga,
      'SUBJECT_REPLACED',
      `${saga.plan.subject.arn} was made anew as ${found.uniqueId}: another principal, evaluated by itself.`,
    );
  }
  const renamed = await renamedSubject(run, saga);
  return renamed === undefined
    ? end(run, saga, 'SUBJECT_GONE', `${saga.plan.subject.arn} was deleted.`)
    : endRenamed(run, saga, renamed.arn);
};

const end = (run: Run, saga: Saga, outcome: 'SUBJECT_GONE' | 'SUBJECT_REPLACED', detail: string): Promise<Saga> =>
  advance(run, saga, {
    to: 'SUBJECT_GONE',
    change: { outcome, detail },
    entry: { kind: 'refused' },
    stage: 'conflict',
  });

/** The principal under another name: a name can be changed, a unique id cannot (IAM User Guide, "IAM identifiers"). */
export const renamedSubject = async (run: Run, saga: Saga): Promise<PrincipalFacts | undefined> => {
  const account = await run.ports.principals.readAccount();
  return account.found === 'yes'
    ? account.value.find(({ uniqueId }) => uniqueId === saga.plan.snapshot.uniqueId)
    : undefined;
};

const endRenamed = (run: Run, saga: Saga, arn: string): Promise<Saga> => {
  const isUndo = saga.state.startsWith('UNDO_');
  const byHand = saga.plan.undo.map(({ operation }) => operation).join(', ');
  return advance(run, saga, {
    to: isUndo ? 'UNDO_CONFLICT' : 'CONFLICT',
    change: isUndo
      ? {
          outcome: 'UNDO_CONFLICT',
          detail: `${saga.plan.subject.arn} was renamed to ${arn}, and the containment went with it. Nothing was taken back; under the new name it is: ${byHand}.`,
        }
      : { outcome: 'CONFLICT_CHANGED', detail: `${saga.plan.subject.arn} was renamed to ${arn}: plan again for it.` },
    entry: { kind: isUndo ? 'undo-refused' : 'refused' },
    stage: 'conflict',
  });
};

/** Somebody else changed the principal: this plan does not fit any more. */
export const endInConflict = (run: Run, saga: Saga, differences: string): Promise<Saga> =>
  advance(run, saga, {
    to: 'CONFLICT',
    change: { outcome: 'CONFLICT_CHANGED', detail: `Changed since it was planned: ${differences}.` },
    entry: { kind: 'refused' },
    stage: 'conflict',
  });
