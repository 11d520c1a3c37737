import { ownEffectsOf, withEffect, type Planning } from './effect.ts';
import type { Plan, Snapshot } from './plan.ts';

/** The subject as it is to be: the snapshot, with what we set. A plan without an effect wants no change. */
export const desiredSnapshot = (plan: Pick<Plan, 'snapshot'> & Planning): Snapshot =>
  ownEffectsOf(plan).reduce(withEffect, plan.snapshot);
