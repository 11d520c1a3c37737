import { displayText } from '../shared/change/display-text.ts';
import type { GuardrailDiff } from '../shared/facts/guardrail/diff-guardrails.ts';
import { foldSentences, sentenceText } from '../shared/facts/guardrail/fold-sentences.ts';
import type { GuardrailIdentity } from '../shared/facts/guardrail/read-guardrail-answer.ts';
import type { ChangeVerdict, DiffVerdict } from '../shared/facts/guardrail/verdict.ts';
import type { Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const meaning = ({ verdict, changes }: GuardrailDiff): string =>
  verdict === 'mixed' && changes.some((change) => change.verdict === 'weaker')
    ? 'protection was lost, and that is not all that differs'
    : meanings[verdict];

const meanings: Readonly<Record<DiffVerdict, string>> = {
  weaker: 'it protects less than before',
  stronger: 'it protects more than before, and nothing was lost',
  mixed: 'it gained protection, and it also differs in what cannot be ranked',
  unranked: 'it differs in what cannot be ranked, so it may protect less',
  same: 'it protects as before',
};
const paints = { weaker: 'red', unranked: 'yellow', mixed: 'red', stronger: 'green', same: 'dim' } as const;
const widest = 'unranked'.length;

/** The verdict and its meaning, then each difference as a sentence, the losses first, then how many of each. */
export const describeGuardrailDiff = (
  diff: GuardrailDiff,
  after: GuardrailIdentity,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string => {
  const { verdict, changes } = diff;
  const label = (each: DiffVerdict): string => paint(paints[each], each.padEnd(widest));
  const rows = foldSentences(changes).flatMap((row) =>
    wrapText(sentenceText(row), width - widest - 2).map(
      (line, index) => `${index === 0 ? label(row.verdict) : ' '.repeat(widest)}  ${line}`,
    ),
  );
  const name = `guardrail ${displayText(after.name)} (${displayText(after.id)}), version ${displayText(after.version)}`;
  return [
    `${paint('bold', verdict.toUpperCase())}: ${name}: ${meaning(diff)}`,
    ...(rows.length === 0 ? [] : ['', ...rows, '', counts(changes)]),
  ].join('\n');
};

const counts = (changes: GuardrailDiff['changes']): string =>
  (['weaker', 'unranked', 'stronger', 'same'] as const)
    .map((verdict): [number, ChangeVerdict] => [changes.filter((each) => each.verdict === verdict).length, verdict])
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict === 'same' ? 'without effect on protection' : verdict}`)
    .join(', ');
