/** Numbers that look random and are the same in every run (a linear congruential generator, 32 bits). */
export type Random = {
  /** Whole, from 0 to below `limit`. */
  below: (limit: number) => number;
  chance: (share: number) => boolean;
  oneOf: <T>(list: readonly T[]) => T;
  /** `count` different ones, in list order. */
  someOf: <T>(list: readonly T[], count: number) => readonly T[];
};

export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const oneOf = <T>(list: readonly T[]): T => {
    const found = list[below(list.length)];
    if (found === undefined) throw new RangeError('nothing to choose from');
    return found;
  };
  return {
    below,
    chance: (share) => next() < share,
    oneOf,
    someOf: (list, count) => {
      const left = new Set(list);
      while (left.size > Math.max(0, count)) left.delete(oneOf([...left]));
      return [...left];
    },
  };
};
