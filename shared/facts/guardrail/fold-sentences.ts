import type { GuardrailChange } from './rule.ts';
import type { ChangeVerdict } from './verdict.ts';

/** One sentence and how often it holds: a word list that was emptied is one line and not ten thousand. */
export type FoldedSentence = { verdict: ChangeVerdict; sentence: string; times: number };

export const foldSentences = (changes: readonly GuardrailChange[]): readonly FoldedSentence[] => {
  const folded = new Map<string, FoldedSentence>();
  for (const { verdict, sentence } of changes) {
    const key = `${verdict} ${sentence}`;
    folded.set(key, { verdict, sentence, times: (folded.get(key)?.times ?? 0) + 1 });
  }
  return [...folded.values()];
};

export const sentenceText = ({ sentence, times }: FoldedSentence): string =>
  times === 1 ? sentence : `${sentence} (${times} times)`;
