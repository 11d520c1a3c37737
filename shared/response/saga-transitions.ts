import type { Saga, SagaState } from './saga.ts';

/**
 * Every arrow of the state machine. An arrow to itself records something (a call about to be made, an approval, a refused
 * undo) and moves nothing.
 */
export const transitions = {
  PLANNED: ['WAITING', 'INTENT', 'REFUSED', 'CONFLICT', 'SUBJECT_GONE'],
  WAITING: ['WAITING', 'INTENT', 'REFUSED', 'CONFLICT', 'SUBJECT_GONE'],
  // To WAITING when a limit is used up, before anything was written.
  INTENT: ['INTENT', 'WAITING', 'WRITTEN', 'REFUSED', 'CONFLICT', 'SUBJECT_GONE'],
  // To INTENT when IAM shows the state before, twice: the write is made again, through the gate.
  WRITTEN: ['INTENT', 'CONTAINED', 'FAILED', 'CONFLICT', 'SUBJECT_GONE'],
  // To FAILED when it wrote over somebody's change: it stays in force, and a person decides.
  CONTAINED: ['CONTAINED', 'SETTLED', 'FAILED', 'DRIFTED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  SETTLED: ['SETTLED', 'DRIFTED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  DRIFTED: ['DRIFTED', 'PLANNED', 'ESCALATED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  FAILED: ['FAILED', 'ESCALATED', 'DRIFTED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  UNDO_PLANNED: ['UNDO_PLANNED', 'UNDO_INTENT', 'UNDONE', 'UNDO_CONFLICT', 'SUBJECT_GONE'],
  UNDO_INTENT: ['UNDO_INTENT', 'UNDO_WRITTEN', 'UNDO_CONFLICT', 'SUBJECT_GONE'],
  UNDO_WRITTEN: ['UNDO_INTENT', 'UNDONE', 'UNDO_CONFLICT', 'SUBJECT_GONE'],
  UNDO_CONFLICT: ['UNDO_CONFLICT', 'ESCALATED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  ESCALATED: ['ESCALATED', 'UNDO_PLANNED', 'SUBJECT_GONE'],
  // Ends. An arrow to itself says what became of a policy that was left over.
  CONFLICT: ['CONFLICT'],
  REFUSED: ['REFUSED'],
  UNDONE: ['UNDONE'],
  SUBJECT_GONE: ['SUBJECT_GONE'],
} as const satisfies Readonly<Record<SagaState, readonly SagaState[]>>;

const arrows: Readonly<Record<SagaState, readonly SagaState[]>> = transitions;

export const mayMove = (from: SagaState, to: SagaState): boolean => arrows[from].includes(to);

/** Nothing more happens to it. A later plan for the same principal is a new saga. */
export const hasEnded = ({ state }: Pick<Saga, 'state'>): boolean => arrows[state].every((next) => next === state);

/** Our document is in force, as far as this saga knows. */
export const isInForce = ({ state }: Pick<Saga, 'state'>): boolean =>
  state === 'CONTAINED' || state === 'SETTLED' || state === 'FAILED';

/** A worker died on the way, or is on it now: `resume` goes on from what IAM shows. */
export const isUnderway = ({ state }: Pick<Saga, 'state'>): boolean =>
  state === 'INTENT' ||
  state === 'WRITTEN' ||
  state === 'UNDO_PLANNED' ||
  state === 'UNDO_INTENT' ||
  state === 'UNDO_WRITTEN';
