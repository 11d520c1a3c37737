import { catalogueActions } from '../catalogue/action-catalogue.ts';

/**
 * One bit for each action of the catalogue, in index order, 32 a word. A set is never written to once it is given away, so
 * that policies and principals share what is equal: most are about no action of the catalogue at all.
 */
export type ActionBits = Readonly<Uint32Array>;

const size = catalogueActions().length;
/** Words of one set. */
export const wordCount = Math.ceil(size / 32);
const words = wordCount;

export const noActions: ActionBits = new Uint32Array(words);
export const allActions: ActionBits = (() => {
  const bits = new Uint32Array(words).fill(0xffffffff);
  // No bit beyond the catalogue is ever set.
  if (size % 32 !== 0) bits[words - 1] = 2 ** (size % 32) - 1;
  return bits;
})();

export const hasAction = (bits: ActionBits, index: number): boolean =>
  ((bits[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;

/** The set of some places of the catalogue. */
export const bitsAt = (indexes: readonly number[]): ActionBits => {
  if (indexes.length === 0) return noActions;
  const bits = new Uint32Array(words);
  for (const index of indexes) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
  return bits;
};

export const bitsWhere = (test: (key: string, service: string) => boolean): ActionBits =>
  bitsAt(
    catalogueActions()
      .filter(({ key, service }) => test(key, service))
      .map(({ index }) => index),
  );

/** The words of a set that hold a bit: most sets that are asked about stand in few. */
export const wordsWithBits = (bits: ActionBits): readonly number[] => {
  const places: number[] = [];
  for (let at = 0; at < words; at += 1) if (bits[at] !== 0) places.push(at);
  return places;
};

/** A union as it grows. A set of its own is made only where no one of the sets is the answer. */
export class Union {
  #shared: ActionBits = noActions;
  #own: Uint32Array | undefined;

  add(more: ActionBits): void {
    const have = this.#own ?? this.#shared;
    if (more === noActions || more === have || have === allActions) return;
    if (have === noActions || more === allActions) {
      this.#own = undefined;
      this.#shared = more;
      return;
    }
    const own = (this.#own ??= new Uint32Array(have));
    for (let at = 0; at < words; at += 1) own[at] = (own[at] ?? 0) | (more[at] ?? 0);
  }

  /** To be taken when nothing is added any more. */
  get bits(): ActionBits {
    return this.#own ?? this.#shared;
  }
}

/** In one of them. */
export const anyOf = (sets: readonly ActionBits[]): ActionBits => {
  const union = new Union();
  for (const set of sets) union.add(set);
  return union.bits;
};

export const either = (a: ActionBits, b: ActionBits): ActionBits => anyOf([a, b]);

/** In both. */
export const both = (a: ActionBits, b: ActionBits): ActionBits => {
  if (a === noActions || b === allActions || a === b) return a;
  if (b === noActions || a === allActions) return b;
  const bits = new Uint32Array(words);
  for (let at = 0; at < words; at += 1) bits[at] = (a[at] ?? 0) & (b[at] ?? 0);
  return bits;
};

/** In the first and not in the second. */
export const without = (a: ActionBits, b: ActionBits): ActionBits => {
  if (a === noActions || b === noActions) return a;
  if (b === allActions || a === b) return noActions;
  const bits = new Uint32Array(words);
  for (let at = 0; at < words; at += 1) bits[at] = (a[at] ?? 0) & ~(b[at] ?? 0);
  return bits;
};
