import { automatonBudget, type Budget } from '../domains/domain.ts';
import type { SearchOptions } from '../types.ts';

/** What one question may cost. Counters, not clocks, so that runs repeat. */
export type Effort = { branchesLeft: number; workLeft: number; branches: number; shapes: number; automaton: Budget };

export const startEffort = (budget: SearchOptions['budget']): Effort => ({
  branchesLeft: budget?.branches ?? BRANCHES,
  workLeft: (budget?.branches ?? BRANCHES) * WORK_PER_BRANCH,
  branches: 0,
  shapes: 0,
  automaton: automatonBudget(budget?.automatonStates ?? 50_000),
});

const BRANCHES = 20_000;

/**
 * Literals that are looked at, for each branch that may be tried: a few thousand branches over a thousand clauses cost as much
 * as all branches of a question that people ask.
 */
const WORK_PER_BRANCH = 8;

/** Leaves a search whose budget is spent; caught where the answer is made. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

export const spendBranch = (effort: Effort): void => {
  effort.branches += 1;
  effort.branchesLeft -= 1;
  if (effort.branchesLeft < 0) throw new BudgetSpent('The branches of this question are spent.');
};

/** @param literals looked at, or as many as what was made costs */
export const spendWork = (effort: Effort, literals: number): void => {
  effort.workLeft -= literals;
  if (effort.workLeft < 0) throw new BudgetSpent('The work of this question is spent.');
};
