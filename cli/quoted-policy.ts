import { displayText } from '../shared/change/display-text.ts';
import { pretty } from './describe-plan.ts';

/** Text of a policy, indented. It is somebody else's: control characters are taken out, line by line. */
export const quotedPolicy = (text: string, indent = '    '): readonly string[] => {
  let shown: string;
  try {
    shown = pretty(text);
  } catch {
    shown = text;
  }
  return shown
    .split('\n')
    .map(
      (line) => `${indent}${line.slice(0, line.length - line.trimStart().length)}${displayText(line.trimStart(), 512)}`,
    );
};
