import type { Principal } from '../principal.ts';
import type { Answer, Given, Question, SearchOptions, Why } from '../types.ts';
import { askAction } from './ask-action.ts';
import { catalogueGiven, expandActions, holeOf, startAsking, type Asking, type Doubt } from './asking.ts';
import { BudgetSpent } from './effort.ts';
import { compileQuestion } from './question.ts';
import type { Tie } from './tie.ts';

/** Asks one question: every action of it, until one says yes. */
export const askQuestion = (
  principal: Principal,
  question: Question,
  options: SearchOptions,
  overrides?: ReadonlyMap<string, Tie>,
): Answer => {
  const compiled = compileQuestion(question);
  const given = [...principal.given, catalogueGiven];
  if (!compiled.ok) return unknown(given, { why: { code: 'unsupported', detail: compiled.detail } });
  try {
    return answerOf(startAsking(principal, compiled.compiled, options, overrides), given);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return unknown(given, { why: budgetSpent });
  }
};

export const budgetSpent: Why = { code: 'budget', detail: 'The question has more branches than its budget allows.' };

const unknown = (given: readonly Given[], doubt: Doubt): Answer => ({ given, answer: 'unknown', ...doubt });

const answerOf = (asking: Asking, given: readonly Given[]): Answer => {
  const { actions, gap } = expandActions(asking.question);
  let doubt: Doubt | undefined;
  // What was not read spoils every yes, so the first unknown settles it.
  const spoiled = holeOf(asking.principal) !== undefined;
  for (const action of actions) {
    const outcome = askAction(asking, action);
    if (outcome.answer === 'yes') return { given, ...outcome };
    if (outcome.answer === 'unknown') {
      const { why, candidate } = outcome;
      doubt ??= candidate === undefined ? { why } : { why, candidate };
      if (spoiled) break;
    }
  }
  if (doubt !== undefined) return unknown(given, doubt);
  if (gap !== undefined) return unknown(given, { why: gap });
  const { shapes, branches } = asking.effort;
  return { given, answer: 'no', proof: { shapes, branches, blockedBy: asking.blocked.list() } };
};
