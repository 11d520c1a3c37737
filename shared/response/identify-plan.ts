import { canonicalJson, sha256, shortId } from './canonical-json.ts';
import { desiredSnapshot } from './desired-snapshot.ts';
import type { Planning } from './effect.ts';
import type { Level, Plan, Snapshot } from './plan.ts';
import { snapshotHashOf } from './snapshot.ts';

/** What a plan is known by: the state that it was made on and the one that it wants. */
export const identifyPlan = (
  { level, round = 0 }: { level: Level; round?: number },
  snapshot: Snapshot,
  planning: Planning,
): Pick<Plan, 'id' | 'snapshotHash' | 'desiredHash' | 'planHash' | 'round'> => {
  const snapshotHash = snapshotHashOf(snapshot);
  const desiredHash = snapshotHashOf(desiredSnapshot({ snapshot, ...planning }));
  const planHash = sha256(canonicalJson({ principal: snapshot.uniqueId, snapshotHash, desiredHash, level, round }));
  return { id: `c-${shortId(planHash)}`, snapshotHash, desiredHash, planHash, round };
};
