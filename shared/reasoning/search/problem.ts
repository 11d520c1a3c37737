import type { Gap, StatementRef } from '../types.ts';
import type { Literal } from './literal.ts';

/** One layer that has to allow: one of its alternatives is chosen, and all of the alternative's literals hold. */
export type Goal = { gap: Gap; alternatives: readonly (readonly Literal[])[] };

/** One of the literals holds. `cause`: what blocks the branch when none can. */
export type Clause = { cause: StatementRef | Gap; literals: readonly Literal[] };

/** A conjunction: all facts, all goals, all clauses. */
export type Problem = { facts: readonly Literal[]; goals: readonly Goal[]; clauses: readonly Clause[] };

export const both = (a: Problem, b: Problem): Problem => ({
  facts: [...a.facts, ...b.facts],
  goals: [...a.goals, ...b.goals],
  clauses: [...a.clauses, ...b.clauses],
});

export const nothingAsked: Problem = { facts: [], goals: [], clauses: [] };
