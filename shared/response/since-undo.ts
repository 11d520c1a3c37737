import type { Snapshot } from './plan.ts';
import type { Saga } from './saga.ts';
import { isOwnPolicy } from './shield.ts';

/** Its document may be another by now: what it lets through is asked of what stands. */
export const isAsUndoLeft = ({ plan }: Pick<Saga, 'plan'>, { boundary }: Snapshot): boolean =>
  boundary?.arn === plan.snapshot.boundary?.arn;

export const isOwnBoundary = ({ boundary }: Snapshot): boolean => boundary !== undefined && isOwnPolicy(boundary.arn);

/**
 * Why what was lost is nobody's wish any more: the principal is another one, or somebody has set its boundary since, and what was set
 * later is the last word. One of Ringfence's own is nobody's wish for how it should be in the end.
 */
export const laterWord = (saga: Pick<Saga, 'plan'>, snapshot: Snapshot): string | undefined => {
  if (snapshot.uniqueId !== saga.plan.snapshot.uniqueId)
    return `${saga.plan.subject.arn} was made anew: nothing is put back.`;
  return isAsUndoLeft(saga, snapshot) || isOwnBoundary(snapshot)
    ? undefined
    : `${snapshot.boundary?.arn ?? 'No boundary'} was set since: nothing is put back.`;
};
