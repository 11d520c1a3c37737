import { installedFunctions } from '../../../shared/facts/installed-functions.ts';

/** Names of what an installation has, each behind a queue of its own. */
export const neededFunctions = (acts: boolean): readonly string[] =>
  installedFunctions.flatMap(({ name, needed }) => (needed === 'always' || acts ? [name] : []));

/** Those that act: their queues keep order. */
export const ordered: readonly string[] = installedFunctions.flatMap(({ name, needed }) =>
  needed === 'acting' ? [name] : [],
);
