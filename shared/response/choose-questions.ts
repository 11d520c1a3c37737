import { canEver } from '../reasoning/can-ever.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, Question, SearchOptions } from '../reasoning/types.ts';

/** Which questions a Deny must close so that the whole ask answers no. */
export type Chosen =
  | { chosen: 'questions'; questions: readonly Question[]; wholeAsk: boolean }
  | { chosen: 'unknown'; detail: string };

const detailOf = (answer: Answer): string => (answer.answer === 'unknown' ? answer.why.detail : '');

/** Fewest actions first, a condition before none, named resources before all: the least is taken away. */
const breadth = (question: Question): number =>
  question.actions.length * 4 +
  question.actions.filter((action) => action.includes('*')).length * 400 +
  (question.condition === undefined ? 2 : 0) +
  (question.resources.includes('*') ? 1 : 0);

/**
 * `any`: every question that answers yes. `all`: the narrowest, because one no is enough. `path`: the first step, as only
 * that one is this principal's own.
 * @param ask one that answers yes.
 */
export const chooseQuestions = (principal: Principal, ask: Ask, options: SearchOptions): Chosen => {
  if ('path' in ask) return { chosen: 'questions', questions: ask.path.slice(0, 1), wholeAsk: ask.path.length === 1 };
  if ('all' in ask) {
    const narrowest = ask.all.toSorted((a, b) => breadth(a) - breadth(b)).slice(0, 1);
    return { chosen: 'questions', questions: narrowest, wholeAsk: ask.all.length === 1 };
  }
  const questions: Question[] = [];
  for (const question of ask.any) {
    const answer = canEver(principal, question, options);
    if (answer.answer === 'unknown') return { chosen: 'unknown', detail: detailOf(answer) };
    if (answer.answer === 'yes') questions.push(question);
  }
  return { chosen: 'questions', questions, wholeAsk: true };
};
