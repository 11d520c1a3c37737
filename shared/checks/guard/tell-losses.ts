import type { GuardrailDiff } from '../../facts/guardrail/diff-guardrails.ts';
import { foldSentences, sentenceText } from '../../facts/guardrail/fold-sentences.ts';
import type { Evidence } from '../check.ts';

/** Sentences in the headline; evidence has more of them. */
const inHeadline = 3;
const inEvidence = 40;

const lower = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.(?= \(\d+ times\)$|$)/u, '');

/**
 * What of a diff a person is told: the losses, or, where there are none, what cannot be ranked. Never a blocked word, a
 * pattern or a path: a finding goes to many places.
 */
export const tellLosses = ({
  changes,
}: GuardrailDiff): {
  got: 'weaker' | 'changed in a way that cannot be ranked';
  sentences: string;
  evidence: readonly Evidence[];
} => {
  const losses = foldSentences(changes.filter(({ verdict }) => verdict === 'weaker'));
  const open = foldSentences(changes.filter(({ verdict }) => verdict === 'unranked'));
  const gains = foldSentences(changes.filter(({ verdict }) => verdict === 'stronger'));
  const told = losses.length > 0 ? losses : open;
  const shown = told.slice(0, inHeadline).map((each) => lower(sentenceText(each)));
  const more = told.length - shown.length;
  const all = [...losses, ...open, ...gains];
  return {
    got: losses.length > 0 ? 'weaker' : 'changed in a way that cannot be ranked',
    sentences: `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    evidence: [
      ...all.slice(0, inEvidence).map((each) => ({ fact: each.verdict, value: sentenceText(each) })),
      ...(all.length > inEvidence
        ? [{ fact: 'not listed', value: `${all.length - inEvidence} more differences` }]
        : []),
    ],
  };
};
