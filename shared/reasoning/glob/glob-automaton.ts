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
  const { tokens, group, globStart, members } = automaton;
  const closed = closure(tokens, reached);
  const kept: number[] = [];
  let alive = 0;
  let lastGroup = -1;
  let forever = -1;
  // From the back, so that the last free star of a glob is met before the positions it makes idle.
  let starOf = -1;
  for (let i = closed.length - 1; i >= 0; i--) {
    const position = closed[i] ?? 0;
    const here = group[position] ?? 0;
    if (here === forever || globStart[position] === starOf) continue;
    if (here !== lastGroup && here < members) alive++;
    lastGroup = here;
    if (tokens[position] === ANY) {
      starOf = globStart[position] ?? 0;
      if (tokens[position + 1] === END) {
        if (here === members) return undefined;
        forever = here;
        while (kept.length > 0 && group[kept.at(-1) ?? 0] === here) kept.pop();
        kept.push(position + 1);
      }
    }
    kept.push(position);
  }
  return alive === members ? { positions: kept.reverse(), half } : undefined;
}

function closure(tokens: Int32Array, reached: readonly number[]): readonly number[] {
  const closed: number[] = [];
  let last = -1;
  let sorted = true;
  for (const from of reached) {
    for (let at = from; ; at++) {
      if (at !== last) {
        sorted &&= at > last;
        closed.push(at);
        last = at;
      }
      if (!isAny(tokens[at])) break;
    }
  }
  // Positions come in order, but for a star that stays beside a step over it.
  return sorted ? closed : [...new Set(closed)].sort((a, b) => a - b);
}

const isAny = (token: number | undefined): boolean => token === ANY || token === ANY_IN_SEGMENT;

/** Every member of `all` accepts, none of `none` does. */
export function accepts({ tokens, group, members }: Automaton, state: State): boolean {
  let accepting = 0;
  let last = -1;
  for (const position of state.positions) {
    if (tokens[position] !== END) continue;
    const here = group[position] ?? 0;
    if (here === members) return false;
    if (here !== last) accepting++;
    last = here;
  }
  return accepting === members;
}

/** Characters a person reads easily; the first that no pattern looks at stands for all others. */
const palette = Array.from('xabcdefghijklmnopqrstuvwyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_', (c) => c.charCodeAt(0));

/**
 * The characters worth trying: every character that no reached token names leads to the same state, so one of them
 * stands for all. A member that waits for literals alone leaves only those.
 */
export function alphabet(automaton: Automaton, state: State): readonly number[] {
  const demanded = demandedLiterals(automaton, state);
  if (demanded !== undefined) return namedBy(automaton, demanded);
  const named = namedBy(automaton, state.positions);
  return [otherThan(new Set(named)), ...named];
}

/** The positions of the first member of `all` that has no wildcard to go on with. */
function demandedLiterals({ tokens, group, members }: Automaton, { positions }: State): readonly number[] | undefined {
  for (let from = 0; from < positions.length; ) {
    const here = group[positions[from] ?? 0] ?? 0;
    if (here === members) return undefined;
    let to = from;
    let open = false;
    for (; to < positions.length && group[positions[to] ?? 0] === here; to++) {
      const token = tokens[positions[to] ?? 0] ?? END;
      open ||= token < 0 && token !== END;
    }
    if (!open) return positions.slice(from, to);
    from = to;
  }
  return undefined;
}

/** Lowest first, each once. */
function namedBy({ tokens, foldings }: Automaton, positions: readonly number[]): readonly number[] {
  const named: number[] = [];
  for (const position of positions) {
    const token = tokens[position] ?? END;
    if (token === ANY_IN_SEGMENT || token === ONE_IN_SEGMENT) named.push(COLON);
    if (token < 0) continue;
    const folding = foldings[position] ?? 'none';
    if (folding === 'none') named.push(token);
    else named.push(...letterVariants(token, folding));
  }
  return named.length < 2 ? named : [...new Set(named)].sort((a, b) => a - b);
}

function otherThan(named: ReadonlySet<number>): number {
  const readable = palette.find((character) => !named.has(character));
  if (readable !== undefined) return readable;
  let character = 0xa1;
  while (named.has(character)) character++;
  return character;
}
