import { automatonBudget, type Budget } from '../domains/domain.ts';
import type { SearchOptions } from '../types.ts';

/** What one question may cost. Counters, not clocks, so that runs repeat. */
export type Effort = { branchesLeft: number; branches: number; shapes: number; automaton: Budget };

export const startEffort = (budget: SearchOptions['budget']): Effort => ({
  branchesLeft: budget?.branches ?? 20_000,
  branches: 0,
  shapes: 0,
  automaton: automatonBudget(budget?.automatonStates ?? 50_000),
});

/** Leaves a search whose budget is spent; caught where the answer is made. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

export const spendBranch = (effort: Effort): void => {
  effort.branches += 1;
  effort.branchesLeft -= 1;
  if (effort.branchesLeft < 0) throw new BudgetSpent('The branches of this question are spent.');
};
