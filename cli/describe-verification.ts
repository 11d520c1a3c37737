import { displayText } from '../shared/change/display-text.ts';
import type { Verification } from '../shared/history/verification.ts';

const meaning = (verification: Verification): string => {
  switch (verification.verdict) {
    case 'INTACT':
      return 'every entry is what was written, and a signed checkpoint covers the last one';
    case 'INTACT_UNSEALED_TAIL':
      return `every entry is what was written and follows the one before; ${verification.lines - verification.sealed} entries are not sealed by a signed checkpoint yet`;
    default:
      return 'the record is NOT what was written; keep this copy, and compare it with another one';
  }
};

/** The verdict first, then each fault with its place. */
export const describeVerification = (verification: Verification): string =>
  [
    `${verification.verdict}: ${meaning(verification)}`,
    ...verification.faults.map(({ verdict, rule, line, missing, detail }) =>
      displayText(
        `  ${verdict} (${rule}${line === undefined ? '' : `, line ${line}`}${missing === undefined ? '' : `, ${missing} missing`}): ${detail}`,
        1024,
      ),
    ),
    `${verification.lines} entries, head ${verification.head}`,
  ].join('\n');
