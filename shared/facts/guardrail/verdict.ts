/** How the state after a change stands to the state before it. `unranked`: nobody can say, so it is never called safe. */
export type ChangeVerdict = 'weaker' | 'stronger' | 'unranked' | 'same';

/** `mixed`: differences of more than one kind. Somebody has to look at each. */
export type DiffVerdict = ChangeVerdict | 'mixed';

/**
 * The verdict over several changes: `same` without a difference that counts, the one kind where all are of one kind, and
 * `mixed` otherwise. So `stronger` says that nothing was lost and nothing is open, `weaker` that nothing was won, and a
 * loss beside anything else is never hidden behind it. (A lattice: `same` below, three kinds side by side, `mixed` above.)
 */
export const joinVerdicts = (verdicts: Iterable<DiffVerdict>): DiffVerdict => {
  let joined: DiffVerdict = 'same';
  for (const verdict of verdicts) {
    if (verdict === 'same' || verdict === joined) continue;
    joined = joined === 'same' ? verdict : 'mixed';
  }
  return joined;
};

/** The verdict of the same two states the other way round. */
export const reverseVerdict = (verdict: DiffVerdict): DiffVerdict => {
  switch (verdict) {
    case 'weaker':
      return 'stronger';
    case 'stronger':
      return 'weaker';
    case 'unranked':
    case 'same':
    case 'mixed':
      return verdict;
  }
};

/** Whether a person has to look: protection was lost, or nobody can say that it was not. */
export const mayBeWeaker = (verdict: DiffVerdict): boolean => verdict !== 'same' && verdict !== 'stronger';
