import { displayText } from '../../change/display-text.ts';
import type { AccessRequest } from '../../reasoning/types.ts';

/** One line a part: the action, the resource, each condition key. An ARN is never shortened. */
export const requestLines = ({ action, resource, context }: AccessRequest): readonly string[] => [
  `action    ${displayText(action)}`,
  `resource  ${displayText(resource, 2048)}`,
  ...Object.entries(context)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `context   ${displayText(key)} = ${displayText([value].flat().join(', '), 1024)}`),
];
