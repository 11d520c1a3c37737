import type { Width } from '../match/width.ts';
import type { Listed } from '../policy/policy.ts';
import type { ActionBits } from './action-bits.ts';
import { BitsBuilder } from './bits-builder.ts';
import { patternBits } from './pattern-bits.ts';

const builder = new BitsBuilder();

/** The catalogue's actions that an Action or NotAction element matches, in one reading. */
export const bitsOf = (actions: Listed<string>, width: Width): ActionBits => {
  const [only] = actions.entries;
  if (only !== undefined && actions.entries.length === 1 && !actions.negated) {
    const { wide, open } = patternBits(only);
    if (!open || width !== 'narrow') return wide;
  }
  builder.clear();
  builder.addActions(actions, width);
  return builder.bits;
};
