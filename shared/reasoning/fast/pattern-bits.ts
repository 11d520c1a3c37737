import { catalogueActions } from '../catalogue/action-catalogue.ts';
import { expandAction } from '../catalogue/expand-action.ts';
import { isOpenInService } from '../match/match-action.ts';
import { allActions, bitsAt, noActions, type ActionBits } from './action-bits.ts';

/** What one action pattern matches. All of its bits stand in the words `from` to `to`, the last left out. */
export type PatternBits = {
  wide: ActionBits;
  /** A wildcard in the service part is read both ways. */
  open: boolean;
  from: number;
  to: number;
};

/** Patterns by text: an account repeats few of them. Bounded, as pattern text comes from anywhere. */
const known = new Map<string, PatternBits>();
const MOST_KNOWN = 20_000;

/** @param pattern lower case */
export const patternBits = (pattern: string): PatternBits => {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const made = make(pattern);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(pattern, made);
  return made;
};

const make = (pattern: string): PatternBits => {
  const open = isOpenInService(pattern);
  // Stars beside each other say what one says.
  const actions = expandAction(pattern.replace(/\*{2,}/g, '*'));
  const [first] = actions;
  const last = actions.at(-1);
  if (first === undefined || last === undefined) return { wide: noActions, open, from: 0, to: 0 };
  const wide = actions.length === catalogueActions().length ? allActions : bitsAt(actions.map(({ index }) => index));
  // Actions come in the order of the catalogue.
  return { wide, open, from: first.index >>> 5, to: (last.index >>> 5) + 1 };
};
