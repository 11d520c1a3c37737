import type { Saga } from '../../shared/response/saga.ts';
import { aPlan } from './a-plan.ts';

/** A saga that was just planned in mode enforce. */
export const aSaga = (shown: Partial<Saga> = {}): Saga => {
  const plan = shown.plan ?? aPlan();
  return {
    id: plan.id,
    version: 1,
    fence: 1,
    state: 'PLANNED',
    plan,
    mode: 'enforce',
    writes: [],
    requestIds: [],
    openedAt: plan.plannedAt,
    changedAt: plan.plannedAt,
    ...shown,
  };
};
