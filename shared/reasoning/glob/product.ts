import { accepts, alphabet, buildAutomaton, startState, step, type Automaton, type State } from './glob-automaton.ts';
import { mayMeet } from './glob-meet.ts';
import { compileGlob, matches, type Glob } from './glob.ts';

/** Texts that match one glob of each member of `all`, and no glob of `none`. */
export type Product = {
  all: readonly (readonly Glob[])[];
  none: readonly Glob[];
  /** At least one character. */
  nonEmpty?: boolean;
};

/** Automaton states left; counted down. Long states and wide alphabets count for more than one. */
export type StateBudget = { states: number };

export type Found = { found: 'text'; text: string } | { found: 'none' } | { found: 'budget' };

const someCharacter = compileGlob('?*');

export const inProduct = ({ all, none, nonEmpty }: Product, text: string): boolean =>
  !(nonEmpty === true && text === '') &&
  all.every((alternatives) => alternatives.some((glob) => matches(glob, text))) &&
  !none.some((glob) => matches(glob, text));

/**
 * A text of the product: the first preferred one that is in it, else a shortest one, else the proof that there is none.
 * Exact: characters that no pattern names are all alike, so one of them stands for the others. Same input, same text.
 */
export function findText(product: Product, budget: StateBudget, preferred: readonly string[] = []): Found {
  const liked = preferred.find((text) => inProduct(product, text));
  if (liked !== undefined) return { found: 'text', text: liked };
  const pruned = prune(product);
  if (pruned === undefined) return { found: 'none' };
  const finite = finiteTexts(pruned);
  if (finite !== undefined) {
    const text = finite.find((candidate) => inProduct(pruned, candidate));
    return text === undefined ? { found: 'none' } : { found: 'text', text };
  }
  const all = product.nonEmpty === true ? [...pruned.all, [someCharacter]] : pruned.all;
  return search(buildAutomaton(all, pruned.none), budget);
}

/** The same product with less in it; `undefined` when it is plainly empty. */
function prune(product: Product): Product | undefined {
  if (product.none.some(({ key }) => key === '*')) return undefined;
  let members = product.all.filter((alternatives) => !alternatives.some(({ key }) => key === '*'));
  const forbidden = new Set(product.none.map(({ key }) => key));
  members = members.map((alternatives) => alternatives.filter((glob) => !forbidden.has(glob.key)));
  // Shortest list first: it throws out most of the others.
  members.sort((a, b) => a.length - b.length);
  for (let i = 0; i < members.length; i++) {
    const alternatives = members[i] ?? [];
    if (alternatives.length === 0) return undefined;
    members = members.map((others, j) =>
      j === i ? others : others.filter((other) => alternatives.some((glob) => mayMeet(glob, other))),
    );
  }
  if (members.some((alternatives) => alternatives.length === 0)) return undefined;
  const none = product.none.filter((glob) =>
    members.every((alternatives) => alternatives.some((other) => mayMeet(glob, other))),
  );
  return { ...product, all: members, none };
}

/** All texts that a member of exact globs leaves, shortest first. */
function finiteTexts({ all }: Product): readonly string[] | undefined {
  for (const alternatives of all) {
    const texts = alternatives.flatMap(({ exact }) => (exact === undefined ? [] : [exact]));
    if (texts.length === alternatives.length) return texts.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }
  return undefined;
}

type Step = { state: State; from: number; character: number };

/** Position steps that cost as much as a state. */
const WORK_PER_STATE = 64;

/** Breadth first, so the first hit is a shortest text. */
function search(automaton: Automaton, budget: StateBudget): Found {
  const start = startState(automaton);
  if (start === undefined) return { found: 'none' };
  const seen = new Set<string>([keyOf(automaton, start)]);
  const steps: Step[] = [{ state: start, from: -1, character: 0 }];
  let work = 0;
  for (let at = 0; at < steps.length; at++) {
    const here = steps[at];
    if (here === undefined) break;
    if (budget.states <= 0) return { found: 'budget' };
    budget.states--;
    if (accepts(automaton, here.state)) return { found: 'text', text: textTo(steps, at) };
    for (const character of alphabet(automaton, here.state)) {
      work += here.state.positions.length;
      if (work >= WORK_PER_STATE) {
        budget.states -= Math.floor(work / WORK_PER_STATE);
        work %= WORK_PER_STATE;
        if (budget.states < 0) return { found: 'budget' };
      }
      const next = step(automaton, here.state, character);
      if (next === undefined) continue;
      const key = keyOf(automaton, next);
      if (seen.has(key)) continue;
      seen.add(key);
      steps.push({ state: next, from: at, character });
    }
  }
  return { found: 'none' };
}

/** Positions as characters where they fit: far cheaper than digits. */
function keyOf({ tokens }: Automaton, { positions, half }: State): string {
  if (tokens.length > 0xffff) return `${half ? 'h' : ''}${positions.join()}`;
  let key = half ? 'h' : '-';
  for (const position of positions) key += String.fromCharCode(position);
  return key;
}

function textTo(steps: readonly Step[], at: number): string {
  const characters: string[] = [];
  for (let step = steps[at]; step !== undefined && step.from >= 0; step = steps[step.from]) {
    characters.push(String.fromCodePoint(step.character));
  }
  return characters.reverse().join('');
}
