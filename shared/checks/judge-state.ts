import type { Check, StateJudgement } from './check.ts';
import type { Judgement, Novelty } from './judgement.ts';
import { stamp } from './stamp.ts';

/** A judgement that a check made over facts or over one change, with the check's words on it. */
export const judgeState = (
  check: Check,
  judged: StateJudgement,
  how: { kind: Judgement['kind']; novelty: Novelty },
): Judgement => {
  const severity = judged.severity ?? check.severity;
  if (severity === 'entry') throw new TypeError(`${check.id}: a judgement without its own severity`);
  return stamp(check, {
    kind: how.kind,
    questionName: judged.name,
    ...(judged.ask === undefined ? {} : { ask: judged.ask }),
    severity,
    subject: judged.subject,
    sentence: judged.answer.answer === 'no' ? '' : judged.sentence,
    ...(judged.reason === undefined ? {} : { reason: judged.reason }),
    answer: judged.answer,
    because: [],
    novelty: judged.answer.answer === 'yes' ? how.novelty : 'unknown',
    references: check.references,
  });
};
