import { letterVariants } from './character.ts';
import { ANY, ANY_IN_SEGMENT, ONE, ONE_IN_SEGMENT, matches, type Glob } from './glob.ts';

const COLON = 0x3a;

/**
 * False when the two globs surely share no text: their fixed beginnings differ, segment by segment where wildcards stop at
 * colons, so do their sixth fields, or one is a text that the other does not match. True proves nothing. Cheap, so a product of long lists drops
 * most of them before any automaton is built.
 */
export function mayMeet(a: Glob, b: Glob): boolean {
  // Most ARNs of one service differ there, in the kind of resource.
  if (a.sixth >= 0 && b.sixth >= 0 && !beginAlike(a, a.sixth, b, b.sixth)) return false;
  if (a.exact !== undefined) return b.exact !== undefined ? a.exact === b.exact : matches(b, a.exact);
  if (b.exact !== undefined) return matches(a, b.exact);
  for (let i = 0, j = 0; ; i++, j++) {
    const left = a.tokens[i];
    const right = b.tokens[j];
    if (left === undefined) return canEndHere(b, j);
    if (right === undefined) return canEndHere(a, i);
    if (left === ANY || right === ANY) return true;
    if (left === ANY_IN_SEGMENT || right === ANY_IN_SEGMENT) {
      // Both come to their next colon at the same place of the text.
      i = colonAfter(a, i);
      j = colonAfter(b, j);
      if (i < 0 || j < 0) return true;
      continue;
    }
    if (!tokensMeet(a, left, b, right)) return false;
  }
}

/** Whether what follows the two places is the same, character by character, up to the first wildcard or end of one of them. */
function beginAlike({ tokens: left }: Glob, i: number, { tokens: right }: Glob, j: number): boolean {
  for (; ; i++, j++) {
    const character = left[i] ?? ANY;
    const other = right[j] ?? ANY;
    if (character < 0 || other < 0) return true;
    if (character !== other) return false;
  }
}

/** The next colon that stands behind nothing but what stays in its segment; -1: none does. */
function colonAfter({ tokens }: Glob, from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === COLON) return i;
    if (token === ANY || token === ONE) return -1;
  }
  return -1;
}

const isAny = (token: number | undefined): boolean => token === ANY || token === ANY_IN_SEGMENT;

/** The rest may be nothing. At most two stars follow each other, since runs are joined. */
function canEndHere(glob: Glob, from: number): boolean {
  for (let i = from; i < glob.tokens.length; i++) if (!isAny(glob.tokens[i])) return false;
  return true;
}

function tokensMeet(a: Glob, left: number, b: Glob, right: number): boolean {
  if (left === right || left === ONE || right === ONE) return true;
  if (left === ONE_IN_SEGMENT || right === ONE_IN_SEGMENT) return (left === ONE_IN_SEGMENT ? right : left) !== 0x3a;
  if (a.folding === 'none' && b.folding === 'none') return false;
  const variants = letterVariants(right, b.folding);
  return letterVariants(left, a.folding).some((variant) => variants.includes(variant));
}
