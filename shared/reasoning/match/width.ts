import type { Reading } from '../types.ts';

/**
 * How a disputed rule is read for one statement. `wide`: the statement matches as much as any reading allows; `narrow`:
 * as little; `documented`: the likelier reading. "More" is about the whole statement: inside a negated element
 * (`NotResource`) the pattern itself is read the other way round.
 */
export type Width = 'documented' | 'wide' | 'narrow';

/** A yes must survive narrow Allows and wide Denies, a no wide Allows and narrow Denies. */
export const widthFor = (effect: 'Allow' | 'Deny', reading: Reading): Width => {
  if (reading === 'documented') return 'documented';
  return (effect === 'Allow') === (reading === 'granting') ? 'wide' : 'narrow';
};

export const opposite = (width: Width): Width => {
  switch (width) {
    case 'documented':
      return 'documented';
    case 'wide':
      return 'narrow';
    case 'narrow':
      return 'wide';
  }
};
