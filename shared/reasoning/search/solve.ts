import { covers } from '../domains/covers.ts';
import { anything, type Domain } from '../domains/domain.ts';
import { isEmpty } from '../domains/emptiness.ts';
import { intersect } from '../domains/intersect.ts';
import type { Gap, StatementRef } from '../types.ts';
import { spendBranch, spendWork, type Effort } from './effort.ts';
import type { Literal } from './literal.ts';
import type { Clause, Goal, Problem } from './problem.ts';

/** What each variable may still be. A variable that is not here may be anything. */
export type Domains = ReadonlyMap<string, Domain>;

export type Solver = {
  effort: Effort;
  /** Called for every branch that holds all of the problem. True ends the search. */
  onLeaf: (domains: Domains) => boolean;
  /** Called with what closed a branch. */
  onBlocked: (cause: StatementRef | Gap) => void;
};

/**
 * Searches the problem by splitting: one alternative for each goal, one literal for each clause, each cut tested for
 * emptiness at once. Complete: when it returns false, every branch was empty or its leaf was refused.
 * @throws BudgetSpent
 */
export const solve = (problem: Problem, start: Domains, solver: Solver): boolean => {
  const domains = narrow(start, problem.facts, solver);
  if (domains === undefined) return false;
  // The goal with fewest alternatives first: a layer that cannot allow closes the problem at once.
  const goals = [...problem.goals].sort((a, b) => a.alternatives.length - b.alternatives.length);
  return chooseAllows(goals, 0, domains, problem.clauses, solver);
};

/** Cuts the domains by the literals; `undefined` when a domain is empty. The same map when nothing was cut. */
const narrow = (domains: Domains, literals: readonly Literal[], solver: Solver): Domains | undefined => {
  let cut: Map<string, Domain> | undefined;
  spendWork(solver.effort, literals.length);
  for (const { key, domain } of literals) {
    const now = (cut ?? domains).get(key) ?? anything;
    if (now === domain || covers(domain, now, solver.effort.automaton) === true) continue;
    const next = intersect(now, domain);
    spendWork(solver.effort, workOf(next));
    // Unknown emptiness is not empty: the leaf will tell.
    if (isEmpty(next, solver.effort.automaton).empty === true) return undefined;
    cut ??= new Map(domains);
    cut.set(key, next);
  }
  return cut ?? domains;
};

/** What a cut and its test for emptiness cost, in literals looked at. */
const workOf = ({ values }: Domain): number => {
  if (values.kind !== 'strings') return CUT;
  let globs = values.none.length;
  for (const alternatives of values.all) globs += alternatives.length;
  return CUT + globs * WORK_PER_GLOB;
};

const CUT = 4;
const WORK_PER_GLOB = 2;

const chooseAllows = (
  goals: readonly Goal[],
  at: number,
  domains: Domains,
  clauses: readonly Clause[],
  solver: Solver,
): boolean => {
  const goal = goals[at];
  if (goal === undefined) return closeClauses(domains, clauses, solver);
  // Fewest literals first: what asks for nothing makes the others needless.
  const ordered = [...goal.alternatives].sort((a, b) => a.length - b.length);
  let viable = false;
  for (const literals of ordered) {
    spendBranch(solver.effort);
    const next = narrow(domains, literals, solver);
    if (next === undefined) continue;
    viable = true;
    if (chooseAllows(goals, at + 1, next, clauses, solver)) return true;
    if (next === domains) break;
  }
  if (!viable) solver.onBlocked(goal.gap);
  return false;
};

type Open = { clause: Clause; branches: readonly Domains[] };

const closeClauses = (start: Domains, clauses: readonly Clause[], solver: Solver): boolean => {
  let domains = start;
  let pending = clauses;
  for (;;) {
    const opened = openClauses(domains, pending, solver);
    if (opened === undefined) return false;
    const [smallest, ...more] = opened.open.sort((a, b) => a.branches.length - b.branches.length);
    if (smallest === undefined) return solver.onLeaf(opened.domains);
    pending = [smallest, ...more].map(({ clause }) => clause);
    // What has cut the domains may have left another clause one way.
    if (opened.domains !== domains) {
      domains = opened.domains;
      continue;
    }
    spendBranch(solver.effort);
    const rest = more.map(({ clause }) => clause);
    return smallest.branches.some((branch) => closeClauses(branch, rest, solver));
  }
};

type Opened = { domains: Domains; open: Open[] };

/**
 * Clauses that the domains do not settle, with the ways that are left. A clause with one way is taken at once: a thousand
 * of them are one pass. `undefined`: a clause has no way left.
 */
const openClauses = (start: Domains, clauses: readonly Clause[], solver: Solver): Opened | undefined => {
  let domains = start;
  const open: Open[] = [];
  for (const clause of clauses) {
    const branches: Domains[] = [];
    let settled = false;
    for (const literal of clause.literals) {
      const next = narrow(domains, [literal], solver);
      if (next === domains) {
        settled = true;
        break;
      }
      if (next !== undefined) branches.push(next);
    }
    if (settled) continue;
    const [only, ...more] = branches;
    if (only === undefined) {
      solver.onBlocked(clause.cause);
      return undefined;
    }
    if (more.length > 0) open.push({ clause, branches });
    else {
      spendBranch(solver.effort);
      domains = only;
    }
  }
  return { domains, open };
};
