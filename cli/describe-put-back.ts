import { displayText } from '../shared/change/display-text.ts';
import { shellQuoted } from '../shared/change/shell-quoted.ts';
import { foldSentences, sentenceText } from '../shared/facts/guardrail/fold-sentences.ts';
import type { GuardrailIdentity } from '../shared/facts/guardrail/read-guardrail-answer.ts';
import type { PutBack } from '../shared/response/guardrail/put-back.ts';

/** What is put back, what stays for a person, the proof, and the next command. */
export const describePutBack = (
  { putBack, left, proof }: PutBack & { can: true },
  { id, name, version }: GuardrailIdentity,
  [before, now]: readonly [string, string],
): string =>
  [
    `PUT BACK: guardrail ${displayText(name)} (${displayText(id)}), version ${displayText(version)}`,
    '',
    'These losses are put back:',
    ...foldSentences(putBack).map((each) => `  ${sentenceText(each)}`),
    ...(left.length === 0 ? [] : ['', 'These stay as they are now, as nobody can rank them; look at them:']),
    ...foldSentences(left).map((each) => `  ${sentenceText(each)}`),
    '',
    `Proof: from before to the result ${lossesIn(proof.before)}; from now to the result ${lossesIn(proof.now)}.`,
    '',
    'Nothing was written. The update replaces the whole guardrail, so read it again right before:',
    `  ringfence guardrails put-back ${quoted(before)} ${quoted(now)} --request > update.json`,
    '  aws bedrock update-guardrail --cli-input-json file://update.json',
  ].join('\n');

const lossesIn = ({ changes }: (PutBack & { can: true })['proof']['now']): string => {
  const losses = changes.filter(({ verdict }) => verdict === 'weaker').length;
  const gains = changes.filter(({ verdict }) => verdict === 'stronger').length;
  return `${losses} losses and ${gains} ${gains === 1 ? 'gain' : 'gains'}`;
};

const quoted = (file: string): string => shellQuoted(displayText(file, 1024));
