import { catalogueActions, expandAction } from '../catalogue/action-catalogue.ts';
import { matchesAction } from '../match/match-action.ts';
import type { Width } from '../match/width.ts';
import type { Listed } from '../policy/policy.ts';

/**
 * One bit for each action of the catalogue, in index order, 32 a word. A set is never written to once it is given away, so
 * that policies and principals share what is equal: most are about no action of the catalogue at all.
 */
export type ActionBits = Readonly<Uint32Array>;

const size = catalogueActions().length;
const words = Math.ceil(size / 32);

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

/** Patterns by text: an account repeats few of them. Bounded, as pattern text comes from anywhere. */
const known = new Map<string, ActionBits>();
const MOST_KNOWN = 20_000;

const bitsOfPattern = (pattern: string): ActionBits => {
  if (pattern === '*') return allActions;
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const bits = bitsAt(expandAction(pattern).map(({ index }) => index));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(pattern, bits);
  return bits;
};

/** The catalogue's actions that an Action or NotAction element matches, in one reading. */
export const bitsOf = (actions: Listed<string>, width: Width): ActionBits => {
  // A wildcard in the service part is read both ways, so the matcher itself is asked.
  if (actions.entries.some(isOpenInService)) return bitsWhere((key) => matchesAction(actions, key, width));
  const [only, ...more] = actions.entries;
  const bits =
    more.length === 0 && only !== undefined ? bitsOfPattern(only) : anyOf(actions.entries.map(bitsOfPattern));
  return actions.negated ? without(allActions, bits) : bits;
};

const isOpenInService = (pattern: string): boolean => {
  const colon = pattern.indexOf(':');
  const wildcard = pattern.indexOf('*');
  const one = pattern.indexOf('?');
  return (wildcard >= 0 && wildcard < colon) || (one >= 0 && one < colon);
};
