import { hasAction } from '../fast/action-bits.ts';
import { fastAccess } from '../fast/fast-access.ts';
import type { Principal } from '../principal.ts';
import type { Question, SearchOptions } from '../types.ts';
import { find } from './ask-action.ts';
import { askQuestion, readQuestion } from './ask-question.ts';
import { isSurelyAllowed } from './sure-witness.ts';

/**
 * Whether `askQuestion` answers no. An action that words find sure settles it wherever it stands in the question; the answer
 * itself would tell of the first that has a yes, and search for it.
 */
export const isNever = (principal: Principal, question: Question, options: SearchOptions): boolean => {
  const read = readQuestion(question);
  if (!read.ok) return false;
  const { sure } = fastAccess(principal);
  for (const { action, index, name } of read.names) {
    if (index === undefined || !hasAction(sure, index)) continue;
    if (isSurelyAllowed({ principal, options, question: read.compiled }, action, name, find)) return false;
  }
  return askQuestion(principal, question, options).answer === 'no';
};
