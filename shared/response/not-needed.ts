import type { StepResult } from './contain.ts';
import type { Saga } from './saga.ts';
import { advance, type Run } from './saga-run.ts';

/** The Deny that was to go beside a boundary which another containment had written over: that one was undone. */
export const endAsNotNeeded = (run: Run, beside: Saga, { id, undo }: Saga): Promise<Saga> =>
  advance(run, beside, {
    to: 'REFUSED',
    change: {
      outcome: 'SUPERSEDED',
      detail: `Not needed any more: ${id}, which it was to stand in for, was undone for ${undo?.requestedBy ?? 'somebody'}.`,
    },
    entry: { kind: 'refused' },
    stage: 'refused',
  });

/**
 * Whether the containment that a plan is to stand in for was undone by a person, or is being undone: then nothing of the plan is written.
 * Its repair is an undo too, which nobody asked for: that waits for this plan.
 */
export const undoneMeanwhile = async (run: Run, saga: Saga): Promise<StepResult | undefined> => {
  const { asIf } = saga.plan;
  if (asIf === undefined) return undefined;
  const main = await run.ports.sagas.get(asIf.sagaId);
  if (main.found !== 'yes' || main.value.undo?.requestedBy === run.ports.identity.undoRoleArn) return undefined;
  switch (main.value.state) {
    case 'UNDONE':
      return { moved: await endAsNotNeeded(run, saga, main.value) };
    case 'UNDO_PLANNED':
    case 'UNDO_INTENT':
    case 'UNDO_WRITTEN':
      return { stopped: saga };
    default:
      return undefined;
  }
};
