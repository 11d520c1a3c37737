import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { FindingId } from '../findings/finding.ts';
import { compareOwn } from './compare-with-plan.ts';
import { carriedBy } from './mark-drift.ts';
import type { Saga } from './saga.ts';
import { isInForce } from './saga-transitions.ts';
import { snapshotOf } from './snapshot.ts';

/**
 * Findings of containments that are on record as in force and that a read does not show: somebody took them off. It is one read, so
 * it may be of the past; whoever plans reads again.
 */
export const takenOff = (sagas: readonly Saga[], facts: PrincipalFacts, at: string): ReadonlySet<FindingId> => {
  const state = snapshotOf(facts);
  if (!state.known) return new Set();
  const read = { read: 'agreed' as const, facts, snapshot: state.snapshot, at };
  const gone = sagas.filter((saga) => {
    if (!isInForce(saga) || carriedBy(saga, sagas) !== undefined) return false;
    const { found } = compareOwn(saga.plan, read);
    return found !== 'desired' && found !== 'replaced' && !(found === 'partly' && saga.state === 'FAILED');
  });
  return new Set(gone.flatMap(({ plan }) => plan.questions.map(({ findingId }) => findingId)));
};
