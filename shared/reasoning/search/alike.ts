import type { CompiledStatement } from '../compile-policy.ts';
import { layersOf, type IndexedLayer } from '../layers-of.ts';
import { actionName } from '../match/action-name.ts';
import { isOpenInService, matchesAction } from '../match/match-action.ts';
import { statementsAbout, type StatementIndex } from '../match/statement-index.ts';
import type { Principal } from '../principal.ts';
import { isOfRequestAlone } from '../statement-content.ts';
import type { StatementRef, Witness } from '../types.ts';
import type { Outcome } from './ask-action.ts';
import { holeOf, type Asking } from './asking.ts';
import { canonicalPrincipal } from './canonical-principal.ts';
import type { Effort } from './effort.ts';
import type { CompiledQuestion } from './question.ts';

/**
 * What a search found, for everybody to whom the same statements apply: teams that share a template, one role after the
 * other that may do everything in one Region. A search about one action sees of a principal
 * - the statements about the action, layer by layer in their order, by their content (`contentOf`), and whether each reading
 *   of a wildcard takes them in;
 * - its kind, account and partition, and whether policies of resources are in scope (`asker`).
 * Whatever else it could see (name, ARN, id, tags, organisation) it sees only under a condition key or in a policy
 * variable, and a statement or a question with one of those is never looked up here. Nor is one beside policies of
 * resources, which name principals, nor where a fact is missing.
 */
export const searchOnce = (asking: Asking, action: string, search: () => Outcome): Outcome => {
  const met = meeting(asking, action);
  if (met === undefined) return search();
  const { effort, question, options } = asking;
  const kept = keptFor(question);
  const before = kept.get(met.key);
  if (before !== undefined && isOpenTo(before, options.explain) && pay(effort, before.spent))
    return outcomeFor(before.found, met.statements);
  const { branches, workLeft, shapes } = effort;
  const start = { branches, workLeft, shapes, states: effort.automaton.states };
  const outcome = search();
  const found = positions(outcome, met.statements);
  // Where the budget of automata is spent, the answer is the budget's.
  if (found !== undefined && effort.automaton.states > 0) {
    keep(kept, met.key, { found, spent: spentSince(start, effort) });
  }
  return outcome;
};

type Met = { key: string; statements: readonly CompiledStatement[] };

/** The statements that bear on the action, and all that the search can see as one text. `undefined`: it can see more. */
const meeting = ({ principal, question, options, overrides }: Asking, action: string): Met | undefined => {
  if (options.model !== 'realistic' || overrides !== undefined || options.budget !== undefined) return undefined;
  if (!isPlain(principal) || !question.conditions.every(({ key }) => isOfRequestAlone(key))) return undefined;
  const name = actionName(action);
  const { levels, identity, ceiling, denying, rcps } = layersOf(principal, 'granting');
  const statements: CompiledStatement[] = [];
  let key = `${action} ${options.now} ${canonicalPrincipal(principal).asker}`;
  const add = (indexes: readonly StatementIndex[], effect: 'Allow' | 'Deny'): boolean => {
    key += '|';
    for (const statement of statementsAbout(indexes, effect, name, 'wide')) {
      const { content, actions } = statement;
      if (content === undefined) return false;
      key += ` ${content}`;
      // Readings differ in wildcards of the service alone.
      if (actions.entries.some(isOpenInService))
        key += ` ${matchesAction(actions, name.key, 'narrow')} ${matchesAction(actions, name.key, 'documented')}`;
      statements.push(statement);
    }
    return true;
  };
  const allows = ({ indexes }: IndexedLayer): boolean => add(indexes, 'Allow');
  if (!levels.every(allows)) return undefined;
  key += '/';
  if (identity !== undefined && !allows(identity)) return undefined;
  key += '/';
  if (!ceiling.every(allows) || !add(denying, 'Deny') || !add(rcps, 'Deny')) return undefined;
  return { key, statements };
};

/** Nothing but the layers and the request decides, and all of them were read. */
const isPlain = (principal: Principal): boolean => {
  const { resourcePolicies, scps, rcps, inManagementAccount } = principal;
  if (resourcePolicies.scope === 'known' || resourcePolicies.byArn.size > 0) return false;
  if ((scps.present || rcps.present) && inManagementAccount.state === 'unknown') return false;
  return holeOf(principal) === undefined;
};

/** Statements by their places among those that bear on the action. */
type Found =
  | { answer: 'yes'; witness: Pick<Witness, 'request' | 'shape'>; by: readonly number[]; passedBy: readonly Passed[] }
  | Exclude<Outcome, { answer: 'yes' }>;
type Passed = { place: number; because: string };

const positions = (outcome: Outcome, statements: readonly CompiledStatement[]): Found | undefined => {
  if (outcome.answer !== 'yes') return outcome;
  const { request, shape, by, passedBy } = outcome.witness;
  const placeOf = (ref: StatementRef): number => statements.findIndex((statement) => statement.ref === ref);
  const byPlaces = by.map(placeOf);
  const passed = passedBy.map(({ statement, because }) => ({ place: placeOf(statement), because }));
  if (byPlaces.includes(-1) || passed.some(({ place }) => place < 0)) return undefined;
  return { answer: 'yes', witness: { request, shape }, by: byPlaces, passedBy: passed };
};

const outcomeFor = (found: Found, statements: readonly CompiledStatement[]): Outcome => {
  if (found.answer !== 'yes') return found;
  const refsAt = (place: number): readonly StatementRef[] => {
    const statement = statements[place];
    return statement === undefined ? [] : [statement.ref];
  };
  const { request, shape } = found.witness;
  const by = found.by.flatMap(refsAt);
  const passedBy = found.passedBy.flatMap(({ place, because }) =>
    refsAt(place).map((statement) => ({ statement, because })),
  );
  return { answer: 'yes', witness: { request, shape, by, passedBy } };
};

/** What a search took of the budget: whoever gets its outcome pays the same, so that answers do not depend on who came first. */
type Spent = { branches: number; work: number; shapes: number; states: number };

const spentSince = (before: Before, { branches, workLeft, shapes, automaton }: Effort): Spent => ({
  branches: branches - before.branches,
  work: before.workLeft - workLeft,
  shapes: shapes - before.shapes,
  states: before.states - automaton.states,
});

type Before = Pick<Effort, 'branches' | 'workLeft' | 'shapes'> & { states: number };

/** False: the search would not have come to its end. */
const pay = (effort: Effort, { branches, work, shapes, states }: Spent): boolean => {
  if (effort.branchesLeft < branches || effort.workLeft < work || effort.automaton.states <= states) return false;
  effort.branches += branches;
  effort.branchesLeft -= branches;
  effort.workLeft -= work;
  effort.shapes += shapes;
  effort.automaton.states -= states;
  return true;
};

type Kept = { found: Found; spent: Spent };

/** A no does not hold what closed its branches. */
const isOpenTo = ({ found }: Kept, explain: false | undefined): boolean => found.answer !== 'no' || explain === false;

let byQuestion = new WeakMap<CompiledQuestion, Map<string, Kept>>();
let size = 0;
/** Of all questions together. */
const MOST_KEPT = 20_000;

const keptFor = (question: CompiledQuestion): Map<string, Kept> => {
  const before = byQuestion.get(question);
  if (before !== undefined) return before;
  const made = new Map<string, Kept>();
  byQuestion.set(question, made);
  return made;
};

const keep = (kept: Map<string, Kept>, key: string, entry: Kept): void => {
  if (size >= MOST_KEPT) {
    byQuestion = new WeakMap();
    size = 0;
    return;
  }
  if (!kept.has(key)) size += 1;
  kept.set(key, entry);
};
