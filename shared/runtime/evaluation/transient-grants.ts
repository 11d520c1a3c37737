import type { AskedPrincipal } from '../../checks/ask-checks.ts';
import type { Judgement } from '../../checks/judgement.ts';

/**
 * What the event made possible and the next read no longer shows: the judgements of now, with each such yes in the place of its no.
 * Undefined: there is none.
 */
export const transientGrants = (
  now: Pick<AskedPrincipal, 'judgements'>,
  then: Pick<AskedPrincipal, 'judgements'>,
): readonly Judgement[] | undefined => {
  const refusedNow = new Set(now.judgements.filter(({ answer }) => answer.answer === 'no').map(nameOf));
  const possibleNow = new Set(now.judgements.map(nameOf));
  const passed = then.judgements
    .filter(
      (judgement) =>
        judgement.answer.answer === 'yes' &&
        judgement.listedOnly !== true &&
        (judgement.novelty === 'granted-by-this-change' || judgement.novelty === 'widened-by-this-change') &&
        (refusedNow.has(nameOf(judgement)) || !possibleNow.has(nameOf(judgement))),
    )
    .map((judgement) => ({
      ...judgement,
      sentence: `${judgement.sentence}; it was withdrawn again before it was read`,
    }));
  if (passed.length === 0) return undefined;
  const names = new Set(passed.map(nameOf));
  return [...now.judgements.filter((judgement) => !names.has(nameOf(judgement))), ...passed];
};

const nameOf = ({ checkId, questionName }: Judgement): string => `${checkId}#${questionName}`;
