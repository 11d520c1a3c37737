/** Choices that a seed settles, so that a case is the same wherever it is made. */
export type Random = {
  /** True with probability `share`. */
  chance: (share: number) => boolean;
  one: <T>(items: readonly [T, ...T[]]) => T;
  /** Up to `most` items, at least `least`, no place twice. */
  some: <T>(items: readonly [T, ...T[]], least: number, most: number) => readonly T[];
  upTo: (most: number) => number;
};

/** A linear congruential walk over 32 bits, mixed on the way out. Good enough for variety, nothing more. */
export const random = (seed: number): Random => {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  const one = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
  const some = <T>(items: readonly [T, ...T[]], least: number, most: number): readonly T[] => {
    const left = [...items];
    const wanted = least + below(most - least + 1);
    const taken: T[] = [];
    while (taken.length < wanted && left.length > 0) taken.push(...left.splice(below(left.length), 1));
    return taken;
  };
  return { chance: (share) => next() < share, one, some, upTo: (most) => below(most + 1) };
};
