import path from 'node:path';
import { UnsupportedEventPattern } from '../../shared/adapters/local/event-pattern.ts';
import type { RulerAnswer } from './ask-ruler.ts';
import type { PatternCase } from './generated-cases.ts';

/** A generated case with Event Ruler's answer. */
export type AnsweredCase = PatternCase & { matches: boolean };

/** Some of them, committed: the test of the local matcher goes through them. */
export const casesFile = path.join('test', 'golden', 'event-ruler', 'cases.json');

/** Cases that Event Ruler takes, with its answer. */
export const answeredCases = (
  cases: readonly PatternCase[],
  answers: readonly (readonly RulerAnswer[])[],
): readonly AnsweredCase[] =>
  cases.flatMap((each, position) => {
    const [answer] = answers[position] ?? [];
    return answer === undefined || 'refused' in answer ? [] : [{ ...each, matches: answer.matches.length > 0 }];
  });

/** Cases that the matcher answers otherwise. One that it refuses by name is no difference: it says so instead of guessing. */
export const differences = (
  cases: readonly AnsweredCase[],
  compile: (pattern: unknown) => (event: unknown) => boolean,
): readonly AnsweredCase[] =>
  cases.filter(({ pattern, event, matches }) => {
    try {
      return compile(pattern)(event) !== matches;
    } catch (error) {
      if (error instanceof UnsupportedEventPattern) return false;
      throw error;
    }
  });
