import { isHighSurrogate, isLowSurrogate, letterVariants, sameCharacter, type Folding } from './character.ts';
import { ANY, ANY_IN_SEGMENT, ONE, ONE_IN_SEGMENT, type Glob } from './glob.ts';

/** Past the last token of a glob. */
const END = -5;
const COLON = 0x3a;

/**
 * All globs of a product side by side. A position is a place before a token; a state is the set of positions that the
 * text so far has reached, ascending, plus whether the text ends in half a character.
 */
export type Automaton = {
  tokens: Int32Array;
  /** By position: the first position of its glob. */
  globStart: Int32Array;
  /** By position: which member of `all` it belongs to, or `members` for those of `none`. */
  group: Int32Array;
  foldings: readonly Folding[];
  members: number;
  starts: readonly number[];
};

export type State = { positions: readonly number[]; half: boolean };

export function buildAutomaton(all: readonly (readonly Glob[])[], none: readonly Glob[]): Automaton {
  const tokens: number[] = [];
  const globStart: number[] = [];
  const group: number[] = [];
  const foldings: Folding[] = [];
  const starts: number[] = [];
  for (const [member, globs] of [...all, none].entries()) {
    for (const glob of globs) {
      const start = tokens.length;
      starts.push(start);
      for (const token of glob.tokens) tokens.push(token);
      tokens.push(END);
      while (group.length < tokens.length) {
        globStart.push(start);
        group.push(member);
        foldings.push(glob.folding);
      }
    }
  }
  return {
    tokens: Int32Array.from(tokens),
    globStart: Int32Array.from(globStart),
    group: Int32Array.from(group),
    foldings,
    members: all.length,
    starts,
  };
}

export const startState = (automaton: Automaton): State | undefined => settle(automaton, automaton.starts, false);

/** @returns the state after one more character; `undefined` when no continuation can be accepted */
export function step(automaton: Automaton, state: State, character: number): State | undefined {
  if (state.half && isLowSurrogate(character)) return undefined;
  const reached: number[] = [];
  for (const position of state.positions) {
    const token = automaton.tokens[position] ?? END;
    if (token === ANY || (token === ANY_IN_SEGMENT && character !== COLON)) reached.push(position);
    else if (takes(token, character, automaton.foldings[position] ?? 'none')) reached.push(position + 1);
  }
  return settle(automaton, reached, isHighSurrogate(character));
}

function takes(token: number, character: number, folding: Folding): boolean {
  if (token === ONE) return true;
  if (token === ONE_IN_SEGMENT) return character !== COLON;
  return token >= 0 && sameCharacter(token, character, folding);
}

/**
 * Adds what is reached without a character and drops what cannot change the answer: positions of a glob before its last
 * reached free star (the star takes all they take), and all but one position of a member that accepts from here on.
 */
function settle(automaton: Automaton, reached: readonly number[], half: boolean): State | undefined {
  const closed = closure(automaton, reached);
  const kept: number[] = [];
  const open = new Uint8Array(automaton.members);
  let forever = -1;
  // From the back, so that the last free star of a glob is met before the positions it makes idle.
  let starOf = -1;
  for (let i = closed.length - 1; i >= 0; i--) {
    const position = closed[i] ?? 0;
    const group = automaton.group[position] ?? 0;
    const start = automaton.globStart[position] ?? 0;
    if (group === forever || start === starOf) continue;
    const free = automaton.tokens[position] === ANY;
    if (free) starOf = start;
    if (free && automaton.tokens[position + 1] === END) {
      if (group === automaton.members) return undefined;
      forever = group;
      while (kept.length > 0 && automaton.group[kept.at(-1) ?? 0] === group) kept.pop();
      kept.push(position + 1);
    }
    kept.push(position);
    if (group < automaton.members) open[group] = 1;
  }
  return open.includes(0) ? undefined : { positions: kept.reverse(), half };
}

function closure(automaton: Automaton, reached: readonly number[]): readonly number[] {
  const closed: number[] = [];
  for (const from of reached) {
    if (closed.at(-1) === from) continue;
    closed.push(from);
    for (let at = from; isAny(automaton.tokens[at]); at++) closed.push(at + 1);
  }
  // Positions come nearly in order: only a star that stays beside a step over it is doubled or late.
  let sorted = true;
  for (let i = 1; i < closed.length && sorted; i++) sorted = (closed[i - 1] ?? 0) < (closed[i] ?? 0);
  return sorted ? closed : [...new Set(closed)].sort((a, b) => a - b);
}

const isAny = (token: number | undefined): boolean => token === ANY || token === ANY_IN_SEGMENT;

/** Every member of `all` accepts, none of `none` does. */
export function accepts(automaton: Automaton, state: State): boolean {
  const accepting = new Uint8Array(automaton.members);
  for (const position of state.positions) {
    if (automaton.tokens[position] !== END) continue;
    const group = automaton.group[position] ?? 0;
    if (group === automaton.members) return false;
    accepting[group] = 1;
  }
  return !accepting.includes(0);
}

/** Characters a person reads easily; the first that no pattern looks at stands for all others. */
const palette = Array.from('xabcdefghijklmnopqrstuvwyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_', (c) => c.charCodeAt(0));

/**
 * The characters that differ for this state, lowest first, and one that stands for all others: every character that no
 * reached token names leads to the same state.
 */
export function alphabet(automaton: Automaton, state: State): readonly number[] {
  const named = new Set<number>();
  for (const position of state.positions) {
    const token = automaton.tokens[position] ?? END;
    if (token === ANY_IN_SEGMENT || token === ONE_IN_SEGMENT) named.add(COLON);
    if (token < 0) continue;
    const folding = automaton.foldings[position] ?? 'none';
    if (folding === 'none') named.add(token);
    else for (const variant of letterVariants(token, folding)) named.add(variant);
  }
  const characters = [...named].sort((a, b) => a - b);
  return [otherThan(named), ...characters];
}

function otherThan(named: ReadonlySet<number>): number {
  const readable = palette.find((character) => !named.has(character));
  if (readable !== undefined) return readable;
  let character = 0xa1;
  while (named.has(character)) character++;
  return character;
}
