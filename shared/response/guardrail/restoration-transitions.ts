import type { Restoration, RestorationState } from './restoration.ts';

/** Every arrow. An arrow to itself records a step or an approval and moves nothing. */
export const restorationTransitions = {
  PLANNED: ['WAITING', 'INTENT', 'REFUSED'],
  WAITING: ['WAITING', 'INTENT', 'REFUSED'],
  INTENT: ['INTENT', 'RESTORED', 'PARTIAL', 'FAILED', 'REFUSED'],
  // Somebody has pasted what was left: nothing names the old one any more.
  PARTIAL: ['PARTIAL', 'RESTORED', 'UNDO_INTENT'],
  RESTORED: ['RESTORED', 'UNDO_INTENT'],
  FAILED: ['FAILED', 'UNDO_INTENT'],
  UNDO_INTENT: ['UNDO_INTENT', 'UNDONE', 'UNDO_CONFLICT'],
  UNDO_CONFLICT: ['UNDO_CONFLICT', 'UNDO_INTENT'],
  REFUSED: [],
  UNDONE: [],
} as const satisfies Readonly<Record<RestorationState, readonly RestorationState[]>>;

const arrows: Readonly<Record<RestorationState, readonly RestorationState[]>> = restorationTransitions;

export const mayMoveRestoration = (from: RestorationState, to: RestorationState): boolean => arrows[from].includes(to);

/** Not planned anew: it waits, or a worker is on it or has left it. */
export const isOpenRestoration = ({ state }: Pick<Restoration, 'state'>): boolean =>
  state === 'PLANNED' || state === 'WAITING' || state === 'INTENT' || state === 'UNDO_INTENT';
