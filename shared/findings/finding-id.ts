import { createHash } from 'node:crypto';
import type { CheckId } from '../checks/check.ts';
import type { FindingId } from './finding.ts';

/**
 * The same problem has the same id for ever, so that a repeat updates. The question's name takes part and its settings do
 * not. The unique id, not the name, makes the subject: a re-created role is another one.
 */
export const findingId = (checkId: CheckId, subjectUniqueId: string, questionName: string): FindingId => {
  // A line break cannot stand in any of the three, so no two triples make one text.
  const text = [checkId, subjectUniqueId, questionName].join('\n');
  return `f-${base32(createHash('sha256').update(text, 'utf8').digest()).slice(0, 26)}`;
};

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32, lower case, without padding. */
export const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet.charAt((held << (5 - bits)) & 31);
};
