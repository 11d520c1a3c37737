import type { SagaState } from './saga.ts';
import { hasEnded, isInForce, isUnderway, mayMove, transitions } from './saga-transitions.ts';

const states = Object.keys(transitions) as SagaState[];
const reachable = (from: SagaState): ReadonlySet<SagaState> => {
  const seen = new Set<SagaState>([from]);
  for (const state of seen) for (const next of transitions[state]) seen.add(next);
  return seen;
};

describe('the state machine', () => {
  it('reaches every state from PLANNED', () => {
    expect([...reachable('PLANNED')].toSorted()).toEqual(states.toSorted());
  });

  it('lets nothing leave an end, and every other state come to one', () => {
    const ends = states.filter((state) => hasEnded({ state }));
    expect(ends.toSorted()).toEqual(['CONFLICT', 'REFUSED', 'SUBJECT_GONE', 'UNDONE']);
    for (const state of states) expect([...reachable(state)].some((next) => hasEnded({ state: next }))).toBe(true);
  });

  it('writes only behind an intent', () => {
    for (const state of states) {
      expect(mayMove(state, 'WRITTEN')).toBe(state === 'INTENT');
      expect(mayMove(state, 'UNDO_WRITTEN')).toBe(state === 'UNDO_INTENT');
      if (mayMove(state, 'CONTAINED') && state !== 'CONTAINED') expect(state).toBe('WRITTEN');
    }
  });

  it('never goes back to a plan after a write, but for drift', () => {
    expect(states.filter((state) => mayMove(state, 'PLANNED'))).toEqual(['DRIFTED']);
  });

  it('is in force, underway, or neither', () => {
    for (const state of states) expect(isInForce({ state }) && isUnderway({ state })).toBe(false);
  });
});
