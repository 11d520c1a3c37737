import { exactly } from '../domains/exactly.ts';
import { anything, onlyAbsent, type Domain } from '../domains/domain.ts';
import { member } from '../domains/member.ts';
import type { Hole } from '../principal.ts';
import { cardinalityFor, type ActionSearch } from './action-search.ts';
import { constantOf } from './constant-of.ts';
import { leafOf } from './leaf.ts';
import { RESOURCE, type Binding } from './literal.ts';
import { onOneClock } from './one-clock.ts';
import { both, nothingAsked, type Problem } from './problem.ts';
import { spendWork } from './effort.ts';
import { solve, type Domains } from './solve.ts';
import { isExactWithFree } from './own-variable.ts';
import { isVariableTest, readsFree } from './variable-literal.ts';
import { candidatesFor, variableKeys } from './variables.ts';
import type { ResourceSetting } from './world-problem.ts';

/** One shape of request in one place. */
export type Shaped = {
  shape: string;
  start: Domains;
  names: ReadonlyMap<string, string>;
  setting: ResourceSetting;
  /** Wishes for the witness; made only when there is one. */
  resources: () => readonly string[];
  preferred: () => readonly Domain[];
  /** Keys whose value was tried, not searched. */
  guessed?: readonly string[];
};

/** Runs the search in one shape; policy variables are bound first. True when a leaf was accepted. @throws BudgetSpent */
export const searchShape = (search: ActionSearch, shaped: Shaped): boolean => {
  const free = [...variableKeys(search.statements)].filter((key) => constantOf(shaped.start.get(key)) === undefined);
  if (free.length === 0) return searchBound(search, shaped);
  const binding = bindingOf(shaped.start, true);
  if (leavesNothingOut(search, shaped, binding)) {
    return run(search, shaped, binding, (domains, taint) => search.accept(leafOf(search, shaped, domains, taint)));
  }
  const found = run(search, shaped, binding, () => true);
  // Variables stood for anything and still nothing was found: a proof.
  return found && searchCandidates(search, shaped, free);
};

/** Whether the free variables stand only where they are tests of their own key. */
const leavesNothingOut = (search: ActionSearch, shaped: Shaped, binding: Binding): boolean => {
  const oneResource = exactResourceOf(search, shaped) !== undefined;
  return search.statements.every(
    ({ resources, conditions }) =>
      (oneResource ? isVariableTest(resources, binding) : !readsFree(resources, binding)) &&
      conditions.every((condition) => isExactWithFree(condition, binding)),
  );
};

/** The resource, where the form or the question leaves but one. */
const exactResourceOf = (search: ActionSearch, { start }: Shaped): string | undefined => {
  const fixed = constantOf(start.get(RESOURCE))?.value;
  if (fixed !== undefined) return fixed;
  const [only, ...more] = search.question.resources;
  const [exact] = search.resources;
  return only !== undefined && more.length === 0 && only.template.every(({ kind }) => kind === 'text')
    ? exact
    : undefined;
};

const bindingOf =
  (start: Domains, freeOthers: boolean): Binding =>
  (key) =>
    constantOf(start.get(key)) ?? (freeOthers ? 'free' : { value: undefined });

/** Tries values for the free variables, one key after the other; each try makes the rest plain literals. */
const searchCandidates = (search: ActionSearch, shaped: Shaped, free: readonly string[]): boolean => {
  const candidates = candidatesFor({
    keys: new Set(free),
    statements: search.statements,
    conditions: [...search.question.conditions, ...search.reads],
    resources: search.resources,
    exactResource: exactResourceOf(search, shaped),
    start: shaped.start,
    cardinality: cardinalityFor(search),
    formal: search.model === 'formal',
    budget: search.effort.automaton,
  });
  const bind = (at: number, start: Domains): boolean => {
    const key = free[at];
    if (key === undefined) return searchBound(search, { ...shaped, start, guessed: free });
    return candidates.values.some((value) => {
      const next = new Map(start);
      next.set(key, value === undefined ? onlyAbsent : exactly(value));
      return member(shaped.start.get(key) ?? anything, value) && mayHold(at, next) && bind(at + 1, next);
    });
  };
  /** False: whatever the keys are that are not bound yet, nothing is found. Not worth a look before two are bound. */
  const mayHold = (at: number, start: Domains): boolean =>
    at === 0 || at >= free.length - 1 || run(search, { ...shaped, start }, bindingOf(start, true), () => true);
  if (bind(0, shaped.start)) return true;
  if (candidates.complete) return false;
  const detail = `The values of ${free.join(', ')} stand inside patterns, where not every value was tried.`;
  return search.accept({ shape: shaped.shape, doubt: { code: 'unsupported', detail } });
};

const searchBound = (search: ActionSearch, shaped: Shaped): boolean =>
  run(search, shaped, bindingOf(shaped.start, false), (domains, taint) =>
    search.accept(leafOf(search, shaped, domains, taint)),
  );

/** Making literals costs as much as looking at so many. */
const workOf = ({ statements }: ActionSearch): number => {
  let work = 0;
  for (const { conditions } of statements) work += WORK_PER_STATEMENT + conditions.length * WORK_PER_CONDITION;
  return work;
};

const WORK_PER_STATEMENT = 4;
const WORK_PER_CONDITION = 16;

const run = (
  search: ActionSearch,
  shaped: Shaped,
  binding: Binding,
  onLeaf: (domains: Domains, taint: Hole | undefined) => boolean,
): boolean => {
  const exactResource = exactResourceOf(search, shaped);
  const base = {
    binding,
    cardinality: cardinalityFor(search),
    ...(exactResource === undefined ? {} : { exactResource }),
  };
  const asked = search.questionLiterals(base);
  if (asked === undefined) return false;
  spendWork(search.effort, workOf(search));
  const variants = search.variants({ ...base, setting: shaped.setting, fillHoles: search.fillHoles });
  const tied = (problem: Problem): Problem => (search.model === 'realistic' ? onOneClock(problem) : problem);
  return variants.some(({ problem, taint }) =>
    solve(tied(both({ ...nothingAsked, facts: asked }, problem)), shaped.start, {
      effort: search.effort,
      onBlocked: search.onBlocked,
      onLeaf: (domains) => onLeaf(domains, taint),
    }),
  );
};
