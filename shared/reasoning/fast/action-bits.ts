import { catalogueActions, expandAction } from '../catalogue/action-catalogue.ts';
import type { Width } from '../match/width.ts';
import { matchesAction } from '../match/match-action.ts';
import type { Listed } from '../policy/policy.ts';
import { hasWildcard } from '../policy/wildcard.ts';

/** One bit for each action of the catalogue, in index order, 32 a word. */
export type ActionBits = Uint32Array;

const size = catalogueActions().length;
const words = Math.ceil(size / 32);

export const noActions = (): ActionBits => new Uint32Array(words);
export const allActions = (): ActionBits => {
  const bits = new Uint32Array(words).fill(0xffffffff);
  // No bit beyond the catalogue is ever set.
  if (size % 32 !== 0) bits[words - 1] = 2 ** (size % 32) - 1;
  return bits;
};

export const hasAction = (bits: ActionBits, index: number): boolean =>
  ((bits[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;

const setAction = (bits: ActionBits, index: number): void => {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
};

export const addAll = (bits: ActionBits, more: ActionBits): void => {
  for (let at = 0; at < words; at += 1) bits[at] = (bits[at] ?? 0) | (more[at] ?? 0);
};
export const keepCommon = (bits: ActionBits, others: ActionBits): void => {
  for (let at = 0; at < words; at += 1) bits[at] = (bits[at] ?? 0) & (others[at] ?? 0);
};
export const removeAll = (bits: ActionBits, others: ActionBits): void => {
  for (let at = 0; at < words; at += 1) bits[at] = (bits[at] ?? 0) & ~(others[at] ?? 0);
};

/** Patterns by text: an account repeats few of them. Bounded, as pattern text comes from anywhere. */
const known = new Map<string, ActionBits>();
const MOST_KNOWN = 20_000;

const bitsOfPattern = (pattern: string): ActionBits => {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const bits = noActions();
  for (const { index } of expandAction(pattern)) setAction(bits, index);
  if (known.size < MOST_KNOWN) known.set(pattern, bits);
  return bits;
};

/** The catalogue's actions that an Action or NotAction element matches, in one reading. */
export const bitsOf = (actions: Listed<string>, width: Width): ActionBits => {
  const open = actions.entries.some((pattern) => hasWildcard(pattern.slice(0, Math.max(0, pattern.indexOf(':')))));
  if (open) return bitsByMatching(actions, width);
  const bits = noActions();
  for (const pattern of actions.entries) addAll(bits, bitsOfPattern(pattern));
  if (!actions.negated) return bits;
  const others = allActions();
  removeAll(others, bits);
  return others;
};

/** A wildcard in the service part is read both ways, so the matcher itself is asked. */
const bitsByMatching = (actions: Listed<string>, width: Width): ActionBits => {
  const bits = noActions();
  for (const { key, index } of catalogueActions()) if (matchesAction(actions, key, width)) setAction(bits, index);
  return bits;
};
