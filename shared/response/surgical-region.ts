import type { Principal } from '../reasoning/principal.ts';
import type { Ask, Question, SearchOptions } from '../reasoning/types.ts';
import { chooseQuestions } from './choose-questions.ts';
import type { Asked, RegionRead } from './region.ts';

/** Exactly the violated questions: legitimate use beside them goes on. */
export const surgicalRegion = (
  principal: Principal,
  violated: readonly Asked[],
  options: SearchOptions,
): RegionRead => {
  const questions: Question[] = [];
  const wholeAsks = new Set<Ask>();
  for (const { ask } of violated) {
    const chosen = chooseQuestions(principal, ask, options);
    if (chosen.chosen === 'unknown') {
      return {
        region: 'none',
        outcome: 'UNKNOWN_ANSWER',
        detail: chosen.detail,
        advice: 'Settle what is not known; nothing is denied on a guess.',
      };
    }
    questions.push(...chosen.questions);
    if (chosen.wholeAsk) wholeAsks.add(ask);
  }
  const onlyGained = violated.every(
    ({ finding, ask }) => finding.novelty === 'granted-by-this-change' && wholeAsks.has(ask),
  );
  return { region: 'found', questions, wholeAsks, onlyGained };
};
