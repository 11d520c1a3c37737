import type { ActionWorld } from '../action-world.ts';
import type { CompiledStatement } from '../compile-policy.ts';

/** Every statement that can bear on the world's action. */
export const statementsOf = (world: ActionWorld): readonly CompiledStatement[] => [
  ...[...world.levels, ...(world.identity === undefined ? [] : [world.identity]), ...world.ceiling].flatMap(
    ({ allows }) => allows,
  ),
  ...world.denies,
  ...world.resourcePolicies.flatMap(({ allows, denies }) => [...allows.map(({ statement }) => statement), ...denies]),
];
