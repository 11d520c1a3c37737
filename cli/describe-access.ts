import { displayText } from '../shared/change/display-text.ts';
import { layerName, type AccessExplanation } from '../shared/reasoning/explain-access.ts';
import type { LayerExplanation, LayerState } from '../shared/reasoning/explain-layers.ts';
import { describeRequest, describeStatement } from './describe-answer.ts';
import { quotedPolicy } from './quoted-policy.ts';
import { wrapText } from './wrap-text.ts';

const words: Readonly<Record<LayerState, string>> = {
  allows: 'ALLOWS',
  denies: 'DENIES',
  silent: 'SILENT',
  absent: 'absent',
  'not-read': 'NOT READ',
  'not-asked': 'not asked',
};

const heads: Readonly<Record<AccessExplanation['requestIs'], string>> = {
  witness: 'Layer by layer, for this request, which is allowed:',
  candidate: 'Layer by layer, for this request, which may be allowed:',
  example: 'Layer by layer, for an example of such a request:',
};

/** Statements that do not match are told for this many; the rest is counted. */
const MOST_PASSED = 6;

/** An explanation for a person, the sentence first, then the layers, then what it leaned on. */
export const describeAccess = (explanation: AccessExplanation, width: number): string => {
  const { answer, sentence, change, changes, request, requestIs, layers } = explanation;
  const wide = Math.max(...layers.map((layer) => label(layer).length));
  return [
    ...wrapText(displayText(sentence, 2048), width),
    ...(changes.length === 0 ? [] : ['', changeHead(change, changes.length)]),
    ...changes.flatMap((line) => wrapText(`  ${displayText(line, 2048)}`, width)),
    '',
    heads[requestIs],
    ...wrapText(`  ${describeRequest(request)}`, width),
    '',
    ...layers.flatMap((layer) => layerLines(layer, wide, width)),
    ...(answer.given.length === 0 ? [] : ['', 'The answer leans on']),
    ...answer.given.map(({ about, value, source }) => `  ${displayText(`${about}: ${value} (${source})`, 2048)}`),
  ].join('\n');
};

const changeHead = (change: AccessExplanation['change'], count: number): string => {
  if (count === 1) return 'What would have to change:';
  return change === 'each' ? 'What would have to change, all of it:' : 'What would have to change, one of these:';
};

const label = (layer: LayerExplanation): string => displayText(layerName(layer));

const layerLines = (layer: LayerExplanation, wide: number, width: number): readonly string[] => [
  `${words[layer.state].padEnd(9)} ${label(layer).padEnd(wide)}  ${displayText(layer.why, 1024)}`.trimEnd(),
  ...layer.decidedBy.flatMap((statement) => [
    ...wrapText(`  by ${describeStatement(statement)}`, width),
    ...(statement.text === '' ? [] : quotedPolicy(statement.text)),
  ]),
  ...layer.passed
    .slice(0, MOST_PASSED)
    .flatMap(({ statement, because }) => [
      ...wrapText(`  does not match: ${describeStatement(statement)}`, width),
      ...because.flatMap((reason) => wrapText(`    because ${displayText(reason, 1024)}`, width)),
    ]),
  ...(layer.passed.length > MOST_PASSED ? [`  and ${layer.passed.length - MOST_PASSED} more that do not match`] : []),
];
